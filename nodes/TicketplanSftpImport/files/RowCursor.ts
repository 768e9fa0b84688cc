import type { GoodRow } from '../rows/row';
import { inputChangedError } from './inputChanged';
import type { RowStream } from './planFiles';

/**
 * Reads stretches of rows. A stretch that begins where the last one ended goes on from there, any other one
 * starts over, so files that are sent one after another read the input once.
 */
export class RowCursor {
	private idle?: Reader;

	constructor(private readonly stream: RowStream) {}

	/** The rows from one number, counted from 0, up to before another. `isLast` lets go of the input after them. */
	async *read(from: number, to: number, isLast: boolean): AsyncGenerator<GoodRow[]> {
		const reader = this.take(from);
		let reachedEnd = false;
		try {
			while (reader.position < to) {
				const before = reader.position;
				const batch = await reader.next(before < from ? from : to);
				if (batch.length === 0) throw inputChangedError();
				if (before >= from) yield batch;
			}
			reachedEnd = !isLast;
		} finally {
			const done = reachedEnd ? this.idle : reader;
			if (reachedEnd) this.idle = reader;
			await done?.close();
		}
	}

	async close(): Promise<void> {
		await this.idle?.close();
		this.idle = undefined;
	}

	private take(position: number): Reader {
		const { idle } = this;
		if (idle?.position !== position) return new Reader(this.stream());
		this.idle = undefined;
		return idle;
	}
}

class Reader {
	position = 0;
	private rest: GoodRow[] = [];

	constructor(private readonly batches: AsyncGenerator<GoodRow[]>) {}

	/** The next rows at hand, none of them at or after `limit`; none at all at the end. */
	async next(limit: number): Promise<GoodRow[]> {
		while (this.rest.length === 0) {
			const { value, done } = await this.batches.next();
			if (done) return [];
			this.rest = value;
		}
		const rows = this.rest.slice(0, limit - this.position);
		this.rest = this.rest.slice(rows.length);
		this.position += rows.length;
		return rows;
	}

	async close(): Promise<void> {
		await this.batches.return(undefined);
	}
}
