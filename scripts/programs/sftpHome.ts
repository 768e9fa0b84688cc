import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running SFTP server on loopback with one user, who logs in with a key. */
export interface SftpProgram {
	host: string;
	port: number;
	username: string;
	/** OpenSSH format, no passphrase. */
	privateKey: string;
	/** As `ssh-keygen -lf` prints it: `SHA256:…`. */
	hostKey: string;
	/** The local folder that SFTP sessions start in; it holds `test` and `live`. */
	folder: string;
	/** What the server has written so far. */
	log(): string;
	/** Ends the server and every open session, and removes the folder. */
	stop(): Promise<void>;
}

/** What an SFTP server needs on the disk. */
export interface SftpHome {
	/** For its settings; it holds all the others. */
	home: string;
	folder: string;
	hostKeyFile: string;
	/** The user's public key, one line. */
	publicKeyFile: string;
	privateKey: string;
	hostKey: string;
	remove(): Promise<void>;
}

/** A new folder with keys for the server and its user, and with `test` and `live` in the folder for the files. */
export async function makeSftpHome(name: string): Promise<SftpHome> {
	const home = await mkdtemp(join(tmpdir(), `kasko-${name}-`));
	const folder = join(home, 'login');
	await Promise.all(['test', 'live'].map((part) => mkdir(join(folder, part), { recursive: true })));
	const [hostKeyFile, userKeyFile] = [join(home, 'host_key'), join(home, 'user_key')];
	const hostKey = makeKey(hostKeyFile);
	makeKey(userKeyFile);
	return {
		home,
		folder,
		hostKeyFile,
		publicKeyFile: `${userKeyFile}.pub`,
		privateKey: await readFile(userKeyFile, 'utf8'),
		hostKey,
		remove: () => rm(home, { recursive: true, force: true }),
	};
}

/** The server that a program makes of a home; the home goes with it. */
export function serveHome(
	{ privateKey, hostKey, folder, remove }: SftpHome,
	{ port, username }: Pick<SftpProgram, 'port' | 'username'>,
	program: Pick<SftpProgram, 'log' | 'stop'>,
): SftpProgram {
	return {
		host: '127.0.0.1',
		port,
		username,
		privateKey,
		hostKey,
		folder,
		log: () => program.log(),
		async stop() {
			await program.stop();
			await remove();
		},
	};
}

/** Writes `path` and `path.pub`, and gives the fingerprint. */
function makeKey(path: string): string {
	const keygen = (...args: string[]) => execFileSync('ssh-keygen', args, { encoding: 'utf8' });
	keygen('-q', '-t', 'ed25519', '-N', '', '-C', 'n8n-nodes-kasko tests', '-f', path);
	return keygen('-lf', path).split(' ')[1] ?? '';
}
