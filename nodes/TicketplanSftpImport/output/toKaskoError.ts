import { KaskoError } from '../../shared/KaskoError';

/**
 * Whatever kept the run from submitting anything, in the form a user reads. n8n's own errors, of an expression say, keep
 * their message. What fails later has a `details.status` of its own.
 */
export function toKaskoError(error: unknown): KaskoError {
	const status = 'notSubmitted';
	if (error instanceof KaskoError) {
		return new KaskoError(error.message, error.description, { status, ...error.details });
	}
	const message = error instanceof Error ? error.message : String(error);
	return new KaskoError(message, 'Correct the settings of the node and run it again.', { status });
}
