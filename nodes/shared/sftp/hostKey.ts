import { createHash, timingSafeEqual } from 'node:crypto';

import { SftpError } from './SftpError';
import type { SftpCredential } from './types';

/** `SHA256:…` as `ssh-keygen -lf` prints it, for the key as it comes over the wire. */
export function fingerprintOf(key: Buffer): string {
	return 'SHA256:' + createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
}

/** Digest in a pasted fingerprint: with or without `SHA256:` and padding, or a line of `ssh-keygen -lf`. */
function digestIn(pasted: string): Buffer | undefined {
	const [, base64] = /(?:^|\s|SHA256:)([A-Za-z0-9+/]{43})=?(?=\s|$)/.exec(pasted.trim()) ?? [];
	return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/** Throws when the field holds something that is not a fingerprint, before anything is connected. */
export function checkHostKeyField({ hostKey, acceptAnyHostKey }: SftpCredential): void {
	if (acceptAnyHostKey || hostKey.trim() === '' || digestIn(hostKey)) return;
	throw new SftpError(
		'hostKey',
		"'Host Key Fingerprint' is not a SHA256 fingerprint",
		'It looks like SHA256: followed by 43 letters and digits. Empty the field and test the credential: the answer shows the fingerprint, ready to paste.',
	);
}

/**
 * Whether to go on with a server that shows `shown`.
 * @returns Why not, or undefined when the key is the pinned one or any is accepted.
 */
export function refuseHostKey(credential: SftpCredential, shown: string): SftpError | undefined {
	const { acceptAnyHostKey, host, hostKey } = credential;
	if (acceptAnyHostKey) return undefined;
	if (hostKey.trim() === '') {
		return new SftpError(
			'hostKey',
			`The server ${host} is not known yet. It showed this fingerprint: ${shown}`,
			`Ask KASKO whether this is their server. If it is, paste ${shown} into 'Host Key Fingerprint' of the credential. Nothing was sent, not even the user name.`,
		);
	}
	const expected = digestIn(hostKey);
	const actual = digestIn(shown);
	if (expected && actual && timingSafeEqual(expected, actual)) return undefined;
	return new SftpError(
		'hostKey',
		`The server ${host} showed another key than the pinned one: expected ${hostKey.trim()}, got ${shown}`,
		"Either KASKO has changed its server's key, or somebody in between pretends to be KASKO. Ask KASKO before you change 'Host Key Fingerprint'. Nothing was sent, not even the user name.",
	);
}
