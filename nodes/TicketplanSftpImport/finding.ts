import type { Remark, RemarkCode } from '../shared/values/remark';
import { shown } from '../shared/text';

/** A finding about one cell; its value is shortened. */
export function problem({
	value,
	...finding
}: Omit<Finding, 'value'> & { value: unknown }): Finding {
	return { ...finding, value: shown(value) };
}

/** A finding about an idempotency key that could be that of more than one policy. */
export function keySaysNothing(column: string, value: unknown, message: string): Finding {
	return problem({
		column,
		code: 'keySaysNothing',
		value,
		message,
		hint: "KASKO tells duplicates by this key. Map what no other policy has, in every row, or nothing: then the key is made from 'Key Columns'.",
	});
}

/** A remark on a value, as a finding about the cell that holds it. */
export function findingIn(column: string, { code, value, says, hint }: Remark): Finding {
	return { column, code, value, message: `The value ${says}`, hint };
}

/** Something in a row that keeps it from being sent, or a warning that does not. */
export interface Finding {
	column: string;
	code: FindingCode;
	/** The cell, shortened; never the whole row. */
	value?: string;
	/** What is wrong. */
	message: string;
	/** How to mend it. */
	hint: string;
}

export type FindingCode =
	| RemarkCode
	| 'contradiction'
	| 'duplicateKey'
	| 'endBeforeStart'
	| 'expectedColumnEmpty'
	| 'keySaysNothing'
	| 'malformedRow'
	| 'noKey'
	| 'noTicketPrice'
	| 'notResolved'
	| 'ownNames'
	| 'required'
	| 'unknownColumn'
	| 'unreadableFile';
