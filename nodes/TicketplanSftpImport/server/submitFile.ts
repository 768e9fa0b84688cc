import { cancelledError } from '../../shared/KaskoError';
import { inTurn } from '../../shared/inTurn';
import { statusOf } from '../../shared/sftp/SftpError';
import type { ImportFile } from '../files/importFile';
import type { Folders } from './folders';
import { look } from './look';
import { rename } from './rename';
import type { Attempt, Step, Submission, There } from './submission';
import { newAttempt, submissionOf } from './submission';
import { submitError } from './submitError';
import { check, upload } from './upload';

export interface SubmitOptions {
	/** Send again, under a free name, what was submitted before. */
	resubmit?: boolean;
	/** What earlier connections, or earlier tries of this run, have done with the file. */
	attempt?: Attempt;
}

/**
 * Puts one file into `test` or `live`, so that it appears there whole or not at all: look for it, write it under a temporary
 * name, check what has arrived, look again, and rename it without overwriting. Executions of this process that have the same
 * content do so one after the other: they may even share the attempt.
 * @throws KaskoError with `details.status` (`notSubmitted` or `unknown`), `details.step` and `details.onServer`.
 */
export async function submitFile(
	folders: Folders,
	file: ImportFile,
	{ resubmit = false, attempt = newAttempt() }: SubmitOptions = {},
): Promise<Submission> {
	return await inTurn(`${serverOf(folders)} ${file.sha256}`, async () => {
		let step: Step = 'look';
		try {
			attempt.progress = await submit(folders, file, resubmit, attempt, (next) => (step = next));
			return submissionOf(file, folders.environment, attempt.progress);
		} catch (cause) {
			// What a failed submission has left is taken away, unless it may be what is submitted.
			if (!isAsked(attempt)) await removeTemporary(folders, attempt).catch(() => undefined);
			throw submitError(file, step, cause, attempt);
		}
	});
}

async function submit(
	folders: Folders,
	file: ImportFile,
	resubmit: boolean,
	attempt: Attempt,
	enter: (step: Step) => void,
): Promise<There> {
	const { progress } = attempt;
	const { signal } = folders.session;
	// Files of one name that differ must not be renamed at once: some servers overwrite.
	const nameInTurn = async (work: () => Promise<There>) =>
		await inTurn(`${serverOf(folders)} ${file.name}`, work);

	if (progress.phase === 'there') return progress;
	if (progress.phase === 'renameAsked') {
		enter('rename');
		return await nameInTurn(async () => await rename(folders, file, attempt, progress));
	}
	await removeTemporary(folders, attempt).catch(statusOf);
	await folders.requireTarget();
	const first = await look(folders, file, resubmit);
	if (first.found) return { phase: 'there', status: 'alreadySubmitted', path: first.found.path };

	enter('upload');
	const sent = await upload(folders, file, attempt);
	enter('check');
	await check(folders, file, sent);
	const { temporary } = sent;
	attempt.progress = { phase: 'written', temporary };

	enter('rename');
	return await nameInTurn(async () => {
		// Another execution, perhaps in another process, may have submitted the same content in the meantime.
		const again = await look(folders, file, resubmit, first.number);
		if (again.found) {
			await removeTemporary(folders, attempt).catch(statusOf);
			return { phase: 'there', status: 'alreadySubmitted', path: again.found.path };
		}
		if (signal?.aborted) throw cancelledError();
		const { name } = again;
		const asked = { phase: 'renameAsked' as const, temporary, name, isConfirmed: false };
		return await rename(folders, file, attempt, asked);
	});
}

/** What tells one folder on one server from others. */
function serverOf({ session, target }: Folders): string {
	return `${session.hostKey} ${target}`;
}

function isAsked({ progress }: Attempt): boolean {
	return progress.phase === 'renameAsked' || progress.phase === 'there';
}

async function removeTemporary({ session }: Folders, attempt: Attempt): Promise<void> {
	const { progress } = attempt;
	if (progress.phase === 'there' || progress.temporary === undefined) return;
	await session.remove(progress.temporary);
	attempt.progress = { phase: 'new' };
}
