import type { NodeStore } from './nodeStore';

/** So often a policy can be looked for; whoever asks later is in doubt. */
const MOST_PLACES = 100;

const bought = (key: string, place: number) => `bought:${place}:${key}`;
const looked = (key: string, place: number) => `looked:${place}:${key}`;

/**
 * That a policy was bought, written down by adding only, since what is removed can come back. To look for a mark is to write it,
 * so the looks are written beside the marks: a look uses up a place, and the next look, or mark, takes the place behind it.
 */
export class BoughtMarks {
	constructor(private readonly store: NodeStore) {}

	/**
	 * Writes a mark for each key.
	 * @param from The first place that may be free, by key.
	 * @returns The places that were taken.
	 */
	async write(from: ReadonlyMap<string, number>): Promise<Map<string, number>> {
		const places = new Map<string, number>();
		for (let open = [...from]; open.length > 0;) {
			const before = await this.store.record(open.map(([key, place]) => bought(key, place)));
			for (const [key, place] of open) {
				if (!before.has(bought(key, place))) places.set(key, place);
			}
			open = open.flatMap(([key, place]): Array<[string, number]> =>
				places.has(key) || place >= MOST_PLACES ? [] : [[key, place + 1]],
			);
		}
		return places;
	}

	/**
	 * Writes again what another process has overwritten since.
	 * @returns The places of these.
	 */
	async writeAgain(places: ReadonlyMap<string, number>): Promise<Map<string, number>> {
		const before = await this.store.record([...places].map(([key, place]) => bought(key, place)));
		return new Map([...places].filter(([key, place]) => !before.has(bought(key, place))));
	}

	/**
	 * Looks for a mark of each key.
	 * @param from The first place that nobody may have looked at, by key.
	 * @returns Whether there was one, and the first place behind that look. A mark that was found has to be written there.
	 */
	async find(
		from: ReadonlyMap<string, number>,
	): Promise<Map<string, { isBought: boolean; next: number }>> {
		const found = new Map<string, { isBought: boolean; next: number }>();
		for (let open = [...from]; open.length > 0;) {
			const before = await this.store.record(
				open.flatMap(([key, place]) => [bought(key, place), looked(key, place)]),
			);
			const further: Array<[string, number]> = [];
			for (const [key, place] of open) {
				const next = place + 1;
				if (!before.has(looked(key, place))) {
					found.set(key, { isBought: before.has(bought(key, place)), next });
				} else if (place < MOST_PLACES) further.push([key, next]);
				else found.set(key, { isBought: false, next });
			}
			open = further;
		}
		return found;
	}
}
