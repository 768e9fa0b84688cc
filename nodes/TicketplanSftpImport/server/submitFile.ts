import { cancelledError } from '../../shared/cancelledError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import { chooseName } from './look';
import { newAttempt } from './newAttempt';
import { PROCESSED_FOLDER, remotePath } from './folders';
import { publish } from './rename';
import { submitError } from './submitError';
import type { Attempt, Step, Submission } from './submission';
import { uploadWhole } from './upload';
import type { Environment, ImportFile } from '../files/importFile';

export interface SubmitOptions {
	/** Send again, under a free name, what was submitted before. */
	resubmit?: boolean;
	/** What earlier connections of this run have done with the file. */
	attempt?: Attempt;
}

/**
 * Puts one file into `test` or `live`, so that it appears there whole or not at all: look for it first, write it under
 * a temporary name, check its size, rename it without overwriting, and look whether that is what happened.
 * @throws KaskoError with `details.status` (`notSubmitted` or `unknown`), `details.step` and `details.onServer`.
 */
export async function submitFile(
	session: SftpSession,
	folder: string,
	environment: Environment,
	file: ImportFile,
	{ resubmit = false, attempt = newAttempt() }: SubmitOptions = {},
): Promise<Submission> {
	let step: Step = 'look';
	const submission = (status: Submission['status'], path: string): Submission => ({
		status,
		file: path.slice(path.lastIndexOf('/') + 1),
		path,
		environment,
		rows: file.rows,
		bytes: file.bytes,
		sha256: file.sha256,
	});
	try {
		if (!attempt.renaming) {
			await removeTemporary(session, attempt).catch(forgiveRefusal);
			const choice = await chooseName(session, folder, environment, file, resubmit, attempt.name);
			if (choice.submittedAs !== undefined)
				return submission('alreadySubmitted', choice.submittedAs);
			attempt.name = choice.name;
			step = 'upload';
			await uploadWhole(session, remotePath(folder, environment), file, attempt, () => {
				step = 'check';
			});
			if (session.signal?.aborted) throw cancelledError();
		}
		step = 'rename';
		const name = attempt.name ?? file.name;
		const { status, path } = await publish(session, attempt, file, {
			environment,
			temporary: attempt.temporary ?? '',
			target: remotePath(folder, environment, name),
			processed: remotePath(folder, PROCESSED_FOLDER, name),
		});
		return submission(status, path);
	} catch (cause) {
		// What a failed submission has left is taken away, unless it may be what is submitted.
		if (!attempt.renaming) await removeTemporary(session, attempt).catch(() => undefined);
		throw submitError(file, step, cause, attempt);
	}
}

async function removeTemporary(session: SftpSession, attempt: Attempt): Promise<void> {
	if (attempt.temporary === undefined) return;
	await session.remove(attempt.temporary);
	attempt.temporary = undefined;
}

function forgiveRefusal(error: unknown): void {
	if (!(error instanceof SftpError) || error.isRetryable) throw error;
}
