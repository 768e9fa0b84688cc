import fc from 'fast-check';

import { Marks } from '../../../nodes/AragPush/ledger/Marks';
import { NodeMemory } from '../../../nodes/AragPush/ledger/NodeMemory';
import type { NodeStore } from '../../../nodes/AragPush/ledger/nodeStore';
import { runInParallel } from '../../../nodes/AragPush/server/Pacer';
import { settleDoubts } from '../../../nodes/AragPush/ledger/Reservations';
import { makeUpRandom } from '../../support/madeUpRandom';

/** A store that can die: from then on nothing is written. */
class FragileStore implements NodeStore {
	entries = new Set<string>();
	callsLeft = Infinity;
	calls = 0;
	callMs = () => 0;

	async record(entries: string[]) {
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
		await Promise.resolve();
		this.calls += 1;
		if (this.calls > this.callsLeft) throw new Error('dead');
		return work();
	}
}

const NO_PAUSE = async () => undefined;
const PARALLEL = 5;
const PACE = { parallelRequests: PARALLEL, requestIntervalMs: 0 };
const open = (store: NodeStore, keys: string[]) => new NodeMemory(store, NO_PAUSE, [...keys], PACE);

const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

async function statesOf(store: NodeStore, keys: string[]): Promise<string[]> {
	const memory = open(store, keys);
	const states = await Promise.all(keys.map(async (key) => (await memory.reserve(key)).state));
	await memory.close();
	return states;
}

it('knows what earlier runs bought, refused and left open', async () => {
	const store = new FragileStore();
	const memory = open(store, ['bought', 'refused', 'doubt', 'notReached']);
	await Promise.all(
		['bought', 'refused', 'doubt', 'notReached'].map(async (key) => {
			expect((await memory.reserve(key)).state).toBe('new');
		}),
	);
	for (const key of ['bought', 'refused', 'doubt']) memory.sent(key);
	memory.bought('bought');
	memory.giveBack('refused');
	expect(await memory.close()).toBe(0);

	const keys = ['bought', 'refused', 'doubt', 'notReached', 'never'];
	const expected = ['bought', 'new', 'unknown', 'new', 'new'];
	expect(await statesOf(store, keys)).toEqual(expected);
	expect(await statesOf(store, keys)).toEqual(expected);
});

it('needs few calls for many items', async () => {
	const store = new FragileStore();
	const keys = keysOf(100);
	const memory = new NodeMemory(store, NO_PAUSE, [...keys], {
		...PACE,
		parallelRequests: keys.length,
	});
	await Promise.all(keys.map(async (key) => await memory.reserve(key)));
	for (const key of keys) {
		memory.sent(key);
		memory.bought(key);
	}
	await memory.close();
	expect(store.calls).toBeLessThan(20);
	expect(store.entries.size).toBe(200);
});

it('rejects when the store cannot be written, and goes on with the next batch', async () => {
	const store = new FragileStore();
	store.callsLeft = 0;
	const memory = open(store, keysOf(201));
	await expect(memory.reserve('k0')).rejects.toThrow('dead');
	await expect(memory.reserve('k1')).rejects.toThrow('dead');
	store.callsLeft = Infinity;
	expect(await memory.reserve('k200')).toEqual({ state: 'new' });
	expect(await memory.close()).toBe(0);
});

it('tells how many entries it could not bring up to date', async () => {
	const store = new FragileStore();
	const memory = open(store, ['a']);
	await memory.reserve('a');
	store.callsLeft = 1;
	memory.sent('a');
	memory.bought('a');
	expect(await memory.close()).toBe(1);
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
					const memory = open(store, keys);
					for (const [index, key] of keys.entries()) {
						const state = await memory.reserve(key).then(
							(past) => past.state,
							() => 'dead',
						);
						const before = truth.get(key);
						if (before === 'bought' || before === 'doubt') expect(state).not.toBe('new');
						if (before === 'doubt') expect(state).not.toBe('bought');
						if (before === undefined) expect(state).not.toBe('bought');
						if (state !== 'new') continue;
						const end = ends[index];
						memory.sent(key);
						if (end === 'refused') {
							memory.giveBack(key);
							continue;
						}
						truth.set(key, end ?? '');
						if (end === 'bought') memory.bought(key);
					}
					await memory.close();
					store.callsLeft = lives === 0 ? store.calls + callsLeft : Infinity;
				}
			},
		),
	);
});

it('knows as bought what "never" has bought after a doubt', async () => {
	const store = new FragileStore();
	const first = open(store, ['a']);
	await first.reserve('a');
	first.sent('a');
	await first.close();
	expect(await statesOf(store, ['a'])).toEqual(['unknown']);
	await settleDoubts(store, ['a']);
	expect(await statesOf(store, ['a'])).toEqual(['bought']);
});

it('reserves few ahead of slow requests, so that few are in doubt when n8n dies', async () => {
	const store = new FragileStore();
	const keys = keysOf(60);
	const memory = open(store, keys);
	for (const key of keys.slice(0, 20)) {
		await memory.reserve(key);
		memory.sent(key);
		memory.bought(key);
		await memory.flush();
		await new Promise(setImmediate);
	}
	store.callsLeft = 0;
	const later = new FragileStore();
	later.entries = store.entries;
	const states = await statesOf(later, keys);
	expect(states.filter((state) => state === 'bought')).toHaveLength(20);
	expect(states.filter((state) => state === 'unknown').length).toBeLessThanOrEqual(2 * PARALLEL);
});

it.each([
	['that wait for their turns anyway', false],
	['that could leave', true],
])('reserves more ahead only for requests %s', async (_which, isTurnFree) => {
	const store = new FragileStore();
	const keys = keysOf(100);
	const pause = async () => await new Promise<void>(setImmediate);
	const memory = new NodeMemory(store, pause, [...keys], PACE);
	await runInParallel(keys.slice(0, 20), PARALLEL, async (key) => {
		await memory.reserve(key, () => isTurnFree);
		memory.sent(key);
	});
	await pause();
	const unsent = keys.slice(20).filter((key) => store.entries.has(`pushed:${key}`));
	expect(unsent.length <= 2 * PARALLEL).toBe(!isTurnFree);
});

it.each([1, 7, 8, 9, 30, 250])('knows as new what KASKO has refused %i times', async (times) => {
	const store = new FragileStore();
	for (let time = 0; time < times; time++) {
		const memory = open(store, ['a', 'b']);
		expect((await memory.reserve('a')).state).toBe('new');
		memory.sent('a');
		memory.giveBack('a');
		await memory.close();
	}
	expect(store.entries.size).toBeLessThan(150);
	const memory = open(store, ['a']);
	expect((await memory.reserve('a')).state).toBe('new');
	memory.sent('a');
	memory.bought('a');
	await memory.close();
	expect(await statesOf(store, ['a'])).toEqual(['bought']);
});

it('is in doubt about what was refused, and sent again before n8n died', async () => {
	const store = new FragileStore();
	for (const end of ['refused', 'refused', 'died']) {
		const memory = open(store, ['a']);
		expect((await memory.reserve('a')).state).toBe('new');
		memory.sent('a');
		if (end === 'refused') memory.giveBack('a');
		await memory.close();
	}
	expect(await statesOf(store, ['a'])).toEqual(['unknown']);
	expect(await statesOf(store, ['a'])).toEqual(['unknown']);
});

/** What n8n's store is between processes: each reads its row, and writes it back a moment later. */
class SharedRow {
	row: string[] = [];

	/** The store as one process sees it; `gaps` are the turns between a read and its write. */
	process(gaps: () => number): NodeStore {
		let last: Promise<unknown> = Promise.resolve();
		const call = async <T>(work: (row: string[]) => T): Promise<T> => {
			const result = last.then(async () => {
				const row = [...this.row];
				for (let turn = gaps(); turn > 0; turn--) await Promise.resolve();
				const answer = work(row);
				this.row = row;
				return answer;
			});
			last = result;
			return await result;
		};
		return {
			callMs: () => 0,
			record: async (entries) =>
				await call((row) => {
					const known = new Set(entries.filter((entry) => row.includes(entry)));
					row.push(...entries.filter((entry) => !known.has(entry)));
					return known;
				}),
			remove: async (entries) =>
				await call((row) => {
					for (const entry of entries) if (row.includes(entry)) row.splice(row.indexOf(entry), 1);
				}),
		};
	}
}

const MOST_TURNS = 5;
let madeUpNow = 0;

/** A turn for each millisecond: longer than any process takes between its read and its write, as in n8n. */
const PAUSE = async (ms: number) => {
	const end = madeUpNow + ms;
	for (let turn = 0; turn < ms; turn++) await Promise.resolve();
	madeUpNow = Math.max(madeUpNow, end);
};

/** The time and the jitter of the pauses are the same in each run of the test, however busy the machine is. */
function makeUpTime(): void {
	makeUpRandom();
	jest.spyOn(Date, 'now').mockImplementation(() => madeUpNow);
}
afterEach(() => jest.restoreAllMocks());

/** fast-check measures its limit of time by the same clock. */
const SAME_EACH_TIME = { seed: 1, interruptAfterTimeLimit: undefined };

it('buys a policy once where two processes are so busy that each overwrites the other again and again', async () => {
	makeUpTime();
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(150), { minLength: 50, maxLength: 200 }), async (turns) => {
			const shared = new SharedRow();
			let at = 0;
			const gaps = () => turns[at++ % turns.length] ?? 0;
			const keys = keysOf(40);
			const bought: string[] = [];
			const life = async (own: string[]) => {
				const memory = new NodeMemory(shared.process(gaps), PAUSE, [...own], PACE);
				await Promise.all(
					own.map(async (key) => {
						if ((await memory.reserve(key)).state !== 'new') return;
						memory.sent(key);
						bought.push(key);
						memory.bought(key);
					}),
				);
				await memory.close();
			};
			await Promise.all([life(keys.slice(0, 30)), life(keys.slice(10))]);
			expect(bought.sort()).toEqual([...new Set(bought)]);
		}),
		{ ...SAME_EACH_TIME, numRuns: 30 },
	);
});

it('buys a policy once, and knows it later, whatever two processes do to the row at the same time', async () => {
	makeUpTime();
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat(MOST_TURNS), { minLength: 50, maxLength: 200 }),
			fc.nat(1_500),
			async (turns, lag) => {
				const shared = new SharedRow();
				let at = 0;
				const gaps = () => turns[at++ % turns.length] ?? 0;
				const keys = keysOf(30);
				const bought: string[] = [];
				const isRefused = (key: string) => Number(key.slice(1)) % 3 === 0;
				const life = async (own: string[], late = 0) => {
					const pause = async (ms: number) => await PAUSE(ms + late);
					const memory = new NodeMemory(shared.process(gaps), pause, [...own], PACE);
					await Promise.all(
						own.map(async (key) => {
							if ((await memory.reserve(key)).state !== 'new') return;
							memory.sent(key);
							if (isRefused(key)) return memory.giveBack(key);
							bought.push(key);
							memory.bought(key);
						}),
					);
					await memory.close();
				};
				await Promise.all([life(keys.slice(0, 20)), life(keys.slice(10), lag)]);
				expect(bought.sort()).toEqual([...new Set(bought)].sort());
				const later = await statesOf(
					shared.process(() => 0),
					keys,
				);
				expect(later).toEqual(keys.map((key) => (isRefused(key) ? 'new' : 'bought')));
			},
		),
		{ ...SAME_EACH_TIME, numRuns: 200 },
	);
});

it('knows what the other process has bought or had refused, while each process is busy', async () => {
	makeUpTime();
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat(MOST_TURNS), { minLength: 50, maxLength: 200 }),
			async (turns) => {
				const shared = new SharedRow();
				let at = 0;
				const gaps = () => turns[at++ % turns.length] ?? 0;
				const stores = [shared.process(gaps), shared.process(gaps)] as const;
				const keys = keysOf(40);
				const isRefused = (key: string) => Number(key.slice(1)) % 3 === 0;
				const life = async (store: NodeStore, own: string[]) => {
					const memory = new NodeMemory(store, PAUSE, [...own], PACE);
					const states = await Promise.all(
						own.map(async (key) => {
							const { state } = await memory.reserve(key);
							if (state === 'new') {
								memory.sent(key);
								if (isRefused(key)) memory.giveBack(key);
								else memory.bought(key);
							}
							return state;
						}),
					);
					await memory.close();
					return states;
				};
				const halves = [keys.slice(0, 20), keys.slice(20)] as const;
				await Promise.all([life(stores[0], halves[0]), life(stores[1], halves[1])]);
				for (const swapped of [true, false, true]) {
					const [first, second] = swapped ? [stores[1], stores[0]] : stores;
					const states = await Promise.all([life(first, halves[0]), life(second, halves[1])]);
					expect(states.flat()).toEqual(keys.map((key) => (isRefused(key) ? 'new' : 'bought')));
				}
			},
		),
		{ ...SAME_EACH_TIME, numRuns: 100 },
	);
});

it('finds a mark whose writer has overwritten the look before it', async () => {
	const shared = new SharedRow();
	const looks = new Marks(
		shared.process(() => 0),
		'bought',
		'one',
	);
	const writing = new Marks(
		shared.process(() => 20),
		'bought',
		'the other',
	).write(['a']);
	expect(await looks.find(['a'])).toEqual(new Map());
	await writing;
	expect(await looks.find(['a'])).toEqual(new Map([['a', 1]]));
	expect(await looks.find(['a'])).toEqual(new Map());
});

it('writes a mark again that a look has overwritten, though the look has left one like it', async () => {
	const shared = new SharedRow();
	const looks = new Marks(
		shared.process(() => 20),
		'bought',
		'one',
	);
	const writing = new Marks(
		shared.process(() => 0),
		'bought',
		'the other',
	);
	const look = looks.find(['a']);
	await writing.write(['a']);
	expect(await look).toEqual(new Map());
	expect(shared.row).toContain('bought:1:a');
	expect(await writing.writeAgain(['a'])).toEqual(['a']);
	expect(await writing.writeAgain(['a'])).toEqual([]);
	expect(await looks.find(['a'])).toEqual(new Map([['a', 2]]));
});

/** A run that buys whatever is new to it, and what it was told of each policy. */
async function buyAll(
	memory: NodeMemory,
	keys: readonly string[],
	parallelRequests: number,
	send: () => Promise<unknown>,
): Promise<string[]> {
	const states: string[] = [];
	await runInParallel(keys, parallelRequests, async (key, aside) => {
		const { state } = await memory.reserve(key, () => true, aside);
		states.push(state);
		if (state !== 'new') return;
		memory.sent(key);
		await send();
		memory.bought(key);
	});
	await memory.close();
	return states;
}

it.each([
	['in the same order', (keys: string[]) => keys],
	['in the opposite order', (keys: string[]) => [...keys].reverse()],
])('is in no doubt where two processes push one list %s', async (_which, order) => {
	makeUpTime();
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat(MOST_TURNS), { minLength: 50, maxLength: 200 }),
			async (turns) => {
				const shared = new SharedRow();
				let at = 0;
				const gaps = () => turns[at++ % turns.length] ?? 0;
				const life = async (own: string[]) =>
					await buyAll(
						new NodeMemory(shared.process(gaps), PAUSE, [...own], PACE),
						own,
						PARALLEL,
						async () => await PAUSE(50),
					);
				const keys = keysOf(30);
				const states = await Promise.all([life(keys), life(order(keys))]);
				const count = (which: string) => states.flat().filter((state) => state === which).length;
				expect([count('new'), count('bought'), count('unknown')]).toEqual([30, 30, 0]);
			},
		),
		{ ...SAME_EACH_TIME, numRuns: 50 },
	);
});

it('waits for another process as long as that goes on to buy, however slowly', async () => {
	makeUpTime();
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
	try {
		const shared = new SharedRow();
		const pause = async (ms: number) =>
			await new Promise<void>((resolve) => setTimeout(resolve, ms));
		const slow = { parallelRequests: 1, requestIntervalMs: 400 };
		const life = async (own: string[]) =>
			await buyAll(
				new NodeMemory(
					shared.process(() => 1),
					pause,
					[...own],
					slow,
				),
				own,
				1,
				async () => await pause(400),
			);
		const keys = keysOf(60);
		const lives = Promise.all([life(keys), life([...keys].reverse())]);
		await jest.advanceTimersByTimeAsync(120_000);
		const states = (await lives).flat().sort();
		expect(states).toEqual([...keys.map(() => 'bought'), ...keys.map(() => 'new')]);
	} finally {
		jest.useRealTimers();
	}
});
