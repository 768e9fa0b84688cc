import { parse, v5 } from 'uuid';

import { asSeenInAnyCase } from '../../shared/identity';

/** Of this package's own making and never to change: the same row has to give the same key for ever. */
const NAMESPACE = '5f0c1d4e-7a52-4c7b-9a5d-2b8e6f1c3a90';
/** Can't be part of a cell: the checks refuse control characters. */
const SEPARATOR = '\u001F';

/** Gives a row's key from its key cells; undefined if all of them are empty. */
export type DeriveKey = (texts: readonly string[]) => string | undefined;

/**
 * Derives idempotency keys from the cells of certain columns: version 5 UUIDs of what a person sees in them, so that the
 * same cells of the same columns give the same key in every run, whatever their letter case and invisible characters.
 * @param columnNames In an order of their own, not the user's.
 */
export function keyDeriver(columnNames: readonly string[]): DeriveKey {
	const namespace = parse(v5(columnNames.join(SEPARATOR), NAMESPACE));
	const empty = SEPARATOR.repeat(Math.max(0, columnNames.length - 1));
	return (texts) => {
		const name = texts.map(asSeenInAnyCase).join(SEPARATOR);
		// As bytes: uuid turns a string into them one by one, which takes three times as long.
		return name === empty ? undefined : v5(Buffer.from(name), namespace);
	};
}

/** A key that no other run gives. Within the run it depends on the row only, so a file can be written twice. */
export function randomKey(seed: string, item: number, row: number): string {
	return v5([seed, item, row].join(SEPARATOR), NAMESPACE);
}
