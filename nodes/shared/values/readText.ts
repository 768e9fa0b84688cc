import { ANY_INVISIBLE, NEEDLESS_INVISIBLE, trimText } from './invisible';
import type { Remark, Warn } from './remark';
import { remark } from './remark';
import { isLikeSheetError, isSheetError } from './sheetErrors';

/**
 * What a text is for. `exact`: it is compared character by character (an e-mail address, a number, an ID). `name`: of a
 * person. `line`: any other text of one line. `free`: text that may have several lines.
 */
export type TextUse = 'exact' | 'name' | 'line' | 'free';

/** What programs and people write for a missing value. */
const MISSING = String.raw`(?:(?:undefined|null|nan)(?:[ ,;-]+(?:undefined|null|nan))*|none|nil|\\n|n\/a|n\.a\.|k\. ?a\.|array|unknown|unbekannt|not set|tb[ad]|invalid date(?:time)?|[([<](?:null|none|n\/?a|empty|blank|undefined|no value|leer|vide|vuoto|en blanco)[)\]>]|-+none-+|-{2,}|[.*?_]+)$`;
/**
 * What a spreadsheet makes of a number that was text: a long one without its last digits, one with decimals, and the mark
 * that is to keep it from becoming a number.
 */
const SHEET_NUMBER = String.raw`(?:\d(?:[.,]\d+E\+?|E\+)\d+|\d+[.,]0|'[\d+=][\d ().,/=+-]*)$`;
/** Letters, digits and what stands between them, and composed Latin letters but for those that tell of an encoding. */
const LETTERS = String.raw`!"'-9;@-Z\]_a-z}~\u00C0\u00C1\u00C3-\u00E1\u00E3-\u00FE\u0100\u0101\u0104-\u0138\u013B-\u0151\u0154-\u015F\u0162-\u0177\u0179-\u017C`;
const MISSING_WORD = '(?:undefined|null|nan)(?:[ ,]|$)';
const LOADING = '(?:loading|wird geladen|chargement|cargando|caricamento)';
/** No text of which a rule below has anything to say: no spaces at the ends, no '#' and no start of a formula in front. */
const PLAIN = new RegExp(
	`^(?:(?!${MISSING}|nat?$|${MISSING_WORD}|${LOADING}|${SHEET_NUMBER}|[#=@+-])[${LETTERS}]+(?: +(?!${MISSING_WORD})[${LETTERS}]+)*)?$`,
	'i',
);
const IS_MISSING = new RegExp(`^${MISSING}`, 'i');
const IS_SHEET_NUMBER = new RegExp(`^${SHEET_NUMBER}`, 'i');
/** What R and pandas write for it; in other letter cases they are names. */
const NOT_AVAILABLE = new Set(['NA', 'NaT']);
/** A missing value among others, as JavaScript writes it into a text: `Nick undefined`. */
const MISSING_PART = /(?:^| )(?:undefined|NaN)(?=[ ,]|$)|(?:^| )null$|^null /;

const LONG = 255;
const TOO_LONG = 10_000;
const OBJECT = /\[object [A-Z]\w*\]/;
const CONTROL = /(?![\t\n\r])\p{Cc}/u;
const LINE_BREAK = /[\t\n\r\u2028\u2029]/;
/** Halves of characters, what stands for unreadable ones, and the same after it was decoded once more. */
const BROKEN = /[\p{Surrogate}\uFFFD\p{Noncharacter_Code_Point}]|ï¿½/u;
/** A template that was not filled in. */
const TEMPLATE =
	/\{\{.*\}\}|[$#]\{.*\}|\{![\w.$ ]+\}|\*\|\w+\|\*|<%.*%>|\{%.*%\}|%\w{3,}%|^\{[\w. ]+\}$|^\[\[?[\w. ]*\]?\]$|^\$(?:json|node|input)\b/s;
/** An entity, or a tag. */
const HTML =
	/&(?:#\d{2,7}|#x[\da-f]{2,6}|[a-z][a-z\d]{1,24});|&#\d{3,7}(?!\d)|<!--|<\/?(?:a|b|br|div|em|font|h[1-6]|i|li|p|small|span|strong|sup|u|ul)(?:\s[^<>]*)?\/?>/i;
/** A letter as JSON, an address on the web or an e-mail writes it, and a quotation mark as PHP and SQL do. */
const ESCAPED =
	/\\[uU][\da-fA-F]{4}|\\[xX][\da-fA-F]{2}|\\[nrt](?![a-z])|\\["']|%20|%[Cc][2-5]%[89ABab][\da-fA-F]|=[Cc][2-5]=[89ABab][\da-fA-F]|=\?[\w-]+\?[BbQq]\?/;
/** A list or an object, written out. */
const JSON_TEXT = /^\[\s*(?:["{[\d-].*|null|true|false)\]$|^\{\s*(?:".*)?\}$/s;
/** A letter that an encoding did not have. */
const LOST_LETTER = /\p{L}\?\p{L}/u;

/** How the bytes after the first of a character in UTF-8 look when they are read as Windows-1252 or Latin-1. */
const TAIL =
	'[\\u0080-\\u00BF\\u20AC\\u201A\\u0192\\u201E\\u2026\\u2020\\u2021\\u02C6\\u2030\\u0160\\u2039\\u0152\\u017D\\u2018\\u2019\\u201C\\u201D\\u2022\\u2013\\u2014\\u02DC\\u2122\\u0161\\u203A\\u0153\\u017E\\u0178]';
const QUOTE = '[\\u2018\\u2019\\u201C\\u201D]';
/**
 * UTF-8 that was read so: Latin letters, dashes and quotation marks, emoji, Chinese and Japanese, and other scripts from
 * two letters on. A quotation mark after a letter may also close a quotation. The mark at the start of a file, and the
 * letter that is left of a space that does not break once that is a plain one. And Latin letters and dashes that were read
 * as Windows-1250 (`MĂĽller`), as the old encoding of the Mac (`M√ºller`), of DOS (`M├╝ller`) or as Windows-1251 (`MГјller`).
 */
const DOUBLY_ENCODED = new RegExp(
	`[\\u00C2\\u00C3]${TAIL}|(?<![A-Z\\u00C0-\\u00DE])\\u00C2(?= |$)|\\u00EF\\u00BB\\u00BF|\\u00E1[\\u00BA\\u00BB]${TAIL}(?=[A-Za-z])|\\u0102[^\\sA-Za-z\\u00C2\\u00CE\\u015E\\u0162\\u0218\\u021A.,;:!?)'"\\u2019/-]|\\u0139[^\\sA-Z.,)-]|[\\u2248\\u0192][^\\s\\d]|\\u0393\\u00C7|\\u221A[^\\s\\da-z(]|\\u201A\\u00C4[^\\s]|[\\u00E3-\\u00ED](?![\\u00A0\\u00B0\\u00B2\\u00B3\\u00B7\\u00BB\\u2013\\u2014\\u2018-\\u201E\\u2026\\u2122\\u203A])${TAIL}{2}|[\\u00C4\\u00C5](?:(?!${QUOTE})${TAIL}|${QUOTE}(?=[A-Za-z]))|\\u00E2[\\u0080-\\u0086\\u20AC\\u201A\\u0192\\u201E\\u2026\\u2020]${TAIL}|\\u00F0\\u0178${TAIL}|(?:[\\u00CE-\\u00D1\\u00D7-\\u00DB]${TAIL}){2}|[\\u252C\\u251C\\u253C]\\S|\\u2500[^\\s\\u2500]|[A-Za-z][\\u0412-\\u0415][^\\s\\u0410-\\u044F]`,
);

/**
 * A value as text: trimmed and in Unicode's composed form (NFC), '' for none, or what keeps it from being one. Numbers
 * are taken as far as they keep their digits. A text of more than 255 characters is warned about, one of more than
 * 10,000 refused: both limits are ours, KASKO documents none.
 */
export function readText(value: unknown, use: TextUse, warn: Warn): string | Remark {
	if (typeof value === 'string') return isPlainText(value) ? value : readString(value, use, warn);
	if (value === undefined || value === null) return '';
	if (typeof value === 'number') return numberToText(value);
	if (typeof value === 'bigint') return String(value);
	return remark(
		'notText',
		value,
		`must be text or a number, not ${kindOf(value)}`,
		'Map a single value to it.',
	);
}

/** Whether no rule has anything to say of a text, whatever it is for, and no spreadsheet either; most texts are such. */
export function isPlainText(text: string): boolean {
	return text.length <= LONG && PLAIN.test(text);
}

/** Whether a text looks like what a spreadsheet makes of a number that was text: `4.91702E+11`, `5597.0`. */
export function isSheetNumber(text: string): boolean {
	return IS_SHEET_NUMBER.test(text);
}

/** Whether a text holds a template that was not filled in: `order-{{ id }}`. */
export function isUnfilledTemplate(text: string): boolean {
	return TEMPLATE.test(text);
}

function readString(given: string, use: TextUse, warn: Warn): string | Remark {
	const text = trimText(given);
	if (text === '') return text;
	const refused = refuse(text, use);
	if (refused) return refused;
	if (text.length > LONG) {
		warn(
			remark(
				'longText',
				text,
				`is longer than ${LONG} characters`,
				'KASKO documents no limit, so it is sent as it is. Check that it is meant.',
			),
		);
	}
	warnOfDoubts(text, use, warn);
	return text.normalize('NFC');
}

function refuse(text: string, use: TextUse): Remark | undefined {
	if (OBJECT.test(text)) {
		return remark(
			'notText',
			text,
			'holds a whole object instead of one field',
			'Map one field of the object instead of the whole object.',
		);
	}
	if (isSheetError(text)) {
		return remark(
			'sheetError',
			text,
			'is the error of a spreadsheet formula, not a value',
			'Correct the formula in the spreadsheet that it comes from, or empty the cell.',
		);
	}
	if (BROKEN.test(text)) {
		return remark(
			'brokenCharacter',
			text,
			'holds a broken character',
			'Correct the text where it comes from; a file has to be saved as UTF-8.',
		);
	}
	if (CONTROL.test(text)) {
		return remark(
			'controlCharacter',
			text,
			'holds a control character',
			'Type the text anew where it comes from; a file has to be saved as UTF-8.',
		);
	}
	if ((use === 'exact' || use === 'name') && LINE_BREAK.test(text)) {
		return remark(
			'lineBreak',
			text,
			'has more than one line, or a tab in it',
			'Write it on one line, with plain spaces.',
		);
	}
	if (use === 'exact' && ANY_INVISIBLE.test(text)) {
		return remark(
			'invisibleCharacter',
			text,
			"holds a character that can't be seen",
			'Type it anew where it comes from instead of copying it.',
		);
	}
	if (text.length > TOO_LONG) {
		return remark(
			'tooLong',
			text,
			`has ${text.length} characters, which is surely a mistake`,
			`Shorten it to ${TOO_LONG} at most.`,
		);
	}
	return undefined;
}

const SENT = 'It is sent as it is. Check that it is meant.';

function warnOfDoubts(text: string, use: TextUse, warn: Warn): void {
	if (JSON_TEXT.test(text)) {
		warn(remark('notText', text, 'looks like a list or an object, written out as JSON', SENT));
	} else if (isMissing(text) || MISSING_PART.test(text) || isUnfilledTemplate(text)) {
		warn(remark('placeholder', text, 'looks like the trace of a missing value', SENT));
	}
	if (use !== 'exact' && isSheetNumber(text)) {
		const hint = 'It is sent as it is. Keep it as text where it comes from, and write it anew.';
		warn(remark('sheetTrace', text, 'looks like what a spreadsheet makes of a number', hint));
	}
	if (isLikeSheetError(text)) {
		warn(remark('sheetError', text, 'looks like the error of a spreadsheet formula', SENT));
	}
	if (HTML.test(text)) {
		warn(
			remark(
				'htmlEntity',
				text,
				'holds a code of HTML instead of a character',
				'It is sent as it is. Decode it before this node, or correct it where it comes from.',
			),
		);
	}
	if (ESCAPED.test(text)) {
		warn(
			remark(
				'escapedText',
				text,
				'holds a code for a letter, a quotation mark or a line break',
				'It is sent as it is. Decode it before this node, or correct it where it comes from.',
			),
		);
	}
	if (LOST_LETTER.test(text)) {
		const says = 'holds a question mark inside a word, as of a letter that was lost';
		warn(remark('brokenCharacter', text, says, SENT));
	}
	if (DOUBLY_ENCODED.test(text)) {
		warn(
			remark(
				'doublyEncoded',
				text,
				'looks like UTF-8 that was read in another encoding',
				'It is sent as it is. Read or save the data as UTF-8 where it comes from.',
			),
		);
	}
	if (use === 'line' && LINE_BREAK.test(text)) {
		warn(remark('lineBreak', text, 'has more than one line, or a tab in it', SENT));
	}
	if (NEEDLESS_INVISIBLE.test(text)) {
		warn(
			remark(
				'invisibleCharacter',
				text,
				"holds a character that can't be seen",
				'It is sent as it is. Type the text anew where it comes from instead of copying it.',
			),
		);
	}
}

function isMissing(text: string): boolean {
	return NOT_AVAILABLE.has(text) || IS_MISSING.test(text);
}

function numberToText(value: number): string | Remark {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		return remark(
			'unsafeNumber',
			value,
			'is a number too big to be exact',
			'Send it as text from the start: a number this big has lost digits on its way.',
		);
	}
	if (!Number.isFinite(value)) {
		return remark(
			'notText',
			value,
			'must be text or a number, which this is not',
			'Map a text or a number to it.',
		);
	}
	return String(value);
}

function kindOf(value: unknown): string {
	if (typeof value === 'boolean') return 'true or false';
	if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
	if (Array.isArray(value)) return 'a list';
	return value instanceof Date || 'isLuxonDateTime' in value ? 'a date' : 'an object';
}
