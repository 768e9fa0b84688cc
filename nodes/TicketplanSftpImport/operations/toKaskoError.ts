import { KaskoError } from '../../shared/KaskoError';

/** Whatever went wrong, in the form a user reads. n8n's own errors, of an expression say, keep their message. */
export function toKaskoError(error: unknown): KaskoError {
	if (error instanceof KaskoError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return new KaskoError(
		message,
		'Correct the settings of the node and run it again: rows that were submitted are not submitted twice.',
	);
}
