import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'ssh2';

import { withSftp } from '../../../nodes/shared/sftp/connection';
import { createKey } from '../../../sandbox';
import { sftpCredential } from '../../support/sftpCredential';
import { failure } from './sftpHarness';

/**
 * A server that does not call itself OpenSSH, in front of OpenSSH's sftp-server, which offers `hardlink@openssh.com`.
 * Where RENAME is denied, a new name can only come from a link.
 */
describe.each([
	{ name: 'that links', flags: ['-P', 'rename'] },
	{ name: 'that does not link', flags: ['-P', 'hardlink'] },
	{ name: 'that says it links and does not, as rclone', flags: [], lies: true },
	{ name: 'that links and lets nothing be deleted', flags: ['-P', 'remove'] },
])('rename on a server $name', ({ flags, lies = false }) => {
	const hostKey = createKey();
	const folder = mkdtempSync(join(tmpdir(), 'kasko-rename-'));
	const server = new Server({ hostKeys: [hostKey.privateKey] }, (connection) => {
		connection.on('error', () => undefined);
		connection.on('authentication', (context) => context.accept());
		connection.on('session', (accept) => {
			accept().on('subsystem', (acceptSubsystem) => {
				const channel = acceptSubsystem();
				const program = spawn('/usr/lib/openssh/sftp-server', ['-d', folder, ...flags]);
				channel.on('data', (data: Buffer) => {
					const id = lies && linkRequestOf(data);
					if (id) channel.write(okTo(id));
					else program.stdin.write(data);
				});
				channel.on('end', () => program.stdin.end());
				program.stdout.pipe(channel);
			});
		});
	});
	beforeAll(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		for (const name of readdirSync(folder)) rmSync(join(folder, name));
		writeFileSync(join(folder, '.part'), 'new');
		writeFileSync(join(folder, 'taken.csv'), 'old');
	});
	afterAll(() => {
		server.close();
		rmSync(folder, { recursive: true });
	});

	const rename = (to: string) => {
		const { port } = server.address() as AddressInfo;
		const { privateKey } = createKey();
		const login = { host: '127.0.0.1', port, username: 'kasko', privateKey };
		const credential = sftpCredential({ ...login, hostKey: hostKey.fingerprint });
		return withSftp(credential, { timeoutSeconds: 5 }, async (session) => {
			if (await session.rename('.part', to)) await session.remove('.part');
		});
	};

	it('takes a free name', async () => {
		await rename('free.csv');
		expect(
			readdirSync(folder)
				.filter((name) => !name.endsWith('.link'))
				.sort(),
		).toEqual(['free.csv', 'taken.csv']);
		expect(readFileSync(join(folder, 'free.csv'), 'utf8')).toBe('new');
	});

	it('overwrites nothing', async () => {
		expect(await failure(rename('taken.csv'))).toMatchObject({ reason: 'refused' });
		expect(
			readdirSync(folder)
				.filter((name) => !name.endsWith('.link'))
				.sort(),
		).toEqual(['.part', 'taken.csv']);
		expect(readFileSync(join(folder, 'taken.csv'), 'utf8')).toBe('old');
	});

	it('of what is not there says so', async () => {
		rmSync(join(folder, '.part'));
		expect(await failure(rename('free.csv'))).toMatchObject({ reason: 'notFound' });
	});
});

/** The ID of a request for a link, which ssh2 sends in a packet of its own (draft-ietf-secsh-filexfer-02). */
function linkRequestOf(packet: Buffer): Buffer | undefined {
	const isExtended = packet[4] === 200;
	return isExtended && packet.includes('hardlink@openssh.com') ? packet.subarray(5, 9) : undefined;
}

/** The answer OK to a request: its length, STATUS, the ID, the code 0, and two empty texts. */
function okTo(id: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0, 0, 0, 17, 101]), id, Buffer.alloc(12)]);
}
