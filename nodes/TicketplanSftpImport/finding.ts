import { shown } from '../shared/text';

/** A finding about one cell. */
export function problem(
	column: string,
	code: FindingCode,
	value: unknown,
	message: string,
	hint: string,
): Finding {
	return { column, code, value: shown(value), message, hint };
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
	| 'ambiguousAmount'
	| 'ambiguousDate'
	| 'brokenCharacter'
	| 'contradiction'
	| 'controlCharacter'
	| 'dayMayBeShifted'
	| 'duplicateKey'
	| 'formulaStart'
	| 'keySaysNothing'
	| 'leadingZeroLost'
	| 'longText'
	| 'malformedRow'
	| 'noEmail'
	| 'noKey'
	| 'noSuchDay'
	| 'notAllowed'
	| 'notAmount'
	| 'notBoolean'
	| 'notDate'
	| 'notInteger'
	| 'notResolved'
	| 'notText'
	| 'required'
	| 'tooLong'
	| 'unknownColumn'
	| 'unsafeNumber';
