import type { Row } from './checkRow';
import { parseFile } from './parseFile';

/** What becomes of one row; `row` counts from 1, without the header. */
export type Outcome = { row: number; values: Row; idempotencyKey: string } & (
	{ kind: 'policy' | 'duplicate' } | { kind: 'refused'; errorMessage: string }
);

/**
 * Decides row by row: a key that is known is a duplicate, a row with something wrong is refused, the rest are policies.
 * Only what became a policy makes its key known, so that a mended row can come again under the same one.
 *
 * @param known Idempotency keys of all policies so far; those of this file are added.
 * @param judge Gives the error message for a row that can't become a policy.
 */
export function sortRows(
	bytes: Buffer,
	known: Set<string>,
	judge: (values: Row) => string | undefined,
): Outcome[] {
	return parseFile(bytes).map(({ row: values, errorMessage: unreadable }, index) => {
		const idempotencyKey = values.idempotency_key ?? '';
		const outcome = { row: index + 1, values, idempotencyKey };
		if (known.has(idempotencyKey)) return { ...outcome, kind: 'duplicate' };
		const errorMessage = unreadable ?? judge(values);
		if (errorMessage !== undefined) return { ...outcome, kind: 'refused', errorMessage };
		known.add(idempotencyKey);
		return { ...outcome, kind: 'policy' };
	});
}
