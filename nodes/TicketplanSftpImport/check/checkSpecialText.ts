import type { Column, ColumnType } from '../columns/columns';
import { checkText } from './checkText';
import { problem } from '../finding';
import type { CellCheck } from './types';
import type { Finding } from '../finding';

type Warn = (warning: Finding) => void;
type Rule = (name: string, text: string, value: unknown, warn: Warn) => string | Finding;

const SHORTEST_POSTCODE = 5;

const RULES = {
	email: (name, text, _value, warn) => {
		if (!text.includes('@')) {
			warn(problem(name, 'noEmail', text, "The e-mail address has no '@'", 'It is sent as it is.'));
		}
		return text;
	},
	language: (name, text) => {
		if (/^[a-z]{2}$/i.test(text)) return text.toLowerCase();
		const hint = 'Write the two letters of ISO 639-1, e.g. en or de.';
		return problem(name, 'notAllowed', text, 'The value is not a language of two letters', hint);
	},
	orderNumber: (name, text) => {
		if (/^[A-Za-z0-9/-]*$/.test(text)) return text;
		const message = 'An order number may only hold letters, digits, - and /';
		return problem(name, 'notAllowed', text, message, 'Remove the other characters.');
	},
	postcode: (name, text, value, warn) => {
		if (!/^\d+$/.test(text) || text.length >= SHORTEST_POSTCODE) return text;
		const message = 'The postcode may have lost a zero at the front';
		const hint = 'Keep postcodes as text where they come from, e.g. 01067.';
		const finding = problem(name, 'leadingZeroLost', value, message, hint);
		if (typeof value === 'number') return finding;
		if (text.length === SHORTEST_POSTCODE - 1) warn(finding);
		return text;
	},
} satisfies Partial<Record<ColumnType, Rule>>;

/** A text column with a rule of its own. */
export function checkSpecialText(column: Column, type: keyof typeof RULES): CellCheck {
	const check = checkText(column);
	const rule: Rule = RULES[type];
	return (value, warn) => {
		const text = check(value, warn);
		return typeof text !== 'string' || text === '' ? text : rule(column.name, text, value, warn);
	};
}
