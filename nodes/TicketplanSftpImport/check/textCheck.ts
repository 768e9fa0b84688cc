import { remarkOnEmail } from '../../shared/values/emailAddress';
import type { TextUse } from '../../shared/values/readText';
import { isPlainText, isSheetNumber, readText } from '../../shared/values/readText';
import type { Remark, Warn } from '../../shared/values/remark';
import { remark } from '../../shared/values/remark';
import type { ColumnType } from '../columns/columns';
import type { ValueCheck } from './types';

const FORMULA = /^[=@+-]./s;
const KEEP_AS_TEXT = 'Keep it as text where it comes from, and write it anew.';

/** Text. What a spreadsheet would take for a formula is warned about: KASKO's people may open the file in one. */
export function textCheck(use: TextUse): ValueCheck {
	return (value, warn) => {
		if (typeof value === 'string' && isPlainText(value)) return value;
		const text = readText(value, use, warn);
		if (use === 'exact' && typeof text === 'string' && isSheetNumber(text)) {
			const says = 'is what a spreadsheet has made of a number';
			return remark('sheetTrace', text, says, KEEP_AS_TEXT);
		}
		if (typeof text === 'string' && FORMULA.test(text)) {
			const says = `starts with '${text[0] ?? ''}', so a spreadsheet would take it for a formula`;
			warn(remark('formulaStart', text, says, 'It is sent as it is. Check that it is meant.'));
		}
		return text;
	};
}

type Rule = (text: string, value: unknown, warn: Warn) => string | Remark;

const SHORTEST_POSTCODE = 5;
/** What a number becomes on its way through a spreadsheet, and the mark that keeps it from becoming one. */
const SHEET_TRACE =
	/^\d+[.,]0+$|^\d+(?:[.,]\d+)?E\+?\d+$|^\d{1,3}[.,]\d{3}(?:[.,]0+)?$|^['’`]|^=?".*"$|^=\d+$/i;
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
const LANGUAGE_NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
/** Of ISO 639-1; not GB, US or AT, which are countries. */
const LANGUAGES = new Set(
	LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
		(code) => LANGUAGE_NAMES.of(code) !== undefined,
	),
);
const MONTH =
	'(?:jan|janv|ene|gen|feb|febr|fév|févr|mar|mär|mrz|mrt|maa|apr|avr|abr|mai|may|mei|mag|jun|juin|giu|jul|juil|lug|aug|ago|août|sep|sept|set|okt|oct|ott|nov|dez|dec|déc|dic)\\.?';
/** What a spreadsheet makes of `3-5` or `12/14`. */
const DATE_OF_SHEET = new RegExp(
	`^(?:\\d{1,2}[. -]{1,2}${MONTH}|${MONTH}[ -]\\d{2,4}|\\d{4}-\\d\\d-\\d\\d\\b.*|\\d{1,2}\\.\\d{1,2}\\.\\d{4}|\\d{1,2}/\\d{1,2}/\\d{4})$`,
	'i',
);
const WITH_DECIMALS = /^\d+[.,]0+$/;
/** Of countries whose postcodes have five digits. */
const COUNTRY = /^(?:DE?|FR?|IT?)[- ]?(?=\d{3,4}$)/i;

const RULES = {
	email: (text, _value, warn) => {
		const doubt = remarkOnEmail(text);
		if (doubt) warn({ ...doubt, hint: `It is sent as it is. ${doubt.hint}` });
		return text;
	},
	language: (text, _value, warn) => {
		const hint = 'Write the two letters of ISO 639-1, e.g. en or de.';
		if (!/^[a-z]{2}$/i.test(text)) {
			return remark('notAllowed', text, 'is not a language of two letters', hint);
		}
		const code = text.toLowerCase();
		if (!LANGUAGES.has(code)) {
			warn(
				remark(
					'notAllowed',
					text,
					'is not a language of ISO 639-1',
					`It is sent as it is. ${hint}`,
				),
			);
		}
		return code;
	},
	orderNumber: (text, value) => {
		if (/^[A-Za-z0-9/-]*$/.test(text)) return text;
		const says = 'holds something other than letters, digits, - and /, as order numbers may not';
		// Without its point it would be another number.
		const isNumber = typeof value === 'number' || WITH_DECIMALS.test(text);
		const hint = isNumber ? KEEP_AS_TEXT : 'Remove the other characters, or write - instead.';
		return remark('notAllowed', text, says, hint);
	},
	houseNumber: (text, _value, warn) => {
		if (DATE_OF_SHEET.test(text)) {
			const hint =
				'It is sent as it is. Keep house numbers as text where they come from, e.g. 3-5.';
			warn(remark('sheetTrace', text, 'looks like a date that a spreadsheet has made of it', hint));
		}
		return text;
	},
	postcode: (text, value, warn) => {
		if (SHEET_TRACE.test(text) || (typeof value === 'number' && !Number.isInteger(value))) {
			const hint = 'Keep postcodes as text where they come from, and write it anew, e.g. 01067.';
			return remark('sheetTrace', text, 'is what a spreadsheet has made of a postcode', hint);
		}
		const number = text.replace(COUNTRY, '');
		// One that begins with a zero has lost none: 0150 in Oslo.
		if (/^(?:[1-9]\d*|0)$/.test(number) && number.length < SHORTEST_POSTCODE) {
			const hint =
				'It is sent as it is, which is right where postcodes are that short. Otherwise keep them as text where they come from, e.g. 01067.';
			warn(
				remark(
					'leadingZeroLost',
					value,
					'may be a postcode that has lost its zero at the front',
					hint,
				),
			);
		}
		return text;
	},
} satisfies Partial<Record<ColumnType, Rule>>;

const USES = {
	email: 'exact',
	language: 'exact',
	orderNumber: 'exact',
	houseNumber: 'line',
	postcode: 'line',
} as const;

/** Text with a rule of its own. */
export function specialTextCheck(type: keyof typeof RULES): ValueCheck {
	const check = textCheck(USES[type]);
	const rule: Rule = RULES[type];
	return (value, warn) => {
		const text = check(value, warn);
		return typeof text !== 'string' || text === '' ? text : rule(text, value, warn);
	};
}
