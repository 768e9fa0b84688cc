import { readText } from '../../shared/values/readText';
import { remark } from '../../shared/values/remark';
import type { ValueCheck } from './types';

/** Besides words, what PostgreSQL writes, and spreadsheets in some of their languages. */
const YES =
	'1 true t yes y on ja j wahr oui vrai si sì sí vero verdadero verdadeiro waar sant sand sann tosi prawda pravda істина';
const NO =
	'0 false f no n off nein falsch non faux falso nee onwaar falskt falsk usann epätosi fałsz nepravda хибність';
const SPELLINGS = new Map<string, string>([
	...YES.split(' ').map((text) => [text, '1'] as const),
	...NO.split(' ').map((text) => [text, '0'] as const),
]);

/** Yes and no, written 1 and 0. */
export const flagCheck: ValueCheck = (value, warn) => {
	if (typeof value === 'boolean') return value ? '1' : '0';
	const known = typeof value === 'string' ? SPELLINGS.get(value) : undefined;
	if (known !== undefined) return known;
	const text = readText(value, 'exact', warn);
	if (typeof text !== 'string' || text === '') return text;
	return (
		SPELLINGS.get(text.toLowerCase()) ??
		remark('notBoolean', text, 'is neither yes nor no', 'Write 1 or 0, true or false, yes or no.')
	);
};
