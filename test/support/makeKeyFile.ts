import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyFile {
	privateKey: string;
	/** Base64, without the type before it. */
	publicKey: string;
}

/** A key pair as `ssh-keygen` writes it; `format` other than OpenSSH's own converts it. */
export function makeKeyFile(options: {
	type: 'rsa' | 'ecdsa' | 'ed25519';
	passphrase?: string;
	format?: 'PEM' | 'PKCS8' | 'RFC4716';
	cipher?: string;
}): KeyFile {
	const { type, passphrase = '', format, cipher } = options;
	const folder = mkdtempSync(join(tmpdir(), 'kasko-key-'));
	const path = join(folder, 'key');
	try {
		const flags = ['-q', '-t', type, '-N', passphrase, '-a', '1', '-C', 'test', '-f', path];
		if (format) flags.push('-m', format);
		if (cipher) flags.push('-Z', cipher);
		execFileSync('ssh-keygen', flags);
		const [, publicKey = ''] = readFileSync(`${path}.pub`, 'utf8').split(' ');
		return { privateKey: readFileSync(path, 'utf8'), publicKey };
	} finally {
		rmSync(folder, { recursive: true });
	}
}
