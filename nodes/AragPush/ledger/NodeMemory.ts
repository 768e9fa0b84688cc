import type { NodeStore } from './nodeStore';
import type { Past } from './past';
import type { Reserved } from './Reservations';
import { Reservations } from './Reservations';

/** What is reserved when n8n dies is in doubt, so only so much is reserved ahead that no request has to wait. */
const GROWTH = 4;
const MOST_AHEAD = 120;
/** At least so long a reservation takes until it is confirmed, even where n8n is busy. */
const CONFIRMED_WITHIN_MS = 2_000;
/** The same is true of what was settled and is not written; not less, since each call costs the whole row. */
const MOST_UNWRITTEN = 20;
const LONGEST_UNWRITTEN_MS = 1_000;

/** How a run asks for reservations. */
export interface Pace {
	parallelRequests: number;
	/** Between two requests, if the user has set it. */
	requestIntervalMs: number;
}

interface Batch {
	reserved: Promise<ReadonlyMap<string, Reserved>>;
	isReady: boolean;
	isWaitedFor: boolean;
}

/** What this node has bought in any execution; the reservations of a run are made ahead of its requests. */
export class NodeMemory {
	private readonly reservations: Reservations;
	private readonly batches = new Map<string, Batch>();
	private readonly order: Batch[] = [];
	private ahead: number;
	private readonly mostAhead: number;
	/** Of those that were begun. */
	private unasked = 0;
	/** Reserved, and neither sent nor given back. */
	private readonly unsent = new Set<string>();
	/** What other processes may be buying. */
	private readonly elsewhere: Array<Promise<void>> = [];
	private boughtKeys: string[] = [];
	private givenBackKeys = new Set<string>();
	private toTell: { whenWritten: Array<() => void>; whenStayed: Array<() => void> };
	private readonly settling: Array<Promise<void>> = [];
	private isWriting = false;
	private isTimed = false;
	private flushedAt = Date.now();
	private lost = 0;

	/** @param upcoming All keys of the run, in the order in which they will be reserved. */
	constructor(
		store: NodeStore,
		private readonly pause: (ms: number) => Promise<unknown>,
		private readonly upcoming: string[],
		{ parallelRequests, requestIntervalMs }: Pace,
	) {
		this.reservations = new Reservations(store, pause);
		this.ahead = parallelRequests;
		const mostInTime = requestIntervalMs > 0 ? CONFIRMED_WITHIN_MS / requestIntervalMs : Infinity;
		this.mostAhead = Math.min(parallelRequests + Math.ceil(mostInTime), MOST_AHEAD);
		this.toTell = { whenWritten: [], whenStayed: [] };
	}

	/**
	 * To be awaited before the request leaves. Rejects when the store cannot be written.
	 * @param isTurnFree Whether the request could leave now, if only it were reserved.
	 * @param aside Awaits how it ends with another process that may be buying it.
	 */
	async reserve(
		key: string,
		isTurnFree = () => true,
		aside = async (past: Promise<Past>) => await past,
	): Promise<Past> {
		const batch = this.batches.get(key) ?? this.startBatchWith(key);
		const isWaiting = !batch.isReady;
		this.unasked--;
		if (isWaiting && isTurnFree()) this.growFor(batch);
		if (this.upcoming.length > 0 && this.unasked <= this.ahead / 2) {
			this.startBatch(this.upcoming.splice(0, this.ahead - this.unasked));
		}
		const reserved = (await batch.reserved).get(key);
		if (isWaiting && isTurnFree()) this.growFor(batch);
		if (!reserved) throw new Error('This key was not announced to the memory');
		return reserved.state === 'elsewhere' ? await aside(reserved.past) : reserved;
	}

	/** To be called right before the request leaves: from here on the key is in doubt until it is settled. */
	sent(key: string): void {
		this.unsent.delete(key);
	}

	bought(key: string): void {
		this.boughtKeys.push(key);
		this.flushIfDue();
	}

	/** Nothing was bought. */
	giveBack(key: string): void {
		this.unsent.delete(key);
		this.givenBackKeys.add(key);
		this.flushIfDue();
	}

	/** Writes what was settled. Never rejects: what can't be written leaves its policies in doubt. */
	async flush(): Promise<void> {
		const [bought, givenBack] = [this.boughtKeys, [...this.givenBackKeys]];
		const { whenWritten, whenStayed } = this.toTell;
		this.boughtKeys = [];
		this.givenBackKeys = new Set();
		this.toTell = { whenWritten: [], whenStayed: [] };
		const tell = (waiting: Array<() => void>) => waiting.forEach((call) => call());
		this.isWriting = true;
		this.flushedAt = Date.now();
		const settled = this.reservations.settle(bought, givenBack);
		const stayed = settled.then(async (marked) => await this.reservations.staySettled(marked));
		this.settling.push(stayed.catch(() => undefined).then(() => tell(whenStayed)));
		await settled.catch(() => {
			this.lost += bought.length + givenBack.length;
		});
		this.isWriting = false;
		tell(whenWritten);
		this.flushIfDue();
	}

	/** Calls back when whoever looks next finds how the policy ended. */
	whenKnown(key: string, tell: () => void): void {
		if (!this.batches.has(key)) tell();
		// A look uses up the mark of what was given back, so nobody may look before it is sure to be there.
		else if (this.givenBackKeys.has(key)) this.toTell.whenStayed.push(tell);
		else this.toTell.whenWritten.push(tell);
	}

	/**
	 * Gives back what was reserved and never sent, and waits until all that was settled has stayed in the store.
	 * @returns How many settled entries could not be written; later runs will report their items as in doubt.
	 */
	async close(): Promise<number> {
		await Promise.allSettled(this.order.map(async ({ reserved }) => await reserved));
		await Promise.all(this.elsewhere);
		for (const key of [...this.unsent]) this.giveBack(key);
		await this.flush();
		await Promise.all(this.settling);
		return this.lost;
	}

	private flushIfDue(): void {
		if (this.isWriting || this.unwritten === 0) return;
		const isLate = Date.now() - this.flushedAt >= LONGEST_UNWRITTEN_MS;
		if (isLate || this.unwritten >= MOST_UNWRITTEN) void this.flush();
		else void this.flushInTime();
	}

	/** Also where nothing else is settled: this run may wait for another process, which may wait for what was settled here. */
	private async flushInTime(): Promise<void> {
		if (this.isTimed) return;
		this.isTimed = true;
		await this.pause(LONGEST_UNWRITTEN_MS);
		this.isTimed = false;
		if (!this.isWriting && this.unwritten > 0) await this.flush();
	}

	private get unwritten(): number {
		return this.boughtKeys.length + this.givenBackKeys.size;
	}

	/** A request has had to wait for the batch. */
	private growFor(batch: Batch): void {
		if (batch === this.order[0] || batch.isWaitedFor) return;
		batch.isWaitedFor = true;
		this.ahead = Math.min(this.ahead * GROWTH, this.mostAhead);
	}

	/** A key that was somebody else's when the run began was not announced, and comes on its own. */
	private startBatchWith(key: string): Batch {
		const place = this.upcoming.indexOf(key);
		return this.startBatch(place === -1 ? [key] : this.upcoming.splice(0, place + this.ahead));
	}

	private startBatch(keys: string[]): Batch {
		const batch: Batch = {
			reserved: this.reservations.reserve(keys).then((reserved) => {
				for (const [key, one] of reserved) this.note(key, one);
				batch.isReady = true;
				return reserved;
			}),
			isReady: false,
			isWaitedFor: false,
		};
		batch.reserved.catch(() => undefined); // told to whoever asks for one of its keys, and perhaps nobody will
		for (const key of keys) this.batches.set(key, batch);
		this.order.push(batch);
		this.unasked += keys.length;
		void this.flush();
		return batch;
	}

	private note(key: string, reserved: Reserved): void {
		if (reserved.state === 'new') this.unsent.add(key);
		if (reserved.state !== 'elsewhere') return;
		const noted = reserved.past.then((past) => this.note(key, past));
		this.elsewhere.push(noted.catch(() => undefined));
	}
}
