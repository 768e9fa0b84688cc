import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKey } from '../../../sandbox/sftp/createKey';
import { startSftp } from '../../../sandbox/sftp/startSftp';
import { connect, sftp, useSftp } from './sftpHarness';

useSftp();

describe('log-in', () => {
	it('shows the fingerprint that ssh-keygen prints', () => {
		const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		const key = createKey();
		const file = join(folder, 'key');
		writeFileSync(file, key.privateKey, { mode: 0o600 });
		const printed = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		expect(printed.split(' ')[1]).toBe(key.fingerprint);
	});

	it('shows its host key, and another one after a change', async () => {
		const seen: string[] = [];
		const hostVerifier = (key: Buffer) => {
			const hash = createHash('sha256').update(key).digest('base64');
			return seen.push(`SHA256:${hash.replace(/=+$/, '')}`) > 0;
		};
		const before = sftp.hostKey;
		await connect({ hostVerifier });
		sftp.changeHostKey();
		await connect({ hostVerifier });
		expect(seen).toEqual([before, sftp.hostKey]);
		expect(sftp.hostKey).not.toBe(before);
	});

	it.each([
		['another user', { username: 'nobody' }],
		['another key', { privateKey: createKey().privateKey }],
		['a password', { privateKey: undefined, password: 'kasko' }],
	])('refuses %s', async (_case, config) => {
		await expect(connect(config)).rejects.toThrow('authentication methods failed');
	});
});

it('stops with a connection open', async () => {
	const other = await startSftp();
	const socket = connectTcp(other.port, other.host);
	await once(socket, 'data');
	const closed = once(socket, 'close');
	await other.stop();
	await closed;
});
