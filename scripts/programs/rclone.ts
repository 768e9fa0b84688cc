import { join } from 'node:path';

import { freePort } from './freePort';
import { makeSftpHome, serveHome, type SftpProgram } from './sftpHome';
import { startProgram } from './startProgram';

/** rclone's SFTP server, which is made of Go's pkg/sftp. */
export async function startRclone(): Promise<SftpProgram> {
	const serverHome = await makeSftpHome('rclone');
	const { home, folder, hostKeyFile, publicKeyFile } = serverHome;
	const port = await freePort();
	const args = ['--addr', `127.0.0.1:${port}`, '--key', hostKeyFile];
	const program = await startProgram(
		'/usr/bin/rclone',
		['serve', 'sftp', folder, ...args, '--authorized-keys', publicKeyFile, '--dir-cache-time', '0'],
		{ port, env: { HOME: home, RCLONE_CONFIG: join(home, 'rclone.conf') } },
	);
	return serveHome(serverHome, { port, username: 'kasko' }, program);
}
