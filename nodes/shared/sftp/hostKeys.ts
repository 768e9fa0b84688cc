import { createHash } from 'node:crypto';

import type { ServerHostKeyAlgorithm } from 'ssh2';

import { listUpTo, shown as shorten } from '../text';
import { SftpError } from './SftpError';

/** The server's keys that the credential trusts, as fingerprints. */
export interface HostKeys {
	/** Whether any key at all will do. */
	acceptsAny: boolean;
	trusted: readonly string[];
	/** Lines of `known_hosts` that are marked `@revoked`: never to be trusted. */
	revoked: readonly string[];
	/** All that ssh2 can ask the server for; those that the field speaks of come first. */
	kinds: readonly KeyKind[];
}

/** The names of a kind of key and of its signatures. */
type KeyKind = readonly ServerHostKeyAlgorithm[];

/** A server has one key of each of these kinds, or none. */
const KINDS: ReadonlyArray<{ kind: KeyKind; word: RegExp }> = [
	{ kind: ['ssh-ed25519'], word: /ed25519/i },
	{ kind: ['ecdsa-sha2-nistp256'], word: /ecdsa/i },
	{ kind: ['ecdsa-sha2-nistp384'], word: /ecdsa/i },
	{ kind: ['ecdsa-sha2-nistp521'], word: /ecdsa/i },
	{ kind: ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'], word: /rsa/i },
];

export const ANY_HOST_KEY: HostKeys = {
	acceptsAny: true,
	trusted: [],
	revoked: [],
	kinds: KINDS.map(({ kind }) => kind),
};

const BASE64_DIGEST = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}(?==?(?![A-Za-z0-9+/=]))/g;
const HEX_DIGEST = /(?<![0-9a-f:])(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}(?![0-9a-f:])/gi;
const MD5_DIGEST = /MD5:|(?<![0-9a-f:])(?:[0-9a-f]{2}:){15}[0-9a-f]{2}(?![0-9a-f:])/i;
/** A public key in Base64 always begins so: its first part is shorter than 256 bytes. */
const PUBLIC_KEY = /(?<![A-Za-z0-9+/])AAAA[A-Za-z0-9+/]+/g;
const MARKER = /^@[\w-]+/;

const SHOW_IT =
	'Empty the field and test the credential: the answer shows the fingerprint, ready to paste.';

/** `SHA256:…` as `ssh-keygen -lf` prints it, for the key as it comes over the wire. */
export function fingerprintOf(key: Buffer): string {
	return fingerprint(createHash('sha256').update(key).digest());
}

/**
 * What may be pasted, one or more to a line: SHA256 fingerprints, what `ssh-keygen -lf` and `ssh-keyscan` print,
 * lines of `known_hosts` and of public key files. None in an empty field.
 * @throws SftpError that shows the line in which nothing of the kind is found.
 */
export function readHostKeys(pasted: string): HostKeys {
	if (/PRIVATE KEY/.test(pasted)) {
		throw new SftpError(
			'hostKey',
			"'Host Key Fingerprint' holds a private key",
			`It belongs into 'Private Key'. ${SHOW_IT}`,
		);
	}
	const trusted: string[] = [];
	const revoked: string[] = [];
	const lines = pasted.split(/[\r\n]+/).map((line) => line.trim());
	for (const line of lines) {
		if (line === '' || line.startsWith('#')) continue;
		const found = fingerprintsIn(line);
		if (found.length === 0) throw unreadable(line);
		const [marker] = MARKER.exec(line) ?? [];
		if (!marker) trusted.push(...found);
		if (marker === '@revoked') revoked.push(...found);
	}
	if (trusted.length === 0 && lines.some((line) => MARKER.test(line))) throw onlyMarked();
	const named = KINDS.filter(({ word }) => word.test(pasted));
	const kinds = [...new Set([...named, ...KINDS])].map(({ kind }) => kind);
	return { acceptsAny: false, trusted: [...new Set(trusted)], revoked, kinds };
}

export function isTrusted({ acceptsAny, trusted, revoked }: HostKeys, shown: string): boolean {
	return acceptsAny || (trusted.includes(shown) && !revoked.includes(shown));
}

function fingerprintsIn(line: string): string[] {
	const hex = line.match(HEX_DIGEST) ?? [];
	return [
		...(line.match(BASE64_DIGEST) ?? []).map((text) => fingerprint(Buffer.from(text, 'base64'))),
		...hex.map((text) => fingerprint(Buffer.from(text.replaceAll(':', ''), 'hex'))),
		...(line.match(PUBLIC_KEY) ?? [])
			.map((text) => Buffer.from(text, 'base64'))
			.filter(isWholeKey)
			.map(fingerprintOf),
	];
}

function fingerprint(digest: Buffer): string {
	return `SHA256:${digest.toString('base64').replace(/=+$/, '')}`;
}

/** A key is a row of parts, each after its length in four bytes; the first is its kind (RFC 4253, section 6.6). */
function isWholeKey(key: Buffer): boolean {
	let at = 0;
	let parts = 0;
	while (at + 4 <= key.length) {
		at += 4 + key.readUInt32BE(at);
		parts += 1;
	}
	return at === key.length && parts > 1 && key.readUInt32BE(0) > 0;
}

function unreadable(line: string): SftpError {
	if (MD5_DIGEST.test(line)) {
		return new SftpError(
			'hostKey',
			`'Host Key Fingerprint' holds an MD5 fingerprint ('${shorten(line)}'), which proves too little today`,
			`Ask for the SHA256 fingerprint of the same key, which ssh-keygen -lf prints. ${SHOW_IT}`,
		);
	}
	return new SftpError(
		'hostKey',
		`'Host Key Fingerprint': '${shorten(line)}' is not a SHA256 fingerprint, and no whole public key either`,
		`A fingerprint looks like SHA256: followed by 43 letters and digits; lines of known_hosts are read, too. ${SHOW_IT}`,
	);
}

function onlyMarked(): SftpError {
	return new SftpError(
		'hostKey',
		"'Host Key Fingerprint' holds no key of a server: the lines marked @cert-authority or @revoked name none that may be trusted",
		`Paste the fingerprint of the server's own key. ${SHOW_IT}`,
	);
}

/** The server's key is not known, since the credential has none. */
export function unknownServer(host: string, shown: string): SftpError {
	return new SftpError(
		'hostKey',
		`The server ${host} is not known yet. It showed this fingerprint: ${shown}`,
		`Ask KASKO whether this is their server. If it is, paste ${shown} into 'Host Key Fingerprint' of the credential. Nothing was sent, not even the user name.`,
	);
}

/** @param shown All keys that the server has, none of which is trusted. */
export function otherKeys(
	host: string,
	{ trusted, revoked }: HostKeys,
	shown: readonly string[],
): SftpError {
	const bad = shown.find((key) => revoked.includes(key));
	if (bad) {
		return new SftpError(
			'hostKey',
			`The server ${host} showed a key that 'Host Key Fingerprint' marks as @revoked: ${bad}`,
			'Somebody may be using a stolen key of KASKO. Ask KASKO before you change the field. Nothing was sent, not even the user name.',
		);
	}
	const list = (keys: readonly string[]) => listUpTo(5, keys).join(', ');
	return new SftpError(
		'hostKey',
		trusted.length === 1 && shown.length === 1
			? `The server ${host} showed another key than the pinned one: expected ${list(trusted)}, got ${list(shown)}`
			: `The server ${host} has none of the pinned keys: expected ${list(trusted)}, got ${list(shown)}`,
		"The server was asked for each kind of key, and showed no other. Either KASKO has changed its server's keys, or somebody in between pretends to be KASKO. Ask KASKO before you change 'Host Key Fingerprint'. Nothing was sent, not even the user name.",
	);
}
