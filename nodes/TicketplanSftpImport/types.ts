/** Which of KASKO's two folders a file goes into; `live` buys policies. */
export type Environment = 'test' | 'live';

/** One CSV file, ready to send. `content()` can be called more than once and gives the same bytes each time. */
export interface ImportFile {
	/** Without a folder; ends in `.csv`. */
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
	| 'required'
	| 'notText'
	| 'notInteger'
	| 'notAmount'
	| 'ambiguousAmount'
	| 'notBoolean'
	| 'notDate'
	| 'ambiguousDate'
	| 'noSuchDay'
	| 'tooLong'
	| 'notAllowedValue'
	| 'controlCharacter'
	| 'loneSurrogate'
	| 'unsafeNumber'
	| 'leadingZeroLost'
	| 'formulaStart'
	| 'unknownColumn'
	| 'contradiction'
	| 'notResolved'
	| 'noKey'
	| 'duplicateKey'
	| 'malformedRow';
