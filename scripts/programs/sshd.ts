import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from './freePort';
import { stopProcess } from './stopProcess';

export interface Sshd {
	host: string;
	port: number;
	username: string;
	/** OpenSSH format, no passphrase. */
	privateKey: string;
	/** As `ssh-keygen -lf` prints it: `SHA256:…`. */
	hostKey: string;
	/** The local folder that SFTP sessions start in; it holds `test` and `live`. */
	folder: string;
	/** What sshd has written so far. */
	log(): string;
	/** Ends the server and every open session, and removes the folder. */
	stop(): Promise<void>;
}

export interface SshdOptions {
	/** Further lines for `sshd_config`, before the ones below (sshd takes the first of two). */
	config?: string[];
	/** Further flags for `internal-sftp`, such as `['-P', 'posix-rename']` to refuse a request. */
	sftpFlags?: string[];
}

/** A real OpenSSH server on loopback, for the user that runs the tests, with a key of its own. */
export async function startSshd({ config = [], sftpFlags = [] }: SshdOptions = {}): Promise<Sshd> {
	const home = await mkdtemp(join(tmpdir(), 'kasko-sshd-'));
	const folder = join(home, 'login');
	await Promise.all(['test', 'live'].map((name) => mkdir(join(folder, name), { recursive: true })));
	// Debian's sshd insists on this folder when root starts it; the system service would make it.
	if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });

	const hostKey = makeKey(join(home, 'host_key'));
	makeKey(join(home, 'user_key'));
	const port = await freePort();
	const lines = [
		...config,
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${join(home, 'host_key')}`,
		`AuthorizedKeysFile ${join(home, 'user_key.pub')}`,
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
		privateKey: await readFile(join(home, 'user_key'), 'utf8'),
		hostKey,
		folder,
		log: () => log.join('\n'),
		async stop() {
			await stopProcess(sshd, 0);
			await rm(home, { recursive: true, force: true });
		},
	};
}

/** Writes `path` and `path.pub`, and gives the fingerprint. */
function makeKey(path: string): string {
	const keygen = (...args: string[]) => execFileSync('ssh-keygen', args, { encoding: 'utf8' });
	keygen('-q', '-t', 'ed25519', '-N', '', '-C', 'n8n-nodes-kasko tests', '-f', path);
	return keygen('-lf', path).split(' ')[1] ?? '';
}
