import { hash } from 'node:crypto';

import type { KeyRegister, Place } from './KeyRegister';

/**
 * 8 MB, however many rows there are. Two million keys can be told apart by 16 bits each, with 1 in 50 chances that one
 * of them is suspected wrongly; with six million it is one in 700, which costs time, but nothing else.
 */
const FILTER_BITS = 1 << 26;
const BITS_PER_KEY = 16;

/**
 * Finds the keys that come more than once, in constant memory. For files, whose rows are the same each time they are
 * read: while they come by for the first time, a Bloom filter tells which keys may have been there before; only these
 * are known exactly when the rows come by again.
 */
export class RepeatedKeys implements KeyRegister {
	private filter?: Uint32Array = new Uint32Array(FILTER_BITS / 32);
	/** By the key's digest, the row that has it first; undefined until that has come by for the second time. */
	private readonly suspects = new Map<string, Place | undefined>();

	add(key: string, row: number, item: number): Place | undefined {
		if (!this.filter && this.suspects.size === 0) return undefined;
		const digest = hash('sha1', key, 'binary');
		if (this.filter) {
			if (mark(this.filter, digest)) this.suspects.set(digest, undefined);
			return undefined;
		}
		if (!this.suspects.has(digest)) return undefined;
		const first = this.suspects.get(digest);
		if (!first) this.suspects.set(digest, { row, item });
		return first?.row === row && first.item === item ? undefined : first;
	}

	endFirstPass(): void {
		this.filter = undefined;
	}

	get needsSecondPass(): boolean {
		return this.suspects.size > 0;
	}
}

/** Sets the bits of a key; true if all of them were set before. */
function mark(filter: Uint32Array, digest: string): boolean {
	const start = word(digest, 0);
	const step = word(digest, 4) | 1;
	let wasMarked = true;
	for (let i = 0; i < BITS_PER_KEY; i++) {
		const bit = (start + i * step) & (FILTER_BITS - 1);
		const index = bit >>> 5;
		const mask = 1 << (bit & 31);
		const bits = filter[index] ?? 0;
		if ((bits & mask) === 0) wasMarked = false;
		filter[index] = bits | mask;
	}
	return wasMarked;
}

/** Four characters of a byte string as one number. */
function word(bytes: string, at: number): number {
	let value = 0;
	for (let i = at; i < at + 4; i++) value = (value << 8) | bytes.charCodeAt(i);
	return value;
}
