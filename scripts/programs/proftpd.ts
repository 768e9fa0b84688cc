import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { freePort } from './freePort';
import { makeSftpHome, serveHome, type SftpProgram } from './sftpHome';
import { startProgram } from './startProgram';

const USERNAME = 'kasko';

/** ProFTPD with mod_sftp. */
export async function startProftpd(): Promise<SftpProgram> {
	const serverHome = await makeSftpHome('proftpd');
	const { home, folder, hostKeyFile, publicKeyFile } = serverHome;
	const port = await freePort();
	const file = (name: string) => join(home, name);
	const { uid, gid, username } = userInfo();
	const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
	await writeFile(file('passwd'), `${USERNAME}:*:${uid}:${gid}::${folder}:/bin/sh\n`);
	await chmod(file('passwd'), 0o600);
	const publicKey = execFileSync('ssh-keygen', ['-e', '-f', publicKeyFile], { encoding: 'utf8' });
	await writeFile(file('keys'), publicKey);
	const lines = [
		'ModulePath /usr/lib/proftpd',
		'LoadModule mod_sftp.c',
		'ServerType standalone',
		`Port ${port}`,
		'DefaultAddress 127.0.0.1',
		'UseIPv6 off',
		'UseReverseDNS off',
		`User ${username}`,
		`Group ${group}`,
		`PidFile ${file('pid')}`,
		`ScoreboardFile ${file('scoreboard')}`,
		`DelayEngine off`,
		'RootLogin on',
		'RequireValidShell off',
		'AuthOrder mod_auth_file.c',
		`AuthUserFile ${file('passwd')}`,
		'WtmpLog off',
		'AllowOverwrite on',
		'SFTPEngine on',
		`SFTPLog ${file('log')}`,
		`SFTPHostKey ${hostKeyFile}`,
		'SFTPAuthMethods publickey',
		`SFTPAuthorizedUserKeys file:${file('keys')}`,
	];
	await writeFile(file('conf'), lines.join('\n') + '\n');
	const program = await startProgram('/usr/sbin/proftpd', ['-n', '-c', file('conf')], { port });
	return serveHome(serverHome, { port, username: USERNAME }, program);
}
