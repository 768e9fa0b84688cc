import { hash } from 'node:crypto';

const FIRST_CAPACITY = 1 << 12;

interface Place {
	row: number;
	item: number;
}

/**
 * The keys of a run and the rows that hold them, in 16 bytes each: a million keys have to fit beside everything
 * else. Of a key it knows 64 bits of its SHA-1, so two keys in a million collide once in 37 million runs.
 */
export class KeySet {
	private capacity = FIRST_CAPACITY;
	private high = new Uint32Array(FIRST_CAPACITY);
	private low = new Uint32Array(FIRST_CAPACITY);
	/** 0 marks a free place; rows count from 1. */
	private rows = new Uint32Array(FIRST_CAPACITY);
	private items = new Uint32Array(FIRST_CAPACITY);
	private size = 0;

	/** Adds a row's key, or gives the other row that has it, with its n8n item. The same row may come in each pass. */
	add(key: string, row: number, item: number): Place | undefined {
		if (this.size * 2 >= this.capacity) this.grow();
		const digest = hash('sha1', key, 'binary');
		const [high, low] = [word(digest, 0), word(digest, 4)];
		const place = this.find(high, low);
		const earlier = this.rows[place];
		if (earlier) {
			const other = { row: earlier, item: this.items[place] ?? 0 };
			return other.row === row && other.item === item ? undefined : other;
		}
		this.put(place, high, low, row, item);
		this.size++;
		return undefined;
	}

	private find(high: number, low: number): number {
		let place = low & (this.capacity - 1);
		while (this.rows[place] && (this.high[place] !== high || this.low[place] !== low)) {
			place = (place + 1) & (this.capacity - 1);
		}
		return place;
	}

	private put(place: number, high: number, low: number, row: number, item: number): void {
		this.high[place] = high;
		this.low[place] = low;
		this.rows[place] = row;
		this.items[place] = item;
	}

	private grow(): void {
		const { high, low, rows, items } = this;
		this.capacity *= 2;
		this.high = new Uint32Array(this.capacity);
		this.low = new Uint32Array(this.capacity);
		this.rows = new Uint32Array(this.capacity);
		this.items = new Uint32Array(this.capacity);
		rows.forEach((row, i) => {
			const [h = 0, l = 0, item = 0] = [high[i], low[i], items[i]];
			if (row) this.put(this.find(h, l), h, l, row, item);
		});
	}
}

/** Four characters of a byte string as one number. */
function word(bytes: string, at: number): number {
	let value = 0;
	for (let i = at; i < at + 4; i++) value = (value << 8) | bytes.charCodeAt(i);
	return value >>> 0;
}
