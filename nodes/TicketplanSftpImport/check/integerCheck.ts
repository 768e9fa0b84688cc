import { readText } from '../../shared/values/readText';
import { remark } from '../../shared/values/remark';
import type { ValueCheck } from './types';

const DIGITS = /^\d+$/;
/** Up to here every whole number in JavaScript, and so in n8n, is exact. */
const SAFE_DIGITS = /^0*\d{1,15}$/;

/** Three zeros may be thousands. */
const WITH_ZEROS = /^0*(\d+)[.,]0{1,2}$/;

/** Whole numbers from 0. */
export const integerCheck: ValueCheck = (value, warn) => {
	if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value))
		return wholeToText(value);
	const text = readText(value, 'exact', warn);
	if (typeof text !== 'string' || text === '') return text;
	if (SAFE_DIGITS.test(text)) return text[0] === '0' ? String(Number(text)) : text;
	if (DIGITS.test(text)) {
		const hint = 'Correct the number where it comes from.';
		return remark('unsafeNumber', text, 'is a number too big to be exact', hint);
	}
	const [, whole] = WITH_ZEROS.exec(text) ?? [];
	const hint = whole
		? `Write ${whole}, without decimals.`
		: 'Write digits only: no decimals, separators, signs or units.';
	return remark('notInteger', text, 'is not a whole number from 0', hint);
};

/** A whole number as digits; minus zero is zero. */
export function wholeToText(value: number): string {
	return String(value === 0 ? 0 : value);
}
