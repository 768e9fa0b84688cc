import type { NodeStore } from './nodeStore';

/** So often a policy can be looked for; whoever asks later is in doubt. */
const MOST_PLACES = 100;
/** A used place costs a call to walk over. */
const LONGEST_WALK = 10;

/**
 * That something happened to a policy, written down by adding only, since what is removed can come back. To look for a mark is to
 * write it, so the looks are written beside the marks: a look uses up a place, and the next look, or mark, takes the place behind it.
 */
export class Marks {
	/** By key, the first place that nobody has looked at, as far as we know. */
	private readonly next = new Map<string, number>();
	/** By key, the places that we have used up: another process may overwrite that, and put its mark there. */
	private readonly looked = new Map<string, number[]>();
	/** By key, the place of the mark that we wrote. */
	private readonly written = new Map<string, number>();
	/** By key, what we have signed. */
	private readonly signed = new Map<string, string[]>();

	/**
	 * @param name What happened: marks of different names know nothing of each other.
	 * @param writer Signs what is written: a mark alone may be what somebody's look has left.
	 */
	constructor(
		private readonly store: NodeStore,
		private readonly name: string,
		private readonly writer: string,
	) {}

	/**
	 * Looks for a mark of each key.
	 * @param beside What to write beside the look at a place, in the same moment.
	 * @returns The places of those that have one. This look has used it up: what is to stay known has to be written again.
	 */
	async find(
		keys: readonly string[],
		beside: (key: string, place: number) => string[] = () => [],
	): Promise<Map<string, number>> {
		const found = new Map<string, number>();
		for (let open = [...keys]; open.length > 0;) {
			const before = await this.store.record(
				open.flatMap((key) =>
					this.placesToLook(key).flatMap((place) => [
						this.mark(key, place),
						this.look(key, place),
						...beside(key, place),
					]),
				),
			);
			const walkOn: string[] = [];
			for (const key of open) {
				const place = this.placeOf(key);
				const marked = this.placesToLook(key).find(
					(one) => before.has(this.mark(key, one)) && !before.has(this.look(key, one)),
				);
				const isUsedUp = before.has(this.look(key, place));
				if (marked !== undefined) found.set(key, marked);
				else if (isUsedUp && place < MOST_PLACES) walkOn.push(key);
				if (!isUsedUp) this.looked.set(key, [...this.lookedAt(key), place]);
				this.next.set(key, place + 1);
			}
			open = walkOn;
		}
		return found;
	}

	/**
	 * Removes used places where they have become many; should they come back, they are walked over as before.
	 * @returns The keys of these.
	 */
	async startAnew(keys: readonly string[]): Promise<string[]> {
		const long = keys.filter((key) => this.placeOf(key) > LONGEST_WALK);
		if (long.length === 0) return long;
		const used = long.flatMap((key) =>
			Array.from({ length: this.placeOf(key) - 1 }, (_, index) => [
				this.mark(key, index + 1),
				this.look(key, index + 1),
			]).flat(),
		);
		await this.store.remove(used);
		for (const key of long) {
			this.next.delete(key);
			this.looked.delete(key);
		}
		return long;
	}

	/** Writes a mark for each key. */
	async write(keys: readonly string[]): Promise<void> {
		for (let open = [...keys]; open.length > 0;) {
			const before = await this.store.record(
				open.flatMap((key) => [this.mark(key), this.sign(key, this.placeOf(key))]),
			);
			const walkOn: string[] = [];
			for (const key of open) {
				const place = this.placeOf(key);
				this.next.set(key, place + 1);
				if (!before.has(this.mark(key, place))) this.written.set(key, place);
				else if (place < MOST_PLACES) walkOn.push(key);
			}
			open = walkOn;
		}
	}

	/**
	 * Writes again what another process has overwritten since; where that one has looked meanwhile, at the next place.
	 * @returns The keys of these.
	 */
	async writeAgain(keys: readonly string[]): Promise<string[]> {
		const places = keys.flatMap((key): Array<[string, number]> => {
			const place = this.written.get(key);
			return place === undefined ? [] : [[key, place]];
		});
		if (places.length === 0) return [];
		const before = await this.store.record(
			places.flatMap(([key, place]) => [this.mark(key, place), this.sign(key, place)]),
		);
		const lost = places.filter(([key, place]) => !before.has(this.signature(key, place)));
		const usedUp = lost.filter(([key, place]) => before.has(this.mark(key, place)));
		await this.write(usedUp.map(([key]) => key));
		return lost.map(([key]) => key);
	}

	/** What is of no use once the marks of the keys have stayed. */
	signaturesOf(keys: readonly string[]): string[] {
		return keys.flatMap((key) => this.signed.get(key) ?? []);
	}

	private placesToLook(key: string): number[] {
		return [...this.lookedAt(key), this.placeOf(key)];
	}

	private lookedAt(key: string): number[] {
		return this.looked.get(key) ?? [];
	}

	private placeOf(key: string): number {
		return this.next.get(key) ?? 1;
	}

	private mark(key: string, place = this.placeOf(key)): string {
		return `${this.name}:${place}:${key}`;
	}

	private sign(key: string, place: number): string {
		const signature = this.signature(key, place);
		const others = this.signed.get(key) ?? [];
		if (!others.includes(signature)) this.signed.set(key, [...others, signature]);
		return signature;
	}

	private signature(key: string, place: number): string {
		return `${this.name}!:${place}:${this.writer}:${key}`;
	}

	/** The entry that says that a place is used up. */
	look(key: string, place: number): string {
		return `${this.name}?:${place}:${key}`;
	}
}
