import { unknownOutcome } from '../server/outcome';
import { Marks } from './Marks';
import type { NodeStore } from './nodeStore';
import type { Past } from './past';

/**
 * By then another process that was in the middle of its call has written its row back, also where calls take longer than
 * that, since what ours take is added. Twice, and never after the same time, so that two processes that began together do
 * not confirm together.
 */
const CONFIRM_AFTER_MS = [500, 100] as const;
const JITTER_MS = 250;
const MOST_ROUNDS = 10;
/** So long after its beginning a run waits for what another process may be buying in the same moment. */
const PATIENCE_MS = 5_000;

const pushed = (key: string) => `pushed:${key}`;
const pending = (key: string) => `pending:${key}`;
const confirmed = (key: string, generation: number, round: number) =>
	`confirmed:${generation}:${round}:${key}`;

/** Policies that have a mark of how they ended. */
interface Settled {
	bought: readonly string[];
	givenBack: readonly string[];
}

/**
 * The policies that this node has bought, or is about to, in any process. The store can only look by writing, and knows no
 * lock, so between processes an entry that was added can be lost, and one that was removed can come back. Hence:
 * - A reservation is `pushed` and `pending`, written together, and looked at again a moment later: what was lost by then is
 *   written again, and whoever finds a `confirmed` there was second.
 * - Bought, or given back since nothing was bought: a mark is added, and looked at again in the same way.
 * - What was given back stays reserved: whoever uses up its mark has it next. The place of that mark is the generation of the
 *   reservation, which keeps its `confirmed` apart from earlier ones.
 * - `pending` is removed from what was bought, so that the next look needs no mark. Should it come back, the mark still tells.
 * Whatever goes wrong ends in doubt, never in a policy that is bought twice or called bought without being it.
 */
export class Reservations {
	private readonly bought: Marks;
	private readonly givenBack: Marks;
	private readonly patientUntil = Date.now() + PATIENCE_MS;
	/** The looks that found a policy bought wrote its `pending` again, and used up its mark, if they found one. */
	private foundBought: Array<{ key: string; hadMark: boolean }> = [];
	private readonly generations = new Map<string, number>();

	constructor(
		private readonly store: NodeStore,
		private readonly pause: (ms: number) => Promise<unknown>,
	) {
		this.bought = new Marks(store, 'bought');
		this.givenBack = new Marks(store, 'givenBack');
	}

	/** Reserves each key that is `new`; rejects when the store can't be written. */
	async reserve(keys: readonly string[]): Promise<Map<string, Past>> {
		const before = await this.store.record(keys.flatMap((key) => [pushed(key), pending(key)]));
		const pasts = new Map<string, Past>();
		const open: string[] = [];
		const own: string[] = [];
		for (const key of keys) {
			if (!before.has(pushed(key))) own.push(key);
			else if (before.has(pending(key))) open.push(key);
			else pasts.set(key, this.seeAsBought(key, { hadMark: false }));
		}
		const [theirs, ours] = await Promise.all([this.lookFurther(open), this.confirm(own)]);
		return new Map([...pasts, ...theirs, ...ours]);
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
		const [, anew] = await Promise.all([this.bought.startAnew(all), this.givenBack.startAnew(all)]);
		await this.remove(this.confirmedOf(anew));
		// In this order: without its mark, a policy stays in doubt.
		await Promise.all([this.bought.write(settled.bought), this.givenBack.write(givenBack)]);
		await settleDoubts(this.store, [...bought, ...found.map(({ key }) => key)]);
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
		await this.remove([...this.confirmedOf(bought), ...bought.map(pending)]);
	}

	private seeAsBought(key: string, { hadMark }: { hadMark: boolean }): Past {
		this.foundBought.push({ key, hadMark });
		return { state: 'bought', reference: '', requestId: '' };
	}

	/** Of keys that are pushed and pending: settled all the same, or in a moment by another process, or in doubt. */
	private async lookFurther(keys: readonly string[]): Promise<Map<string, Past>> {
		const pasts = new Map<string, Past>();
		const free: string[] = [];
		let open = [...keys];
		for (let afterMs: number = CONFIRM_AFTER_MS[0]; open.length > 0; afterMs *= 2) {
			const [bought, givenBack] = await Promise.all([
				this.bought.find(open),
				this.givenBack.find(open),
			]);
			for (const key of bought.keys()) pasts.set(key, this.seeAsBought(key, { hadMark: true }));
			for (const [key, generation] of givenBack) {
				if (bought.has(key)) continue;
				this.generations.set(key, generation);
				free.push(key);
			}
			open = open.filter((key) => !bought.has(key) && !givenBack.has(key));
			if (open.length === 0 || Date.now() + afterMs > this.patientUntil) break;
			await this.pauseAbout(afterMs);
		}
		for (const key of open) pasts.set(key, inDoubt());
		return free.length > 0 ? new Map([...pasts, ...(await this.confirm(free))]) : pasts;
	}

	/** Whether reservations have stayed, and are ours. */
	private async confirm(keys: readonly string[]): Promise<Map<string, Past>> {
		const pasts = new Map<string, Past>();
		const theirs: string[] = [];
		const stays = new Map(keys.map((key) => [key, 0]));
		for (let round = 1; round <= MOST_ROUNDS && stays.size > 0; round++) {
			const afterMs = round === 1 ? CONFIRM_AFTER_MS[0] : CONFIRM_AFTER_MS[1];
			await this.pauseAbout(afterMs);
			const before = await this.store.record(
				[...stays.keys()].flatMap((key) => [
					...this.reservationOf(key),
					pending(key),
					confirmed(key, this.generationOf(key), round),
				]),
			);
			for (const [key, stayed] of stays) {
				if (before.has(confirmed(key, this.generationOf(key), round))) {
					theirs.push(key);
					stays.delete(key);
				} else if (!this.reservationOf(key).every((entry) => before.has(entry))) stays.set(key, 0);
				else if (!before.has(pending(key))) {
					pasts.set(key, this.seeAsBought(key, { hadMark: false }));
					stays.delete(key);
				} else if (stayed + 1 < CONFIRM_AFTER_MS.length) stays.set(key, stayed + 1);
				else {
					pasts.set(key, { state: 'new' });
					stays.delete(key);
				}
			}
		}
		for (const key of stays.keys()) pasts.set(key, inDoubt());
		return theirs.length > 0 ? new Map([...pasts, ...(await this.lookFurther(theirs))]) : pasts;
	}

	private async remove(entries: string[]): Promise<void> {
		if (entries.length > 0) await this.store.remove(entries);
	}

	private confirmedOf(keys: readonly string[]): string[] {
		return keys.flatMap((key) =>
			Array.from({ length: this.generationOf(key) + 1 }, (_, generation) =>
				Array.from({ length: MOST_ROUNDS }, (_round, index) =>
					confirmed(key, generation, index + 1),
				),
			).flat(),
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

	private async pauseAbout(ms: number): Promise<void> {
		await this.pause(ms + 2 * this.store.callMs() + Math.random() * JITTER_MS);
	}
}

/** Policies that were bought are no longer in doubt, also those of a run that remembers nothing. */
export async function settleDoubts(store: NodeStore, keys: readonly string[]): Promise<void> {
	if (keys.length > 0) await store.remove(keys.map(pending));
}

function inDoubt(): Past {
	const error = unknownOutcome(
		'an earlier execution was about to send it, or has sent it, and how that ended was never written down',
	);
	return { state: 'unknown', error };
}
