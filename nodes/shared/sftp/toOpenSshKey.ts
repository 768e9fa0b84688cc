import type { KeyObject } from 'node:crypto';

import { formatPem } from './parsePem';

function string(value: string | Buffer): Buffer {
	const bytes = Buffer.from(value);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

/**
 * An Ed25519 key as an unencrypted OpenSSH block, the only form of it that ssh2 reads.
 * Layout: PROTOCOL.key in OpenSSH's source.
 */
export function toOpenSshKey(key: KeyObject): string {
	const { x = '', d = '' } = key.export({ format: 'jwk' });
	const publicKey = Buffer.from(x, 'base64url');
	const publicBlob = Buffer.concat([string('ssh-ed25519'), string(publicKey)]);
	const secret = Buffer.concat([
		Buffer.alloc(8), // twice the same number: shows a reader that it decrypted well
		publicBlob,
		string(Buffer.concat([Buffer.from(d, 'base64url'), publicKey])),
		string(''), // comment
	]);
	const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (secret.length % 8)) % 8);
	const block = Buffer.concat([
		Buffer.from('openssh-key-v1\0'),
		string('none'), // cipher
		string('none'), // key derivation
		string(''), // its options
		Buffer.from([0, 0, 0, 1]), // number of keys
		string(publicBlob),
		string(Buffer.concat([secret, padding])),
	]);
	return formatPem({ label: 'OPENSSH PRIVATE KEY', base64: block.toString('base64') });
}
