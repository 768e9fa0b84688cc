import { trimText } from '../../shared/trimText';
import type { Column } from '../columns/columns';
import { problem } from '../finding';
import type { CellCheck } from './types';
import type { Finding } from '../finding';

/** Printable ASCII (but for '[') with no space at the ends and no first character that starts a formula: nothing to check. */
const PLAIN = /^(?:[!-*,./0-9:;<>?A-Z\\-~](?:[ -Z\\-~]*[!-Z\\-~])?)?$/;
const LONG = 255;
const TOO_LONG = 10_000;
const FORMULA = /^[=@+-]./s;
const CONTROL = /(?![\t\n\r])\p{Cc}/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A column of text; numbers are taken as far as they keep their digits. A text of more than 255 characters is warned
 * about, one of more than 10,000 refused: both limits are ours, KASKO documents none.
 */
export function checkText(column: Column): CellCheck {
	const { name } = column;
	return (value, warn) => {
		if (typeof value === 'string' && value.length <= LONG && PLAIN.test(value)) return value;
		const text = toText(column, value);
		if (typeof text !== 'string') return text;
		if (text.length > TOO_LONG) {
			const message = `The text has ${text.length} characters, which is surely a mistake`;
			return problem(name, 'tooLong', text, message, `Shorten it to ${TOO_LONG} at most.`);
		}
		if (text.length > LONG) {
			const message = `The text is longer than ${LONG} characters`;
			const hint = 'KASKO documents no limit, so it is sent as it is. Check that it is meant.';
			warn(problem(name, 'longText', text, message, hint));
		}
		if (FORMULA.test(text)) {
			const message = `A spreadsheet would take a text that starts with '${text[0] ?? ''}' for a formula`;
			warn(
				problem(
					name,
					'formulaStart',
					text,
					message,
					'It is sent as it is. Check that it is meant.',
				),
			);
		}
		return text;
	};
}

/** A cell as trimmed text in Unicode's composed form, '' for an empty one, or what keeps it from being text. */
export function toText({ name, example }: Column, value: unknown): string | Finding {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number') return numberToText(name, value);
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'string') {
		const message = `${kindOf(value)} cannot stand in this column`;
		return problem(name, 'notText', value, message, `Map a single value here, e.g. ${example}.`);
	}
	const text = trimText(value);
	if (text.includes('[object Object]')) {
		const hint = 'Map one field of the object instead of the whole object.';
		return problem(
			name,
			'notText',
			text,
			'The text holds a whole object instead of one field',
			hint,
		);
	}
	if (CONTROL.test(text)) {
		const hint = 'Remove the invisible characters from the text.';
		return problem(name, 'controlCharacter', text, 'The text holds a control character', hint);
	}
	if (LONE_SURROGATE.test(text) || text.includes('\uFFFD')) {
		const hint = 'Correct the text where it comes from; a file has to be saved as UTF-8.';
		return problem(name, 'brokenCharacter', text, 'The text holds a broken character', hint);
	}
	return text.normalize('NFC');
}

function kindOf(value: unknown): string {
	if (typeof value !== 'object' || value === null) return 'True or false';
	if (Array.isArray(value)) return 'A list';
	return value instanceof Date || 'isLuxonDateTime' in value ? 'A date' : 'An object';
}

function numberToText(name: string, value: number): string | Finding {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		const hint = 'Send it as text from the start: a number this big has lost digits on its way.';
		return problem(name, 'unsafeNumber', value, 'The number is too big to be exact', hint);
	}
	if (!Number.isFinite(value)) {
		return problem(
			name,
			'notText',
			value,
			'The value is not a number',
			'Map a text or a number here.',
		);
	}
	return String(value);
}
