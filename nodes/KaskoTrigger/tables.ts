import { isMessageField, isWord, normalizeName } from './errorText';

type Fields = Record<string, unknown>;
type List = [name: string, elements: unknown[]];

const NAME = /^(?:name|key|column|field|header)$/;
const HEADER = /^(?:columns?|headers?|fields?)(?:names?)?$/;
const KEYS = /idempotencykeys?$/;

/**
 * What is written as a table, as objects; whatever else comes as it is. A table is a list of names and values, a header with
 * lists of cells, or a list of idempotency keys beside a list of as many messages.
 */
export function untable(value: unknown): unknown {
	if (Array.isArray(value)) return fromPairs(value) ?? value;
	if (typeof value !== 'object' || value === null) return value;
	const lists: List[] = [];
	for (const [name, list] of Object.entries(value) as Array<[string, unknown]>) {
		if (Array.isArray(list)) lists.push([name, list]);
	}
	if (lists.length < 2) return value;
	return { ...value, ...(fromCells(lists) ?? fromColumns(lists)) };
}

/** `[{ name: 'a', value: 1 }, …]` */
function fromPairs(list: readonly unknown[]): Fields | undefined {
	const fields: Array<[string, unknown]> = [];
	for (const pair of list) {
		if (typeof pair !== 'object' || pair === null || !('value' in pair)) return undefined;
		const [other, ...more] = Object.entries(pair).filter(([name]) => name !== 'value');
		if (!other || more.length > 0 || !NAME.test(other[0]) || !isWord(other[1])) return undefined;
		fields.push([String(other[1]), pair.value]);
	}
	return list.length > 0 ? Object.fromEntries(fields) : undefined;
}

/** `{ columns: ['a', 'b'], rows: [[1, 2], …] }` */
function fromCells(lists: readonly List[]): Fields | undefined {
	const header = lists.find(([name]) => HEADER.test(normalizeName(name)))?.[1];
	if (!header || !header.every((name) => typeof name === 'string')) return undefined;
	const isRow = (row: unknown): row is unknown[] =>
		Array.isArray(row) && row.length === header.length;
	const tables = lists.filter(([, rows]) => rows.length > 0 && rows.every(isRow));
	const toFields = (row: unknown) =>
		Object.fromEntries(header.map((name, column) => [name, (row as unknown[])[column]]));
	return Object.fromEntries(tables.map(([name, rows]) => [name, rows.map(toFields)]));
}

/** `{ idempotency_keys: ['a', 'b'], messages: ['A', 'B'] }` */
function fromColumns(lists: readonly List[]): Fields | undefined {
	const keys = lists.find(([name]) => KEYS.test(normalizeName(name)));
	if (!keys || keys[1].length < 2 || keys[1].some(isObject)) return undefined;
	const messages = lists.filter(
		([name, texts]) => isMessageField(normalizeName(name)) && texts.length === keys[1].length,
	);
	if (messages.length === 0) return undefined;
	const columns = [keys, ...messages];
	const rows = keys[1].map((_, row) =>
		Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]])),
	);
	return { ...Object.fromEntries(messages.map(([name]) => [name, undefined])), [keys[0]]: rows };
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}
