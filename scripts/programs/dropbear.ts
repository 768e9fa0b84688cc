import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { freePort } from './freePort';
import { makeSftpHome, serveHome, type SftpProgram } from './sftpHome';
import { startProgram } from './startProgram';

/** Where Debian's package puts the library that shows a program users of one's own. */
export const NSS_WRAPPER = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
	(platform) => `/usr/lib/${platform}/libnss_wrapper.so`,
);

/**
 * dropbear in front of OpenSSH's sftp-server. It takes the user's keys from the home folder alone, so it is shown a user
 * with another one.
 */
export async function startDropbear(): Promise<SftpProgram> {
	const serverHome = await makeSftpHome('dropbear');
	const { home, folder, hostKeyFile, publicKeyFile } = serverHome;
	const port = await freePort();
	const file = (name: string) => join(home, name);
	const { uid, gid, username } = userInfo();
	await mkdir(file('.ssh'), { mode: 0o700 });
	await copyFile(publicKeyFile, file('.ssh/authorized_keys'));
	await writeFile(file('passwd'), `${username}:x:${uid}:${gid}::${home}:/bin/sh\n`);
	await writeFile(file('group'), `${username}:x:${gid}:\n`);
	execFileSync('dropbearconvert', ['openssh', 'dropbear', hostKeyFile, file('dropbear_key')], {
		stdio: 'ignore',
	});
	const args = ['-F', '-E', '-s', '-p', `127.0.0.1:${port}`, '-r', file('dropbear_key')];
	const program = await startProgram(
		'/usr/sbin/dropbear',
		[...args, '-P', file('pid'), '-c', `/usr/lib/openssh/sftp-server -d ${folder}`],
		{
			port,
			env: {
				LD_PRELOAD: 'libnss_wrapper.so',
				NSS_WRAPPER_PASSWD: file('passwd'),
				NSS_WRAPPER_GROUP: file('group'),
			},
		},
	);
	return serveHome(serverHome, { port, username }, program);
}
