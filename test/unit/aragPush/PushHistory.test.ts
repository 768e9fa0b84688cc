import fc from 'fast-check';

import type { HistoryStore } from '../../../nodes/AragPush/ledger/PushHistory';
import { PushHistory } from '../../../nodes/AragPush/ledger/PushHistory';

/** A store that can die: from then on nothing is written. */
class FragileStore implements HistoryStore {
	entries = new Set<string>();
	callsLeft = Infinity;
	calls = 0;
	private busy = false;

	async checkAndRecord(entries: string[]) {
		return await this.call(() => {
			const known = new Set(entries.filter((entry) => this.entries.has(entry)));
			for (const entry of entries) this.entries.add(entry);
			return known;
		});
	}

	async remove(entries: string[]) {
		await this.call(() => {
			for (const entry of entries) this.entries.delete(entry);
		});
	}

	private async call<T>(work: () => T): Promise<T> {
		// n8n's store has no lock: two calls at the same time lose entries.
		if (this.busy) throw new Error('Two calls at the same time');
		this.busy = true;
		await Promise.resolve();
		this.busy = false;
		this.calls += 1;
		if (this.calls > this.callsLeft) throw new Error('dead');
		return work();
	}
}

const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

async function statesOf(store: HistoryStore, keys: string[]): Promise<string[]> {
	const history = new PushHistory(store, [...keys]);
	const states = await Promise.all(keys.map(async (key) => await history.reserve(key)));
	await history.close();
	return states;
}

it('knows what earlier runs bought, refused and left open', async () => {
	const store = new FragileStore();
	const history = new PushHistory(store, ['bought', 'refused', 'doubt', 'notReached']);
	expect(await history.reserve('bought')).toBe('new');
	for (const key of ['bought', 'refused', 'doubt']) history.begin(key);
	history.bought('bought');
	history.release('refused');
	expect(await history.close()).toBe(0);

	const keys = ['bought', 'refused', 'doubt', 'notReached', 'never'];
	const expected = ['bought', 'new', 'inDoubt', 'new', 'new'];
	expect(await statesOf(store, keys)).toEqual(expected);
	expect(await statesOf(store, keys)).toEqual(expected);
});

it('needs few calls for many items', async () => {
	const store = new FragileStore();
	const keys = keysOf(100);
	const history = new PushHistory(store, [...keys]);
	await Promise.all(keys.map(async (key) => await history.reserve(key)));
	for (const key of keys) {
		history.begin(key);
		history.bought(key);
	}
	await history.close();
	expect(store.calls).toBeLessThan(10);
	expect(store.entries.size).toBe(100);
});

it('rejects when the store cannot be written, and goes on with the next batch', async () => {
	const store = new FragileStore();
	store.callsLeft = 0;
	const history = new PushHistory(store, keysOf(41));
	await expect(history.reserve('k0')).rejects.toThrow('dead');
	await expect(history.reserve('k1')).rejects.toThrow('dead');
	store.callsLeft = Infinity;
	expect(await history.reserve('k40')).toBe('new');
	expect(await history.close()).toBe(0);
});

it('tells how many entries it could not bring up to date', async () => {
	const store = new FragileStore();
	const history = new PushHistory(store, ['a']);
	await history.reserve('a');
	store.callsLeft = 1;
	history.begin('a');
	history.bought('a');
	expect(await history.close()).toBe(1);
});

it('never takes a policy for new that was bought or is in doubt, wherever n8n dies', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom('bought', 'refused', 'doubt'), { minLength: 1, maxLength: 50 }),
			fc.nat(30),
			async (ends, callsLeft) => {
				const store = new FragileStore();
				const keys = keysOf(ends.length);
				const truth = new Map<string, string>();
				store.callsLeft = callsLeft;
				// Three lives: the first one dies after some calls, the second one after some more.
				for (const lives of [0, 1, 2]) {
					const history = new PushHistory(store, [...keys]);
					for (const [index, key] of keys.entries()) {
						const state = await history.reserve(key).catch(() => 'dead');
						const before = truth.get(key);
						if (before === 'bought' || before === 'doubt') expect(state).not.toBe('new');
						if (before === 'doubt') expect(state).not.toBe('bought');
						if (before === undefined) expect(state).not.toBe('bought');
						if (state !== 'new') continue;
						const end = ends[index];
						history.begin(key);
						if (end === 'refused') {
							history.release(key);
							continue;
						}
						truth.set(key, end ?? '');
						if (end === 'bought') history.bought(key);
					}
					await history.close();
					store.callsLeft = lives === 0 ? store.calls + callsLeft : Infinity;
				}
			},
		),
	);
});
