import { createPrivateKey, type KeyObject } from 'node:crypto';

import { keyProblem } from './keyProblems';
import { formatPem, parsePem, type Pem } from './parsePem';
import { toOpenSshKey } from './toOpenSshKey';

/** What ssh2 takes; `passphrase` only where it must still decrypt. */
export interface ReadableKey {
	privateKey: string;
	passphrase?: string;
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';
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
	const encrypted = block.toString('latin1', cipherAt, cipherAt + 4) !== 'none';
	if (encrypted && passphrase === '') throw keyProblem('noPassphrase');
	return { privateKey: formatPem(pem), passphrase: encrypted ? passphrase : undefined };
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
