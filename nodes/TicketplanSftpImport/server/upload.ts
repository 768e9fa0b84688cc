import { randomBytes } from 'node:crypto';

import { KaskoError } from '../../shared/KaskoError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import type { Attempt } from './submission';
import type { ImportFile } from '../files/importFile';

/**
 * Writes the file under a temporary name in its folder and checks that all of it has arrived. The name does not end in
 * `.csv` and begins with a dot, so that whoever watches the folder has two reasons to leave it alone.
 * @param onWritten Called when all bytes are sent and the check begins.
 */
export async function uploadWhole(
	session: SftpSession,
	folder: string,
	file: ImportFile,
	attempt: Attempt,
	onWritten: () => void,
): Promise<void> {
	const sent = await upload(session, folder, file, attempt).catch(async (error: unknown) => {
		const canDoWithout = error instanceof SftpError && error.reason === 'refused';
		if (!canDoWithout || attempt.mode === 'serial') throw error;
		attempt.mode = 'serial';
		if (attempt.temporary !== undefined) await session.remove(attempt.temporary);
		return await upload(session, folder, file, attempt);
	});
	onWritten();
	const arrived = await session.stat(sent);
	if (arrived?.bytes === file.bytes) return;
	throw new KaskoError(
		`Of ${file.bytes} bytes, ${arrived ? arrived.bytes : 'none'} arrived on the server`,
		'The disk of the server may be full, or something on the server takes files away while they are written: ask KASKO.',
	);
}

async function upload(
	session: SftpSession,
	folder: string,
	file: ImportFile,
	attempt: Attempt,
): Promise<string> {
	const path = `${folder}/.${file.sha256.slice(0, 12)}-${randomBytes(4).toString('hex')}.part`;
	attempt.temporary = path;
	await session.upload(path, file.content(), attempt.mode);
	return path;
}
