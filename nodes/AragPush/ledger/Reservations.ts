import { randomBytes } from 'node:crypto';

import { unknownOutcome } from '../server/outcome';
import { Marks } from './Marks';
import type { NodeStore } from './nodeStore';
import type { Past } from './past';

/**
 * By then another process that was in the middle of its call has written its row back, also where calls take longer than
 * that, since what ours take is added; a second look comes after a shorter time. Never after the same time, so that two
 * processes that began together do not look together.
 */
const CONFIRM_AFTER_MS = [500, 100] as const;
const JITTER_MS = 250;
/** Two busy workers overwrite each other in more than every third round, so a few rounds in a row are nothing special. */
const MOST_ROUNDS = 100;
/** So long a run waits for what another process may be buying, once it meets that, and after each end that it has waited for. */
const PATIENCE_MS = 5_000;
/** In addition for so many calls to the store, since that process waits for its calls, too; one call may be slow by accident. */
const PATIENCE_CALLS = 50;
const LONGEST_PATIENCE_MS = 30_000;

const pushed = (key: string) => `pushed:${key}`;
const pending = (key: string) => `pending:${key}`;

/** What came of reserving a policy. Another process may be buying it: its past is known once that has ended, or is in doubt. */
export type Reserved = Past | { state: 'elsewhere'; past: Promise<Past> };

/** Policies that have a mark of how they ended. */
interface Settled {
	bought: readonly string[];
	givenBack: readonly string[];
}

/**
 * The policies that this node has bought, or is about to, in any process. The store can only look by writing, and knows no
 * lock, so between processes an entry that was added can be lost, and one that was removed can come back. Hence:
 * - A reservation is `pushed`, `pending` and a name of our own, written together, and looked at again when every call that was
 *   under way has ended. Of several who wrote it at once, each by overwriting the others, only the last one's name is still
 *   there then. Where nothing is left of it, it is written again.
 * - Bought, or given back since nothing was bought: a mark is added, and looked at again in the same way.
 * - What was given back stays reserved: whoever uses up its mark has it next. The place of that mark is the generation of the
 *   reservation, which keeps its names apart from earlier ones.
 * - `pending` is removed from what was bought, so that the next look needs no mark. Should it come back, the mark still tells.
 * Whatever goes wrong ends in doubt, never in a policy that is bought twice or called bought without being it.
 */
export class Reservations {
	private readonly bought: Marks;
	private readonly givenBack: Marks;
	private patientUntil = 0;
	/** Whether the last look that was waited for has seen an end; if not, what is met later is waited for no more. */
	private othersGoOn = true;
	private readonly name = randomBytes(6).toString('base64url');
	/** The looks that found a policy bought wrote its `pending` again, and used up its mark, if they found one. */
	private foundBought: Array<{ key: string; hadMark: boolean }> = [];
	/** Written beside looks that gave us nothing. */
	private needless: string[] = [];
	private readonly generations = new Map<string, number>();

	constructor(
		private readonly store: NodeStore,
		private readonly pause: (ms: number) => Promise<unknown>,
	) {
		this.bought = new Marks(store, 'bought', this.name);
		this.givenBack = new Marks(store, 'givenBack', this.name);
	}

	/** Reserves each key that is `new`, without waiting for what others buy; rejects when the store can't be written. */
	async reserve(keys: readonly string[]): Promise<Map<string, Reserved>> {
		const before = await this.store.record(
			keys.flatMap((key) => [pushed(key), pending(key), this.ours(key)]),
		);
		const reserved = new Map<string, Reserved>();
		const waitFor = (theirs: readonly string[]) => {
			const looked = this.lookFurther(theirs);
			looked.catch(() => undefined); // told to whoever asks for one of its keys
			for (const key of theirs) {
				const past = looked.then((pasts) => pasts.get(key)!);
				past.catch(() => undefined);
				reserved.set(key, { state: 'elsewhere', past });
			}
		};
		const open: string[] = [];
		const own: string[] = [];
		for (const key of keys) {
			if (!before.has(pushed(key))) own.push(key);
			else if (before.has(pending(key))) open.push(key);
			else reserved.set(key, this.seeAsBought(key, { hadMark: false }));
		}
		waitFor(open);
		const { pasts, theirs } = await this.confirm(own);
		waitFor(theirs);
		return new Map([...reserved, ...pasts]);
	}

	/**
	 * Writes down how reservations ended, and once more what looks have used up.
	 * @returns What has a mark now.
	 */
	async settle(bought: readonly string[], givenBack: readonly string[]): Promise<Settled> {
		const found = this.foundBought;
		this.foundBought = [];
		const usedUp = found.filter(({ hadMark }) => hadMark).map(({ key }) => key);
		const settled = { bought: [...bought, ...usedUp], givenBack };
		const all = [...settled.bought, ...givenBack];
		await Promise.all([this.bought.startAnew(all), this.givenBack.startAnew(all)]);
		// In this order: without its mark, a policy stays in doubt.
		await Promise.all([this.bought.write(settled.bought), this.givenBack.write(givenBack)]);
		const certain = [...bought, ...found.map(({ key }) => key)];
		await this.remove([...certain.map(pending), ...this.needless.splice(0)]);
		return settled;
	}

	/** Waits until what was settled has stayed in the store. */
	async staySettled({ bought, givenBack }: Settled): Promise<void> {
		let openBought = bought;
		let openGivenBack = givenBack;
		for (let round = 0; round < MOST_ROUNDS; round++) {
			if (openBought.length + openGivenBack.length === 0) break;
			await this.pauseAbout(CONFIRM_AFTER_MS[0]);
			[openBought, openGivenBack] = await Promise.all([
				this.bought.writeAgain(openBought),
				this.givenBack.writeAgain(openGivenBack),
			]);
		}
		// Once more, since also what was removed may have come back, while somebody's look has used up the mark.
		await this.remove([
			...this.namesOf([...bought, ...givenBack]),
			...this.bought.signaturesOf(bought),
			...this.givenBack.signaturesOf(givenBack),
			...bought.map(pending),
		]);
	}

	private seeAsBought(key: string, { hadMark }: { hadMark: boolean }): Past {
		this.foundBought.push({ key, hadMark });
		this.needless.push(...this.namesOf([key]));
		return { state: 'bought', reference: '', requestId: '' };
	}

	private seeAsDoubt(key: string): Past {
		this.needless.push(...this.namesOf([key]));
		const error = unknownOutcome(
			'an earlier execution was about to send it, or has sent it, and how that ended was never written down',
		);
		return { state: 'unknown', error };
	}

	/** Of keys that are pushed and pending: settled all the same, or in a moment by another process, or in doubt. */
	private async lookFurther(keys: readonly string[]): Promise<Map<string, Past>> {
		const pasts = new Map<string, Past>();
		const free: string[] = [];
		let open = [...keys];
		let isFirstLook = true;
		let isCutShort = false;
		let afterMs: number = CONFIRM_AFTER_MS[0];
		this.patientUntil ||= open.length > 0 ? this.patientFromNow() : 0;
		let { patientUntil } = this;
		while (open.length > 0) {
			const [settled, bought, givenBack] = await Promise.all([
				this.findSettled(open),
				this.bought.find(open),
				this.givenBack.find(open, (key, place) => [this.ours(key, place)]),
			]);
			// What is there at the first look may have ended long ago.
			if (!isFirstLook) {
				this.othersGoOn = settled.length + bought.size + givenBack.size > 0;
				if (this.othersGoOn) this.patientUntil = this.patientFromNow();
			}
			for (const key of new Set([...settled, ...bought.keys()])) {
				pasts.set(key, this.seeAsBought(key, { hadMark: true }));
			}
			for (const [key, generation] of givenBack) {
				if (pasts.has(key)) continue;
				this.generations.set(key, generation);
				free.push(key);
			}
			open = open.filter((key) => !pasts.has(key) && !givenBack.has(key));
			// Another process that has ended something, here or in another look, may soon end this, too.
			const isNews = this.patientUntil > patientUntil;
			if (isNews) afterMs = CONFIRM_AFTER_MS[0];
			({ patientUntil } = this);
			const leftMs = patientUntil - Date.now();
			const isPatient = isNews || (isFirstLook && this.othersGoOn) || (leftMs > 0 && !isCutShort);
			if (open.length === 0 || !isPatient) break;
			isFirstLook = false;
			isCutShort = afterMs > leftMs;
			await this.pauseAbout(isCutShort ? Math.max(leftMs, CONFIRM_AFTER_MS[0]) : afterMs);
			afterMs *= 2;
		}
		for (const key of open) pasts.set(key, this.seeAsDoubt(key));
		if (free.length === 0) return pasts;
		const confirmed = await this.confirm(free);
		return new Map([...pasts, ...confirmed.pasts, ...(await this.lookFurther(confirmed.theirs))]);
	}

	/**
	 * Of keys that we have called pending, those of which somebody has removed that since: they were bought, even where the mark
	 * is lost. Where our name beside it is gone as well, another process has merely overwritten both.
	 */
	private async findSettled(keys: readonly string[]): Promise<string[]> {
		const before = await this.store.record(keys.flatMap((key) => [pending(key), this.ours(key)]));
		return keys.filter((key) => before.has(this.ours(key)) && !before.has(pending(key)));
	}

	/** Whether reservations have stayed, and are ours; what is `theirs` has no past yet. */
	private async confirm(
		keys: readonly string[],
	): Promise<{ pasts: Map<string, Past>; theirs: string[] }> {
		const pasts = new Map<string, Past>();
		const theirs: string[] = [];
		const stays = new Map(keys.map((key) => [key, 0]));
		let afterMs: number = CONFIRM_AFTER_MS[0];
		for (let round = 1; round <= MOST_ROUNDS && stays.size > 0; round++) {
			await this.pauseAbout(afterMs);
			afterMs = CONFIRM_AFTER_MS[1];
			const before = await this.store.record(
				[...stays.keys()].flatMap((key) => [
					...this.reservationOf(key),
					pending(key),
					this.ours(key, this.generationOf(key)),
				]),
			);
			for (const [key, stayed] of stays) {
				if (!this.reservationOf(key).every((entry) => before.has(entry))) {
					stays.set(key, 0);
					afterMs = CONFIRM_AFTER_MS[0];
					continue;
				}
				const isOurs = before.has(this.ours(key, this.generationOf(key)));
				const isPending = before.has(pending(key));
				if (isOurs && isPending && stayed + 1 < CONFIRM_AFTER_MS.length) {
					stays.set(key, stayed + 1);
					continue;
				}
				stays.delete(key);
				if (!isOurs) theirs.push(key);
				else if (isPending) pasts.set(key, { state: 'new' });
				else pasts.set(key, this.seeAsBought(key, { hadMark: false }));
			}
		}
		for (const key of stays.keys()) pasts.set(key, this.seeAsDoubt(key));
		return { pasts, theirs };
	}

	private async remove(entries: string[]): Promise<void> {
		if (entries.length > 0) await this.store.remove(entries);
	}

	/** Says whose a reservation is. */
	private ours(key: string, generation = 0): string {
		return `by:${this.name}:${generation}:${key}`;
	}

	/** All names that this run has written beside reservations of the keys. */
	private namesOf(keys: readonly string[]): string[] {
		return keys.flatMap((key) =>
			Array.from({ length: this.generationOf(key) + 1 }, (_, generation) =>
				this.ours(key, generation),
			),
		);
	}

	/** What has to be there for as long as it is ours: the look that used up the mark, too, or somebody else finds it. */
	private reservationOf(key: string): string[] {
		const generation = this.generationOf(key);
		return generation === 0 ? [pushed(key)] : [pushed(key), this.givenBack.look(key, generation)];
	}

	private generationOf(key: string): number {
		return this.generations.get(key) ?? 0;
	}

	private patientFromNow(): number {
		const patienceMs = PATIENCE_MS + PATIENCE_CALLS * this.store.callMs();
		return Date.now() + Math.min(patienceMs, LONGEST_PATIENCE_MS);
	}

	private async pauseAbout(ms: number): Promise<void> {
		await this.pause(ms + 2 * this.store.callMs() + Math.random() * JITTER_MS);
	}
}

/** Policies that were bought are no longer in doubt, also those of a run that remembers nothing. */
export async function settleDoubts(store: NodeStore, keys: readonly string[]): Promise<void> {
	if (keys.length > 0) await store.remove(keys.map(pending));
}
