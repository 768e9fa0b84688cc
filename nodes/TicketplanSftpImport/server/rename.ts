import { KaskoError } from '../../shared/KaskoError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import { requireSame } from './sameFile';
import type { Attempt } from './submission';
import type { Environment, ImportFile } from '../files/importFile';

interface Places {
	environment: Environment;
	temporary: string;
	target: string;
	processed: string;
}

interface Published {
	status: 'submitted' | 'alreadySubmitted';
	path: string;
}

/**
 * Gives the temporary file its final name and finds out, by looking, what the server has made of that. Can be called
 * again after a lost answer: of two renames of one file only the first can succeed.
 * @throws KaskoError; `attempt.renaming` then tells whether the file may have been submitted all the same.
 */
export async function publish(
	session: SftpSession,
	attempt: Attempt,
	file: ImportFile,
	{ environment, temporary, target, processed }: Places,
): Promise<Published> {
	attempt.renaming = true;
	const refusal = await session.rename(temporary, target).then(() => undefined, answerOrThrow);
	const [left, pending, done] = await Promise.all(
		[temporary, target, processed].map((path) => session.stat(path)),
	).catch((error: unknown) => {
		if (refusal) throw error;
		return []; // the server has said that the rename is done; that must do
	});

	const there = pending ?? done;
	const path = pending || !done ? target : processed;
	if (!left && (there || !refusal)) return { status: 'submitted', path };
	if (!left) throw vanished(temporary);
	attempt.renaming = !there && !refusal;
	if (!there) throw refusal ?? notRenamed(temporary);

	// The temporary file is still there, so it was not this one that was renamed.
	await session.remove(temporary);
	attempt.temporary = undefined;
	if (!refusal) return { status: 'submitted', path };
	const found = { path, bytes: there.bytes, isProcessed: !pending };
	await requireSame(session, environment, file, found);
	return { status: 'alreadySubmitted', path };
}

function answerOrThrow(error: unknown): SftpError {
	if (error instanceof SftpError && error.isStatus) return error;
	throw error;
}

function vanished(temporary: string): KaskoError {
	return new KaskoError(
		`The temporary file '${temporary}' has gone, and the file is in no folder where it should be`,
		'Something on the server takes files away while they are submitted: ask KASKO.',
	);
}

function notRenamed(temporary: string): KaskoError {
	return new KaskoError(
		`The server says that it renamed '${temporary}', but the file still has that name`,
		'Ask KASKO whether their server can rename files.',
	);
}
