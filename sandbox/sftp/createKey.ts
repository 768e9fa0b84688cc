import { createHash } from 'node:crypto';
import { utils } from 'ssh2';

export interface SshKey {
	/** In OpenSSH's own format. */
	privateKey: string;
	/** `ssh-ed25519 AAAA…` */
	publicKey: string;
	/** `SHA256:…`, as `ssh-keygen -lf` prints it. */
	fingerprint: string;
}

const BITS = { ecdsa: 256, rsa: 2048 };

/** A throw-away key, for the server or for a client. */
export function createKey(kind: 'ed25519' | keyof typeof BITS = 'ed25519'): SshKey {
	for (;;) {
		const { private: privateKey, public: publicKey } =
			kind === 'ed25519'
				? utils.generateKeyPairSync(kind)
				: utils.generateKeyPairSync(kind, { bits: BITS[kind] } as never);
		// About one in 200 of the keys that ssh2 1.17 makes can't be read again, not even by ssh2.
		if (utils.parseKey(privateKey) instanceof Error) continue;
		const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
		const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
		return { privateKey, publicKey, fingerprint: `SHA256:${hash}` };
	}
}
