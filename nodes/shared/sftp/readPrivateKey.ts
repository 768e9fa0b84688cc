import { createPrivateKey, type KeyObject } from 'node:crypto';

import { keyProblem } from './keyProblems';
import { formatPem, parsePem, type Pem } from './pem';

/** What ssh2 takes; `passphrase` only where it must still decrypt. */
export interface ReadableKey {
	privateKey: string;
	passphrase?: string;
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';
/** ssh-keygen takes 24, careful people some hundreds; ssh2 would hold n8n up for hours over a damaged number. */
const MOST_ROUNDS = 2_000;
const SSH_CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Turns a pasted private key into one that ssh2 reads: repairs what pasting did to it, and converts PKCS#8
 * (`BEGIN PRIVATE KEY`, encrypted or not), which ssh2 does not read.
 * @throws SftpError with the reason `key` that tells what was pasted instead, and what to do.
 */
export function readPrivateKey(pasted: string, passphrase: string): ReadableKey {
	const pem = parsePem(pasted);
	if (!pem) throw keyProblem(whatElse(pasted));
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(pem.base64)) throw keyProblem('damaged');
	return pem.label === 'OPENSSH PRIVATE KEY'
		? readOpenSshKey(pem, passphrase)
		: { privateKey: exportForSsh(decrypt(pem, passphrase)) };
}

function whatElse(pasted: string): Parameters<typeof keyProblem>[0] {
	if (pasted.trim() === '') return 'empty';
	if (/PuTTY-User-Key-File/.test(pasted)) return 'ppk';
	if (/BEGIN CERTIFICATE|-cert-v0\d@openssh\.com/.test(pasted)) return 'certificate';
	if (/(?:BEGIN|END).*PUBLIC KEY|(?:ssh-|ecdsa-)\S+ AAAA/.test(pasted)) return 'publicKey';
	if (/(?:BEGIN|END)[\sA-Z]*PRIVATE\s+KEY/.test(pasted)) return 'cutOff';
	return 'unknown';
}

/** ssh2 reads this format itself; here only what it would say less clearly. */
function readOpenSshKey(pem: Pem, passphrase: string): ReadableKey {
	const block = Buffer.from(pem.base64, 'base64');
	if (block.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC || block.length < 64) {
		throw keyProblem('damaged');
	}
	const cipherAt = OPENSSH_MAGIC.length + 4;
	const cipher = block.toString('latin1', cipherAt, cipherAt + block.readUInt32BE(cipherAt - 4));
	const encrypted = cipher !== 'none';
	if (cipher.startsWith('chacha20')) throw keyProblem('cipher');
	if (encrypted && passphrase === '') throw keyProblem('noPassphrase');
	if (encrypted && roundsOf(block) > MOST_ROUNDS) throw keyProblem('damaged');
	return { privateKey: formatPem(pem), passphrase: encrypted ? passphrase : undefined };
}

/** How often the passphrase is hashed: behind the cipher, the name of the method and the salt. */
function roundsOf(block: Buffer): number {
	let at = OPENSSH_MAGIC.length;
	const skip = () => (at += 4 + block.readUInt32BE(at));
	try {
		skip();
		skip();
		at += 4;
		skip();
		return block.readUInt32BE(at);
	} catch {
		return Infinity;
	}
}

function decrypt(pem: Pem, passphrase: string): KeyObject {
	const encrypted = pem.dekInfo !== undefined || pem.label === 'ENCRYPTED PRIVATE KEY';
	if (encrypted && passphrase === '') throw keyProblem('noPassphrase');
	try {
		return createPrivateKey({ key: formatPem(pem), passphrase });
	} catch {
		throw keyProblem(encrypted ? 'wrongPassphrase' : 'damaged');
	}
}

function exportForSsh(key: KeyObject): string {
	if (key.asymmetricKeyType === 'rsa') return String(key.export({ type: 'pkcs1', format: 'pem' }));
	if (key.asymmetricKeyType === 'ed25519') return toOpenSshKey(key);
	if (SSH_CURVES.includes(key.asymmetricKeyDetails?.namedCurve ?? '')) {
		return String(key.export({ type: 'sec1', format: 'pem' }));
	}
	throw keyProblem('kind');
}

/**
 * An Ed25519 key as an unencrypted OpenSSH block, the only form of it that ssh2 reads.
 * Layout: PROTOCOL.key in OpenSSH's source.
 */
function toOpenSshKey(key: KeyObject): string {
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

function string(value: string | Buffer): Buffer {
	const bytes = Buffer.from(value);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}
