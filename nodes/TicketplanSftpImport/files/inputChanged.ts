import { KaskoError } from '../../shared/KaskoError';

/** The rows that were checked are not those that came when the input was read again. */
export function inputChangedError(): KaskoError {
	return new KaskoError(
		'The input gave other rows when it was read for sending than when it was checked, so they were not sent',
		'Make sure that nothing changes the file or the values while the node runs, such as an expression with the time in it, and run the workflow again.',
	);
}
