import { unknownOutcome } from '../server/outcome';
import { BoughtMarks } from './BoughtMarks';
import type { NodeStore } from './nodeStore';
import type { Past } from './past';

/** Small, since what is reserved when n8n dies is in doubt; not smaller, since each call costs the whole row. */
const BATCH_SIZE = 20;
/** So many batches are reserved ahead, so that requests need not wait for the store. */
const BATCHES_AHEAD = 6;
/**
 * By then another process that was in the middle of its call has written its row back. Twice, and never after the same
 * time, so that two processes that began together do not confirm together.
 */
const CONFIRM_AFTER_MS = [500, 100] as const;
const JITTER_MS = 250;
const MOST_ROUNDS = 10;
/** So long after its beginning a run waits for what another process may be buying in the same moment. */
const PATIENCE_MS = 5_000;

const pushed = (key: string) => `pushed:${key}`;
const pending = (key: string) => `pending:${key}`;
const confirmed = (key: string, round: number) => `confirmed:${round}:${key}`;

/**
 * What this node has bought in any execution. The store can only look by writing, and knows no lock, so between processes an
 * entry that was added can be lost, and one that was removed can come back. Hence:
 * - A reservation is `pushed` and `pending`, written together, and looked at again a moment later: what was lost by then is
 *   written again, and whoever finds a `confirmed` there was second.
 * - Bought: a mark is added, looked at again in the same way, and `pending` removed. Should `pending` come back, the mark
 *   still tells.
 * - Nothing bought: `pushed` is removed, `pending` stays. Should `pushed` come back, the policy is in doubt.
 * Whatever goes wrong ends in doubt, never in a policy that is bought twice or called bought without being it.
 */
export class NodeMemory {
	private readonly marks: BoughtMarks;
	private readonly batches = new Map<string, Promise<Map<string, Past>>>();
	private readonly order: Array<Promise<Map<string, Past>>> = [];
	/** Reserved, and neither sent nor given back. */
	private readonly unsent = new Set<string>();
	/** The round in which a reservation was confirmed. */
	private readonly rounds = new Map<string, number>();
	private readonly patientUntil = Date.now() + PATIENCE_MS;
	/** By key, the place from which on its mark is to be written. */
	private unmarked = new Map<string, number>();
	private removals: string[] = [];
	private readonly confirmations: Array<Promise<void>> = [];
	private lost = 0;
	private written: Array<() => void> = [];

	/** @param upcoming All keys of the run, in the order in which they will be reserved. */
	constructor(
		private readonly store: NodeStore,
		private readonly pause: (ms: number) => Promise<unknown>,
		private readonly upcoming: string[],
	) {
		this.marks = new BoughtMarks(store);
	}

	/** To be awaited before the request leaves. Rejects when the store cannot be written. */
	async reserve(key: string): Promise<Past> {
		if (!this.batches.has(key)) {
			// A key that was somebody else's when the run began comes on its own.
			if (this.upcoming.includes(key)) this.startBatches(this.upcoming.indexOf(key) + 1);
			else this.startBatch([key]);
		}
		const batch = this.batches.get(key);
		const place = batch ? this.order.indexOf(batch) : -1;
		this.startBatches((place + BATCHES_AHEAD - this.order.length + 1) * BATCH_SIZE);
		const past = (await batch)?.get(key);
		if (!past) throw new Error('This key was not announced to the memory');
		return past;
	}

	/** To be called right before the request leaves: from here on the key is in doubt until it is settled. */
	sent(key: string): void {
		this.unsent.delete(key);
	}

	bought(key: string): void {
		this.unmarked.set(key, 1);
		this.removals.push(pending(key));
	}

	/** Nothing was bought. */
	giveBack(key: string): void {
		this.unsent.delete(key);
		this.removals.push(pushed(key), ...this.confirmedRounds(key));
	}

	/** Writes what was settled. Never rejects: what can't be written leaves its policies in doubt. */
	async flush(): Promise<void> {
		const { unmarked, removals, written } = this;
		this.unmarked = new Map();
		this.removals = [];
		this.written = [];
		try {
			// In this order: without its mark, a policy stays in doubt.
			const places = await this.marks.write(unmarked);
			if (removals.length > 0) await this.store.remove(removals);
			this.confirmations.push(this.confirmMarks(places).catch(() => undefined));
		} catch {
			this.lost += removals.length;
		}
		for (const tell of written) tell();
	}

	/** Calls back when all that was settled so far is written. */
	whenWritten(key: string, tell: () => void): void {
		if (this.batches.has(key)) this.written.push(tell);
		else tell();
	}

	/**
	 * Gives back what was reserved and never sent, and waits until all that was settled has stayed in the store.
	 * @returns How many settled entries could not be written; later runs will report their items as in doubt.
	 */
	async close(): Promise<number> {
		await Promise.allSettled(this.order);
		for (const key of [...this.unsent]) this.giveBack(key);
		await this.flush();
		await Promise.all(this.confirmations);
		return this.lost;
	}

	private confirmedRounds(key: string): string[] {
		const rounds = this.rounds.get(key) ?? 0;
		return Array.from({ length: rounds }, (_, index) => confirmed(key, index + 1));
	}

	private async confirmMarks(places: Map<string, number>): Promise<void> {
		let open = places;
		for (let round = 1; round <= MOST_ROUNDS && open.size > 0; round++) {
			await this.pauseAbout(CONFIRM_AFTER_MS[0]);
			open = await this.marks.writeAgain(open);
		}
		const confirmations = [...places.keys()].flatMap((key) => this.confirmedRounds(key));
		if (confirmations.length > 0) await this.store.remove(confirmations);
	}

	private async pauseAbout(ms: number): Promise<void> {
		await this.pause(ms + Math.random() * JITTER_MS);
	}

	private startBatches(keys: number): void {
		for (let started = 0; started < keys && this.upcoming.length > 0; started += BATCH_SIZE) {
			this.startBatch(this.upcoming.splice(0, BATCH_SIZE));
			void this.flush();
		}
	}

	private startBatch(keys: string[]): void {
		const batch = this.reserveAll(keys);
		batch.catch(() => undefined); // told to whoever asks for one of its keys, and perhaps nobody will
		for (const key of keys) this.batches.set(key, batch);
		this.order.push(batch);
	}

	private async reserveAll(keys: string[]): Promise<Map<string, Past>> {
		const before = await this.store.record(keys.flatMap((key) => [pushed(key), pending(key)]));
		const pasts = new Map<string, Past>();
		const open: string[] = [];
		const own: string[] = [];
		for (const key of keys) {
			if (!before.has(pushed(key))) own.push(key);
			else if (before.has(pending(key))) open.push(key);
			else pasts.set(key, this.knownAsBought(key));
		}
		const [theirs, ours] = await Promise.all([this.lookFurther(open), this.confirm(own)]);
		return new Map([...pasts, ...theirs, ...ours]);
	}

	/** The look has written `pending` again. */
	private knownAsBought(key: string): Past {
		this.removals.push(pending(key));
		return { state: 'bought', reference: '', requestId: '' };
	}

	/** Of keys that are pushed and pending: bought all the same, or in a moment by another process, or in doubt. */
	private async lookFurther(keys: string[]): Promise<Map<string, Past>> {
		const pasts = new Map<string, Past>();
		let open = new Map(keys.map((key) => [key, 1]));
		for (let afterMs: number = CONFIRM_AFTER_MS[0]; open.size > 0; afterMs *= 2) {
			const found = await this.marks.find(open);
			open = new Map();
			for (const [key, { isBought, next }] of found) {
				if (isBought) {
					this.unmarked.set(key, next);
					pasts.set(key, this.knownAsBought(key));
				} else open.set(key, next);
			}
			if (Date.now() + afterMs > this.patientUntil) break;
			if (open.size > 0) await this.pauseAbout(afterMs);
		}
		for (const key of open.keys()) pasts.set(key, inDoubt());
		return pasts;
	}

	/** Whether reservations have stayed, and are ours. */
	private async confirm(keys: string[]): Promise<Map<string, Past>> {
		const pasts = new Map<string, Past>();
		const theirs: string[] = [];
		const stays = new Map(keys.map((key) => [key, 0]));
		for (let round = 1; round <= MOST_ROUNDS && stays.size > 0; round++) {
			const afterMs = round === 1 ? CONFIRM_AFTER_MS[0] : CONFIRM_AFTER_MS[1];
			await this.pauseAbout(afterMs);
			const before = await this.store.record(
				[...stays.keys()].flatMap((key) => [pushed(key), pending(key), confirmed(key, round)]),
			);
			for (const [key, stayed] of stays) {
				if (before.has(confirmed(key, round))) {
					theirs.push(key);
					stays.delete(key);
				} else if (!before.has(pushed(key))) stays.set(key, 0);
				else if (!before.has(pending(key))) {
					pasts.set(key, this.knownAsBought(key));
					stays.delete(key);
				} else if (stayed + 1 < CONFIRM_AFTER_MS.length) stays.set(key, stayed + 1);
				else {
					pasts.set(key, { state: 'new' });
					this.unsent.add(key);
					this.rounds.set(key, round);
					stays.delete(key);
				}
			}
		}
		for (const key of stays.keys()) pasts.set(key, inDoubt());
		return new Map([...pasts, ...(await this.lookFurther(theirs))]);
	}
}

/** For a run that remembers nothing: what it bought is no longer in doubt for later runs. */
export async function settleDoubts(store: NodeStore, keys: string[]): Promise<void> {
	if (keys.length > 0) await store.remove(keys.map(pending));
}

function inDoubt(): Past {
	const error = unknownOutcome(
		'an earlier execution was about to send it, or has sent it, and how that ended was never written down',
	);
	return { state: 'unknown', error };
}
