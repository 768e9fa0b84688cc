import type { Column } from '../columns/columns';
import { wholeToText } from './checkInteger';
import { toText } from './checkText';
import { problem } from '../finding';
import type { CellCheck, CheckSettings } from './types';
import type { Finding } from '../finding';

/** Most amounts: nothing to convert. */
const PLAIN = /^[1-9]\d{0,14}$/;
const WHOLE = /^\d+$/;
const DECIMALS = /^(\d+)[.,](\d{1,2})$/;
const GROUPS = /^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:['’ ]\d{3})+$/;
const GROUPS_AND_DECIMALS =
	/^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$|^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$|^(\d{1,3}(?:['’ ]\d{3})+)[.,](\d{1,2})$/;
/** One thousand or one point something: the same characters mean both. */
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;
const MAX_DIGITS = 15;

/** A column of money. KASKO wants minor units, such as cents; major ones are converted digit by digit. */
export function checkAmount(column: Column, { amounts }: CheckSettings): CellCheck {
	const toMinor = amounts === 'major' ? majorToMinor : minorAsIs;
	return (value) => {
		if (amounts === 'minor') {
			if (typeof value === 'string' && PLAIN.test(value)) return value;
			if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value))
				return wholeToText(value);
		}
		const text = toText(column, value);
		if (typeof text !== 'string' || text === '') return text;
		if (typeof value === 'string' && AMBIGUOUS.test(text)) return ambiguous(column.name, text);
		const minor = toMinor(text.replace(/[\u00A0\u202F]/g, ' '))?.replace(/^0+(?=\d)/, '');
		if (minor === undefined) return notAmount(column.name, text, amounts);
		if (minor.length <= MAX_DIGITS) return minor;
		const message = 'The amount is too big to be exact';
		return problem(
			column.name,
			'unsafeNumber',
			text,
			message,
			'Correct the amount where it comes from.',
		);
	};
}

function minorAsIs(text: string): string | undefined {
	return WHOLE.test(text) ? text : undefined;
}

function majorToMinor(text: string): string | undefined {
	if (WHOLE.test(text)) return `${text}00`;
	if (GROUPS.test(text)) return `${digits(text)}00`;
	const [, ...parts] = DECIMALS.exec(text) ?? GROUPS_AND_DECIMALS.exec(text) ?? [];
	const [whole, decimals] = parts.filter((part) => part !== undefined);
	if (whole === undefined || decimals === undefined) return undefined;
	return digits(whole) + decimals.padEnd(2, '0');
}

function digits(text: string): string {
	return text.replace(/\D/g, '');
}

function ambiguous(name: string, text: string): Finding {
	const message = 'The separator can stand for thousands or for decimals';
	const hint = 'Write the amount without thousands separators, with two decimals if it has any.';
	return problem(name, 'ambiguousAmount', text, message, hint);
}

function notAmount(name: string, text: string, amounts: CheckSettings['amounts']): Finding {
	const message =
		amounts === 'major'
			? 'The value is not an amount with at most two decimals'
			: 'The value is not a whole amount in minor units, such as cents';
	const hint =
		amounts === 'major'
			? 'Write it like 1234.50 or 1.234,50, without a currency sign.'
			: "Write 3000 for 30.00, or set the option 'Amounts' to major units.";
	return problem(name, 'notAmount', text, message, hint);
}
