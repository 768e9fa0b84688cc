import { join } from 'node:path';

import { freePort } from './freePort';
import { makeSftpHome, type SftpProgram } from './sftpHome';
import { startProgram } from './startProgram';

/** rclone's SFTP server, which is made of Go's pkg/sftp. */
export async function startRclone(): Promise<SftpProgram> {
	const { home, folder, hostKeyFile, publicKeyFile, privateKey, hostKey, remove } =
		await makeSftpHome('rclone');
	const port = await freePort();
	const args = ['--addr', `127.0.0.1:${port}`, '--key', hostKeyFile];
	const program = await startProgram(
		'/usr/bin/rclone',
		['serve', 'sftp', folder, ...args, '--authorized-keys', publicKeyFile, '--dir-cache-time', '0'],
		{ port, env: { HOME: home, RCLONE_CONFIG: join(home, 'rclone.conf') } },
	);
	return {
		...program,
		host: '127.0.0.1',
		port,
		username: 'kasko',
		privateKey,
		hostKey,
		folder,
		async stop() {
			await program.stop();
			await remove();
		},
	};
}
