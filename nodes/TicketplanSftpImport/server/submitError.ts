import { KaskoError } from '../../shared/KaskoError';
import { SftpError } from '../../shared/sftp/SftpError';
import { reasonOf } from '../../shared/text';
import type { Attempt, Progress, Step } from './submission';
import type { ImportFile } from '../files/importFile';

/** Whether a new connection can settle what this error left open. */
export function isLineError(error: unknown): boolean {
	if (error instanceof SftpError) return error.isRetryable;
	return error instanceof KaskoError && isLineError(error.cause);
}

/**
 * Why a file is not, or not for certain, submitted: the step, what is on the server now, and what to do.
 * @param cause What stopped the step; its details may know `status` and `onServer` better. It is kept as `error.cause`.
 */
export function submitError(
	{ name }: ImportFile,
	step: Step,
	cause: unknown,
	attempt: Attempt,
): KaskoError {
	const { progress } = attempt;
	const isAsked = progress.phase === 'renameAsked';
	const file = isAsked ? progress.name : name;
	const { message, description, details } =
		cause instanceof KaskoError
			? cause
			: new KaskoError(reasonOf(cause), 'Run the workflow again.');
	const onServer = String(details.onServer ?? leftOver(progress));
	const status = isAsked ? 'unknown' : (details.status ?? 'notSubmitted');
	const error = new KaskoError(
		status === 'unknown'
			? `It is not known whether '${file}' was submitted: ${message}`
			: `'${file}' was not submitted: ${message}`,
		isAsked ? `On the server: ${onServer}.` : `${description} On the server: ${onServer}.`,
		{ ...details, status, file, step, onServer },
	);
	error.cause = cause;
	return error;
}

/** What may be on the server after an attempt has ended; one sentence without its full stop. */
function leftOver(progress: Progress): string {
	if (progress.phase === 'there') return `'${progress.path}'`;
	const { temporary } = progress;
	if (progress.phase === 'renameAsked') {
		return `'${progress.name}', or its temporary file '${temporary}'`;
	}
	if (temporary === undefined) return 'nothing of this file';
	return `perhaps the temporary file '${temporary}', which may be deleted`;
}
