import { parse, v5 } from 'uuid';

/** Of this package's own making and never to change: the same row has to give the same key for ever. */
const NAMESPACE = parse('5f0c1d4e-7a52-4c7b-9a5d-2b8e6f1c3a90');
/** Can't be part of a cell: the checks refuse control characters. */
const SEPARATOR = '\u001F';

/** One cell that tells a policy from others. */
export interface KeyPart {
	column: string;
	text: string;
}

/**
 * The idempotency key of a row: a version 5 UUID over its key cells, so that the same row gives the same key in
 * every run. Undefined if all of them are empty.
 */
export function makeKey(parts: readonly KeyPart[]): string | undefined {
	const given = parts.filter(({ text }) => text !== '');
	if (given.length === 0) return undefined;
	const name = given.map(({ column, text }) => `${column}${SEPARATOR}${text}`).join(SEPARATOR);
	return v5(name, NAMESPACE);
}

/** A key that no other run will give. Within the run it depends on the row only, so a file can be written twice. */
export function makeRandomKey(seed: string, row: number): string {
	return v5(`${seed}${SEPARATOR}${row}`, NAMESPACE);
}
