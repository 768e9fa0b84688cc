import type { Column } from '../columns/columns';
import { toText } from './checkText';
import { problem } from '../finding';
import type { CellCheck } from './types';

const DIGITS = /^\d+$/;
/** Up to here every whole number in JavaScript, and so in n8n, is exact. */
const SAFE_DIGITS = /^0*\d{1,15}$/;

/** A column of whole numbers from 0. */
export function checkInteger(column: Column): CellCheck {
	const { name } = column;
	return (value) => {
		if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value))
			return wholeToText(value);
		const text = toText(column, value);
		if (typeof text !== 'string' || text === '') return text;
		if (SAFE_DIGITS.test(text)) return text[0] === '0' ? String(Number(text)) : text;
		if (DIGITS.test(text)) {
			const message = 'The number is too big to be exact';
			return problem(
				name,
				'unsafeNumber',
				text,
				message,
				'Correct the number where it comes from.',
			);
		}
		const hint = 'Write digits only: no decimals, separators, signs or units.';
		return problem(name, 'notInteger', text, 'The value is not a whole number from 0', hint);
	};
}

/** A whole number as digits; minus zero is zero. */
export function wholeToText(value: number): string {
	return String(value === 0 ? 0 : value);
}
