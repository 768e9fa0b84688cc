import { resolve } from 'node:path';

import { freePort } from './freePort';
import { makeSftpHome, serveHome, type SftpProgram } from './sftpHome';
import { startProgram } from './startProgram';

/** Debian's own Python, for which its packages are. */
const PYTHON = '/usr/bin/python3';

/** An SFTP server of one of Python's two libraries. */
export async function startPythonSftp(library: 'asyncssh' | 'paramiko'): Promise<SftpProgram> {
	const serverHome = await makeSftpHome(library);
	const { folder, hostKeyFile, publicKeyFile } = serverHome;
	const port = await freePort();
	const script = resolve(__dirname, 'python', `${library}_server.py`);
	const args = ['-W', 'ignore', script, String(port), folder, hostKeyFile, publicKeyFile];
	const program = await startProgram(PYTHON, args, { port });
	return serveHome(serverHome, { port, username: 'kasko' }, program);
}
