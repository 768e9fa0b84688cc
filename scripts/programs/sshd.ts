import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from './freePort';
import { makeSftpHome, type SftpProgram } from './sftpHome';
import { stopProcess } from './stopProcess';

export interface SshdOptions {
	/** Further lines for `sshd_config`, before the ones below (sshd takes the first of two). */
	config?: string[];
	/** Further flags for `internal-sftp`, such as `['-P', 'posix-rename']` to refuse a request. */
	sftpFlags?: string[];
}

/** A real OpenSSH server on loopback, for the user that runs the tests, with a key of its own. */
export async function startSshd({
	config = [],
	sftpFlags = [],
}: SshdOptions = {}): Promise<SftpProgram> {
	const { home, folder, hostKeyFile, publicKeyFile, privateKey, hostKey, remove } =
		await makeSftpHome('sshd');
	// Debian's sshd insists on this folder when root starts it; the system service would make it.
	if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });

	const port = await freePort();
	const lines = [
		...config,
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${hostKeyFile}`,
		`AuthorizedKeysFile ${publicKeyFile}`,
		'PidFile none',
		'UsePAM no',
		'StrictModes no', // the keys lie below /tmp, which everybody can write to
		'PermitRootLogin prohibit-password',
		'PasswordAuthentication no',
		'KbdInteractiveAuthentication no',
		'Subsystem sftp internal-sftp',
		`ForceCommand internal-sftp ${['-d', folder, ...sftpFlags].join(' ')}`,
	];
	await writeFile(join(home, 'sshd_config'), lines.join('\n') + '\n');

	const args = ['-D', '-e', '-f', join(home, 'sshd_config')];
	const sshd = spawn('/usr/sbin/sshd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
	const log: string[] = [];
	await new Promise<void>((resolve, reject) => {
		sshd.once('error', reject);
		sshd.once('exit', () => reject(new Error(`sshd did not start:\n${log.join('\n')}`)));
		createInterface({ input: sshd.stderr }).on('line', (line) => {
			log.push(line);
			if (line.startsWith('Server listening on')) resolve();
		});
	});

	return {
		host: '127.0.0.1',
		port,
		username: userInfo().username,
		privateKey,
		hostKey,
		folder,
		log: () => log.join('\n'),
		async stop() {
			await stopProcess(sshd, 0);
			await remove();
		},
	};
}
