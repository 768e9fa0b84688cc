import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Client, type SFTPWrapper } from 'ssh2';

import type { SftpProgram } from '../../../scripts/programs/sftpHome';
import { startSshd } from '../../../scripts/programs/sshd';

let sshd: SftpProgram;
beforeAll(async () => {
	sshd = await startSshd();
});
afterAll(() => sshd.stop());

it('takes a file by SFTP into the login folder, and shows the host key it announces', async () => {
	const { host, port, username, privateKey } = sshd;
	const client = new Client();
	let shown = '';
	client.connect({
		host,
		port,
		username,
		privateKey,
		hostVerifier: (key: Buffer) => {
			shown = 'SHA256:' + createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
			return true;
		},
	});
	await once(client, 'ready');
	const sftp: SFTPWrapper = await promisify(client.sftp.bind(client))();
	const file = sftp.createWriteStream('test/one.csv');
	file.end('a,b\n');
	await once(file, 'close');
	client.end();
	await once(client, 'close');

	expect(shown).toBe(sshd.hostKey);
	expect(await readFile(join(sshd.folder, 'test/one.csv'), 'utf8')).toBe('a,b\n');
});

it('leaves nothing behind', async () => {
	const other = await startSshd();
	await other.stop();
	expect(existsSync(other.folder)).toBe(false);
});
