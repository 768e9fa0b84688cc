import { KaskoError } from './KaskoError';

/** Somebody has stopped the run; `details.reason` is `cancelled`. */
export function cancelledError(): KaskoError {
	return new KaskoError('The run was stopped', 'Run the workflow again when you are ready.', {
		reason: 'cancelled',
	});
}
