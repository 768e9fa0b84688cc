import type { Finding } from '../finding';

/**
 * A row that may go into a file. Rows and their cells come from constructors and from functions such as `map`, not from
 * literals: once most of what a literal made has outlived a collection, V8 makes all the rest of it in its old
 * generation, and the rows of a file pile up there by the hundred megabytes.
 */
export class GoodRow {
	constructor(
		/** Its number in the input, from 1. */
		readonly row: number,
		/** The index of the n8n item that it came from. */
		readonly item: number,
		/** Its cells, in the order of the run's columns. */
		readonly texts: readonly string[],
		/** Whether it came with its idempotency key; otherwise one was made for it. */
		readonly hasOwnKey: boolean,
		/** What is odd about it, if anything is. */
		readonly warnings?: readonly Finding[],
		/** The line of the file in which it begins. */
		readonly line?: number,
	) {}
}

/** A row that may not. */
export interface RefusedRow {
	/** 0 for a whole file. */
	row: number;
	item: number;
	/** The line of the file in which it begins. */
	line?: number;
	findings: Finding[];
	/** Its cells as far as they are in order, in the order of the run's columns. */
	texts?: readonly string[];
	/** The idempotency key that it would have, where that is known. */
	key?: string;
	/** Whether it came with it. */
	hasOwnKey?: boolean;
}

/** A row as it was read: its cells in the order of the run's columns, undefined where nothing was given. */
export interface RawRow {
	row: number;
	item: number;
	line?: number;
	cells: readonly unknown[];
	/** What was wrong with the fields themselves. */
	findings: readonly Finding[];
}
