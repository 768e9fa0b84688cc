import { KaskoError } from '../../shared/KaskoError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { Attempt, Step } from './submission';
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
	const file = attempt.name ?? name;
	const { message, description, details } =
		cause instanceof KaskoError ? cause : new KaskoError(String(cause), 'Run the workflow again.');
	const onServer = String(details.onServer ?? leftOver(attempt));
	const status = attempt.renaming ? 'unknown' : (details.status ?? 'notSubmitted');
	const error = new KaskoError(
		status === 'unknown'
			? `It is not known whether '${file}' was submitted: ${message}`
			: `'${file}' was not submitted: ${message}`,
		attempt.renaming ? `On the server: ${onServer}.` : `${description} On the server: ${onServer}.`,
		{ ...details, status, file, step, onServer },
	);
	error.cause = cause;
	return error;
}

/** What may be on the server after an attempt has ended; one sentence without its full stop. */
function leftOver({ name, temporary, renaming }: Attempt): string {
	if (renaming) return `'${name}', or its temporary file '${temporary}'`;
	if (temporary === undefined) return 'nothing of this file';
	return `perhaps the temporary file '${temporary}', which is not complete and may be deleted`;
}
