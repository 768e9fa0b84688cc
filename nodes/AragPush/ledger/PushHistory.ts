/** n8n's deduplication store, as far as we need it. Each call reads and writes its whole row, without a lock. */
export interface HistoryStore {
	/** Records the entries and returns those that were there before. */
	checkAndRecord(entries: string[]): Promise<Set<string>>;
	remove(entries: string[]): Promise<void>;
}

export type PastState = 'new' | 'bought' | 'inDoubt';

/** Small, since up to three batches are in doubt when n8n dies; not smaller, since each call costs the whole row. */
const BATCH_SIZE = 20;

const pushed = (key: string) => `pushed:${key}`;
/** The entry of a key that is on its way, or in doubt. */
export const pending = (key: string) => `pending:${key}`;

/**
 * What this node has bought in any execution. Before a request two entries are written, `pushed` and `pending`;
 * `pending` is removed when the policy exists, both when nothing was bought. A key with `pending` left over is in
 * doubt. The store can only look by writing, and a crash right after such a look leaves a bought policy in doubt,
 * never one in doubt as bought.
 */
export class PushHistory {
	private readonly batches = new Map<string, Promise<Map<string, PastState>>>();
	private newestBatch?: Promise<Map<string, PastState>>;
	private readonly unsent = new Set<string>();
	private removals: string[] = [];
	private lastCall: Promise<unknown> = Promise.resolve();
	private lost = 0;

	/** @param upcoming All keys of the run, in the order in which they will be reserved. */
	constructor(
		private readonly store: HistoryStore,
		private readonly upcoming: string[],
	) {}

	/** To be awaited before the request leaves. Rejects when the store cannot be written. */
	async reserve(key: string): Promise<PastState> {
		if (!this.batches.has(key)) this.reserveNextBatch();
		// One batch ahead, so that requests need not wait for the store.
		if (this.batches.get(key) === this.newestBatch) this.reserveNextBatch();
		const state = (await this.batches.get(key))?.get(key);
		if (!state) throw new Error('This key was not announced to the history');
		return state;
	}

	/** To be called right before the request leaves: from here on the key is in doubt until it is settled. */
	begin(key: string): void {
		this.unsent.delete(key);
	}

	bought(key: string): void {
		this.removals.push(pending(key));
	}

	/** For a request that provably bought nothing. */
	release(key: string): void {
		this.removals.push(pushed(key), pending(key));
	}

	/**
	 * Releases what was reserved and never sent, and waits for the store.
	 * @returns How many settled entries could not be written; later runs will report their items as in doubt.
	 */
	async close(): Promise<number> {
		await this.lastCall;
		for (const key of this.unsent) this.release(key);
		await this.writeRemovals();
		return this.lost;
	}

	private reserveNextBatch(): void {
		const keys = this.upcoming.splice(0, BATCH_SIZE);
		if (keys.length === 0) return;
		const batch = this.enqueue(async () => await this.reserveAll(keys));
		batch.catch(() => undefined); // told to whoever asks for one of its keys, and perhaps nobody will
		for (const key of keys) this.batches.set(key, batch);
		this.newestBatch = batch;
		// Behind the reservation, which is more urgent.
		void this.writeRemovals();
	}

	private async reserveAll(keys: string[]): Promise<Map<string, PastState>> {
		const before = await this.store.checkAndRecord(
			keys.flatMap((key) => [pushed(key), pending(key)]),
		);
		const states = new Map<string, PastState>();
		for (const key of keys) {
			const state = before.has(pending(key))
				? 'inDoubt'
				: before.has(pushed(key))
					? 'bought'
					: 'new';
			states.set(key, state);
			if (state === 'new') this.unsent.add(key);
			if (state === 'bought') this.bought(key);
		}
		return states;
	}

	private async writeRemovals(): Promise<void> {
		await this.enqueue(async () => {
			const removals = this.removals;
			this.removals = [];
			if (removals.length === 0) return;
			await this.store.remove(removals).catch(() => {
				this.lost += removals.length;
			});
		});
	}

	private async enqueue<T>(call: () => Promise<T>): Promise<T> {
		const result = this.lastCall.then(call);
		this.lastCall = result.catch(() => undefined);
		return await result;
	}
}
