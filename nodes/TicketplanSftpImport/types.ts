/** Which of KASKO's two folders a file goes into; `live` buys policies. */
export type Environment = 'test' | 'live';

/** One CSV file, ready to send. `content()` can be called more than once and gives the same bytes each time. */
export interface ImportFile {
	/**
	 * Without a folder; unless it is of the user's own, it ends in `-<environment>-<at least 12 hex digits of sha256>.csv`:
	 * the same name then means the same rows in the same environment, also in `imports_processed`, which holds the files
	 * of both.
	 */
	name: string;
	rows: number;
	bytes: number;
	/** Of the content, hexadecimal. */
	sha256: string;
	content(): AsyncIterable<Buffer>;
}

/** What became of one file. */
export interface Submission {
	status: 'submitted' | 'alreadySubmitted' | 'processed';
	file: string;
	/** On the server. */
	path: string;
	environment: Environment;
	rows: number;
	bytes: number;
	sha256: string;
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
	| 'neverFilled'
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

/**
 * A row that may go into a file. Rows and their cells come from constructors and from functions such as `map`, not from
 * literals: once most of what a literal made has outlived a collection, V8 makes all the rest of it in its old
 * generation, and the rows of a file pile up there by the hundred megabytes.
 */
export class GoodRow {
	constructor(
		/** Its number in the input, from 1. */
		readonly row: number,
		/** The index of the n8n item that it came from. */
		readonly item: number,
		/** Its cells, in the order of the run's columns. */
		readonly texts: readonly string[],
	) {}
}

/** A row that may not. */
export interface RefusedRow {
	row: number;
	item: number;
	findings: Finding[];
}

/** A row as it was read: its cells in the order of the run's columns, undefined where nothing was given. */
export interface RawRow {
	row: number;
	item: number;
	cells: readonly unknown[];
	/** What was wrong with the fields themselves. */
	findings: readonly Finding[];
}
