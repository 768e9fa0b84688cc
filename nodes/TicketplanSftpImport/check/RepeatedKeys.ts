import { hash } from 'node:crypto';

/** Where a row stands: its number in its n8n item's file, or among the items. */
export interface RowRef {
	row: number;
	item: number;
}

interface Suspect {
	/** The first row with the key; undefined until the second pass has come to it. */
	first?: RowRef;
	/** The last row of the first pass whose key seemed to be there already. */
	last: RowRef;
}

/**
 * 8 MB, however many rows there are. Two million keys can be told apart by 16 bits each, with 1 in 50 chances that one
 * of them is suspected wrongly; with six million it is one in 700, which costs time, but nothing else.
 */
const FILTER_BITS = 1 << 26;
const BITS_PER_KEY = 16;

/**
 * Finds the keys that more than one row has, in constant memory. While the rows come by for the first time, a Bloom
 * filter tells which keys may have been there before. Only if there are such, they have to come by again: from then on
 * every row of such a key is known, the first one included.
 */
export class RepeatedKeys {
	private filter?: Uint32Array = new Uint32Array(FILTER_BITS / 32);
	/** By the key's digest. */
	private readonly suspects = new Map<string, Suspect>();

	/** Takes note of a row's key. Gives another row that has the same key; in the first pass that is not yet known. */
	add(key: string, { row, item }: RowRef): RowRef | undefined {
		if (!this.filter && this.suspects.size === 0) return undefined;
		const digest = hash('sha1', key, 'binary');
		if (this.filter) {
			if (mark(this.filter, digest)) this.suspects.set(digest, { last: { row, item } });
			return undefined;
		}
		const suspect = this.suspects.get(digest);
		if (!suspect) return undefined;
		const { last, first = (suspect.first = { row, item }) } = suspect;
		const other = isSame(first, { row, item }) ? last : first;
		// A key that was suspected wrongly has one row only.
		return isSame(other, { row, item }) ? undefined : other;
	}

	/** All rows have come by once. */
	endFirstPass(): void {
		this.filter = undefined;
	}

	/** Whether they have to come by again, so that those with the same key are known. */
	get needsSecondPass(): boolean {
		return this.suspects.size > 0;
	}
}

function isSame(a: RowRef, b: RowRef): boolean {
	return a.row === b.row && a.item === b.item;
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
