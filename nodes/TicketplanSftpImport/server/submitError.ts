import { KaskoError } from '../../shared/KaskoError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { Attempt, Step } from './types';

/** Whether a new connection can settle what this error left open. */
export function isLineError(error: unknown): boolean {
	if (error instanceof SftpError) return error.isLine;
	return error instanceof KaskoError && error.details.line === true;
}

/**
 * Why a file is not, or not for certain, submitted: the step, what is on the server now, and what to do.
 * @param cause What stopped the step.
 * @param onServer One sentence without its full stop.
 */
export function submitError(
	file: string,
	step: Step,
	cause: unknown,
	attempt: Attempt,
	onServer: string,
): KaskoError {
	const { message, description } =
		cause instanceof KaskoError
			? cause
			: { message: String(cause), description: 'Run the workflow again.' };
	const reason = cause instanceof SftpError ? cause.reason : undefined;
	const line = cause instanceof SftpError && cause.isLine;
	const details = { file, step, onServer, reason, line };
	if (attempt.renaming) {
		return new KaskoError(
			`It is not known whether '${file}' was submitted: ${message}`,
			`On the server: ${onServer}. Look with the operation Get Imports: if the file is listed, it was submitted. If it is not, run the workflow again; KASKO drops rows whose idempotency key it knows.`,
			{ status: 'unknown', ...details },
		);
	}
	return new KaskoError(
		`'${file}' was not submitted: ${message}`,
		`${description} On the server: ${onServer}.`,
		{ status: 'notSubmitted', ...details },
	);
}
