import type { Column } from '../columns/columns';
import { toText } from './checkText';
import { problem } from '../finding';
import type { CellCheck } from './types';

const SPELLINGS = new Map<string, string>([
	...['1', 'true', 'yes', 'y', 'on', 'ja', 'j', 'wahr'].map((text) => [text, '1'] as const),
	...['0', 'false', 'no', 'n', 'off', 'nein', 'falsch'].map((text) => [text, '0'] as const),
]);

/** A column of yes and no, written 1 and 0. */
export function checkFlag(column: Column): CellCheck {
	return (value) => {
		if (typeof value === 'boolean') return value ? '1' : '0';
		const text = toText(column, value);
		if (typeof text !== 'string' || text === '') return text;
		const flag = SPELLINGS.get(text.toLowerCase());
		if (flag !== undefined) return flag;
		const message = 'The value is neither yes nor no';
		return problem(
			column.name,
			'notBoolean',
			text,
			message,
			'Write 1 or 0, true or false, yes or no.',
		);
	};
}
