const SHOWN = 40;

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

/** A cell as a finding shows it: shortened, on one line, and an object only by its kind. */
export function shown(value: unknown): string {
	const text = typeof value === 'object' && value !== null ? kindOf(value) : String(value);
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '\uFFFD');
	// A copy: a mere part of a string would keep the whole block of the file that it was read from.
	const copy = Buffer.from(line.slice(0, SHOWN)).toString();
	return line.length > SHOWN ? `${copy}…` : copy;
}

function kindOf(value: object): string {
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
	return Array.isArray(value) ? 'a list' : 'an object';
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
