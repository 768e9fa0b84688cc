import type { IDataObject } from 'n8n-workflow';

/**
 * What went wrong, in the two sentences a user reads. Thrown by code that knows nothing of n8n;
 * `errors.ts` turns it into what n8n shows.
 */
export class KaskoError extends Error {
	/**
	 * @param message What happened, and where. Never a secret, never a whole person's record.
	 * @param description What to do next.
	 * @param details Machine-readable facts for the failed item's `details`.
	 */
	constructor(
		message: string,
		readonly description: string,
		readonly details: IDataObject = {},
	) {
		super(message);
		this.name = 'KaskoError';
	}
}

/** Somebody has stopped the run; `details.reason` is `cancelled`. */
export function cancelledError(): KaskoError {
	return new KaskoError('The run was stopped', 'Run the workflow again when you are ready.', {
		reason: 'cancelled',
	});
}
