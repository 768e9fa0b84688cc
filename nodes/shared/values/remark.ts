import { shown } from '../text';

/** What is wrong or odd with a value, wherever it stands: each node adds the place, a column or a field. */
export interface Remark {
	code: RemarkCode;
	/** The value, shortened. */
	value: string;
	/** Of the value, without a subject: `holds a control character`. */
	says: string;
	/** How to mend it. */
	hint: string;
}

/** Takes what is odd about a value that is sent all the same. */
export type Warn = (remark: Remark) => void;

export type RemarkCode =
	| 'ambiguousAmount'
	| 'ambiguousDate'
	| 'brokenCharacter'
	| 'controlCharacter'
	| 'dayMayBeShifted'
	| 'doublyEncoded'
	| 'escapedText'
	| 'formulaStart'
	| 'htmlEntity'
	| 'invisibleCharacter'
	| 'leadingZeroLost'
	| 'lineBreak'
	| 'longText'
	| 'minorUnitUnknown'
	| 'noEmail'
	| 'noSuchDay'
	| 'notAllowed'
	| 'notAmount'
	| 'notBoolean'
	| 'notDate'
	| 'notInteger'
	| 'notText'
	| 'notVin'
	| 'oddVin'
	| 'placeholder'
	| 'sheetError'
	| 'sheetTrace'
	| 'tooLong'
	| 'unsafeNumber';

export function remark(code: RemarkCode, value: unknown, says: string, hint: string): Remark {
	return { code, value: shown(value), says, hint };
}
