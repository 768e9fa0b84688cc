import { cancelledError } from '../../shared/cancelledError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { ImportFile } from '../files/importFile';
import type { Folders } from './folders';
import { look } from './look';
import { rename } from './rename';
import type { Attempt, Step, Submission } from './submission';
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
 * name, check what has arrived, look again, and rename it without overwriting.
 * @throws KaskoError with `details.status` (`notSubmitted` or `unknown`), `details.step` and `details.onServer`.
 */
export async function submitFile(
	folders: Folders,
	file: ImportFile,
	{ resubmit = false, attempt = newAttempt() }: SubmitOptions = {},
): Promise<Submission> {
	const { session, environment } = folders;
	let step: Step = 'look';
	try {
		if (attempt.progress.phase === 'new' || attempt.progress.phase === 'written') {
			await removeTemporary(folders, attempt).catch(forgiveRefusal);
			await folders.requireTarget();
			const first = await look(folders, file, resubmit);
			if (first.found) return done('alreadySubmitted', first.found.path);
			step = 'upload';
			const sent = await upload(folders, file, attempt);
			step = 'check';
			await check(folders, file, sent);
			attempt.progress = { phase: 'written', temporary: sent.temporary };
			if (session.signal?.aborted) throw cancelledError();
			// Another execution may have submitted the same content in the meantime.
			step = 'look';
			const again = await look(folders, file, resubmit, first.number);
			if (again.found) {
				await removeTemporary(folders, attempt).catch(forgiveRefusal);
				return done('alreadySubmitted', again.found.path);
			}
			step = 'rename';
			attempt.progress = await rename(folders, file, attempt, {
				phase: 'renameAsked',
				temporary: sent.temporary,
				name: again.name,
				isConfirmed: false,
			});
		} else if (attempt.progress.phase === 'renameAsked') {
			step = 'rename';
			attempt.progress = await rename(folders, file, attempt, attempt.progress);
		}
		return submitted();
	} catch (cause) {
		// What a failed submission has left is taken away, unless it may be what is submitted.
		const { phase } = attempt.progress;
		if (phase === 'new' || phase === 'written') {
			await removeTemporary(folders, attempt).catch(() => undefined);
		}
		throw submitError(file, step, cause, attempt);
	}

	function done(status: 'alreadySubmitted', path: string): Submission {
		attempt.progress = { phase: 'there', status, path };
		return submitted();
	}

	function submitted(): Submission {
		const submission = submissionOf(file, environment, attempt);
		if (!submission) throw new Error('The file is not there');
		return submission;
	}
}

async function removeTemporary({ session }: Folders, attempt: Attempt): Promise<void> {
	const { progress } = attempt;
	if (progress.phase === 'there' || progress.temporary === undefined) return;
	await session.remove(progress.temporary);
	attempt.progress = { phase: 'new' };
}

function forgiveRefusal(error: unknown): void {
	if (!(error instanceof SftpError) || error.isRetryable) throw error;
}
