import type { KeyRegister, Place } from './KeyRegister';

/** Keeps every key of a run. For n8n items, which are in memory anyway, and whose keys may be others when read again. */
export class SeenKeys implements KeyRegister {
	readonly needsSecondPass = false;
	private readonly places = new Map<string, Place>();

	add(key: string, row: number, item: number): Place | undefined {
		const first = this.places.get(key);
		if (!first) this.places.set(key, { row, item });
		return first;
	}

	endFirstPass(): void {
		// Everything is known already.
	}
}
