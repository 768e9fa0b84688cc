import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { NodeMemory } from '../../../nodes/AragPush/ledger/NodeMemory';
import { openNodeStore } from '../../../nodes/AragPush/ledger/nodeStore';
import { MemoryDeduplicator } from '../../support/memoryDeduplicator';
import { strictContext } from '../../support/strictContext';

const EXECUTIONS_AT_ONCE = 10;
const CALL_MS = 200;

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
	let state = 1;
	const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
	jest.spyOn(Math, 'random').mockImplementation(random);
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** Time goes on as soon as nothing is left to do without it. */
async function untilDone(work: Promise<unknown>): Promise<void> {
	let isDone = false;
	void work.finally(() => (isDone = true));
	while (!isDone) {
		for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
		jest.advanceTimersToNextTimer();
	}
	await work;
}

/** One n8n of several that share a database; what the node remembers in the process is its own, so its workflow has a name. */
function startWorker(name: string, database: MemoryDeduplicator) {
	const node = { id: 'node' };
	const context = strictContext<IExecuteFunctions>({
		getWorkflow: () => ({ id: name }),
		getNode: () => node,
		helpers: {
			checkProcessedAndRecord: async (entries: string[], scope: string, options: object) =>
				await database.checkProcessedAndRecord(entries, scope, { node }, options as never),
			removeProcessed: async (entries: string[], scope: string) =>
				await database.removeProcessed(entries, scope, { node }),
		},
	});
	const pace = { parallelRequests: 1, requestIntervalMs: 0 };
	return {
		/** An execution with these policies. */
		execute: async (policies: string[], isRefused: (policy: string) => boolean) => {
			const memory = new NodeMemory(openNodeStore(context), sleep, [...policies], pace);
			const states = new Map<string, string>();
			for (const policy of policies) {
				const { state } = await memory.reserve(policy);
				states.set(policy, state);
				if (state !== 'new') continue;
				memory.sent(policy);
				await sleep(20);
				if (isRefused(policy)) memory.giveBack(policy);
				else memory.bought(policy);
			}
			await memory.close();
			return states;
		},
	};
}

/** Each execution has one policy; the next one of its place begins as soon as it has ended. */
async function pushThroughBusyWorkers(
	workers: number,
	policiesOf: (worker: number) => string[],
	isRefused: (policy: string) => boolean,
) {
	const database = new MemoryDeduplicator();
	// Workers that were never used before have other tests.
	await database.checkProcessedAndRecord(['before'], 'node', { node: { id: 'node' } }, {} as never);
	database.takes = () => CALL_MS * (0.5 + Math.random());
	const told = new Map<string, string[]>();
	const run = async (worker: number) => {
		const { execute } = startWorker(`worker ${worker}`, database);
		const open = policiesOf(worker);
		const place = async () => {
			for (let policy = open.shift(); policy !== undefined; policy = open.shift()) {
				const states = await execute([policy], isRefused);
				told.set(policy, [...(told.get(policy) ?? []), states.get(policy) ?? '']);
			}
		};
		await Promise.all(Array.from({ length: EXECUTIONS_AT_ONCE }, place));
	};
	await untilDone(Promise.all(Array.from({ length: workers }, (_, worker) => run(worker))));
	let later = new Map<string, string>();
	const again = startWorker('later', database).execute([...told.keys()], () => true);
	await untilDone(again.then((states) => (later = states)));
	return { told, later };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const isThird = (policy: string) => Number(/\d+$/.exec(policy)?.[0]) % 3 === 0;

it('buys each policy once, and knows it later, while two workers are never idle', async () => {
	const { told, later } = await pushThroughBusyWorkers(
		2,
		(worker) => numbers(150).map((number) => `own ${worker} ${number}`),
		isThird,
	);
	expect(told.size).toBe(300);
	for (const [policy, states] of told) {
		expect([policy, states]).toEqual([policy, ['new']]);
		expect([policy, later.get(policy)]).toEqual([policy, isThird(policy) ? 'new' : 'bought']);
	}
});

it('buys a policy that two busy workers have at the same moment once, and the other one waits and knows it', async () => {
	const { told, later } = await pushThroughBusyWorkers(
		2,
		() => numbers(150).map((number) => `both ${number}`),
		isThird,
	);
	expect(told.size).toBe(150);
	for (const [policy, states] of told) {
		const expected = isThird(policy) ? ['new', 'new'] : ['bought', 'new'];
		expect([policy, states.sort()]).toEqual([policy, expected]);
		expect([policy, later.get(policy)]).toEqual([policy, isThird(policy) ? 'new' : 'bought']);
	}
});
