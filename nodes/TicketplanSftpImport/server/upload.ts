import { createHash } from 'node:crypto';

import { KaskoError } from '../../shared/KaskoError';
import { statusOf, type SftpError } from '../../shared/sftp/SftpError';
import type { ImportFile } from '../files/importFile';
import { inputChangedError } from '../files/inputChanged';
import type { Folders } from './folders';
import { hashOf } from './sameFile';
import type { Attempt } from './submission';
import { temporaryName } from './temporary';

export interface Sent {
	/** Path of the temporary file. */
	temporary: string;
	/** Of the bytes that were given to the server; undefined if it ended the upload before it had taken all of them. */
	sha256?: string;
}

/**
 * Writes the file under a temporary name in its folder. A server that refuses a name that begins with a dot gets one
 * without it, and one that refuses many writes at once gets them one by one.
 */
export async function upload(folders: Folders, file: ImportFile, attempt: Attempt): Promise<Sent> {
	for (;;) {
		const temporary = `${folders.target}/${temporaryName(file.sha256, attempt.isHidden)}`;
		const hash = createHash('sha256');
		let isOpen = false;
		let isRead = false;
		const hashed = async function* () {
			for await (const part of file.content()) {
				isOpen = true;
				hash.update(part);
				yield part;
			}
			isRead = true;
		};
		attempt.progress = { phase: 'new', temporary };
		const refusal = await folders.session
			.upload(temporary, hashed(), attempt.mode)
			.then(() => undefined, statusOf);
		if (!refusal) return { temporary, sha256: isRead ? hash.digest('hex') : undefined };
		adapt(attempt, isOpen, refusal);
		if (isOpen) await folders.session.remove(temporary).catch(statusOf);
	}
}

/**
 * Chooses another way of writing after a refusal.
 * @throws The refusal, when there is none.
 */
function adapt(attempt: Attempt, isOpen: boolean, refusal: SftpError): void {
	const { reason } = refusal;
	// ProFTPD with IgnoreHidden answers as if there were no such file.
	if (!isOpen && attempt.isHidden && reason !== 'full') {
		attempt.isHidden = false;
	} else if (isOpen && attempt.mode === 'parallel' && reason === 'refused') {
		attempt.mode = 'serial';
	} else {
		throw refusal;
	}
}

/**
 * Makes sure that what lies on the server is what was checked and planned.
 * @returns False if there is nothing of that name.
 * @throws KaskoError when the source gave other bytes, or when not all of them arrived.
 */
export async function check(
	{ session }: Folders,
	file: ImportFile,
	{ temporary, sha256 }: Sent,
): Promise<boolean> {
	if (sha256 !== undefined && sha256 !== file.sha256) throw inputChangedError();
	const arrived = await session.stat(temporary);
	if (!arrived) return false;
	if (arrived.bytes === undefined) {
		if ((await hashOf(session, temporary, file.bytes)) === file.sha256) return true;
		throw new KaskoError('The server has other bytes than those that were sent', ASK_KASKO);
	}
	if (arrived.bytes === file.bytes && sha256 !== undefined) return true;
	throw new KaskoError(`Of ${file.bytes} bytes, ${arrived.bytes} arrived on the server`, ASK_KASKO);
}

const ASK_KASKO =
	'The disk of the server may be full, or something on the server takes files away while they are written: ask KASKO.';
