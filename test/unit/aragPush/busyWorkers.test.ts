import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { NodeMemory } from '../../../nodes/AragPush/ledger/NodeMemory';
import { openNodeStore } from '../../../nodes/AragPush/ledger/nodeStore';
import { makeUpRandom } from '../../support/madeUpRandom';
import { MemoryDeduplicator } from '../../support/memoryDeduplicator';
import { numbersTo } from '../../support/pushWorkflow';
import { strictContext } from '../../support/strictContext';

const WORKERS = 2;
const EXECUTIONS_AT_ONCE = 10;
const CALL_MS = 200;
/** KASKO refuses every third one. */
const isRefused = (policy: string) => Number(/\d+$/.exec(policy)?.[0]) % 3 === 0;

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
	makeUpRandom();
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** Time goes on as soon as nothing is left to do without it. */
async function untilDone(work: Promise<unknown>): Promise<void> {
	let isDone = false;
	const end = () => (isDone = true);
	work.then(end, end);
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
		execute: async (policies: string[]) => {
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
async function pushThroughBusyWorkers(policiesOf: (worker: number) => string[]) {
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
				const states = await execute([policy]);
				told.set(policy, [...(told.get(policy) ?? []), states.get(policy) ?? '']);
			}
		};
		await Promise.all(Array.from({ length: EXECUTIONS_AT_ONCE }, place));
	};
	await untilDone(Promise.all(numbersTo(WORKERS).map(run)));
	let later = new Map<string, string>();
	const again = startWorker('later', database).execute([...told.keys()]);
	await untilDone(again.then((states) => (later = states)));
	return { told, later };
}

it('buys each policy once, and knows it later, while two workers are never idle', async () => {
	const { told, later } = await pushThroughBusyWorkers((worker) =>
		numbersTo(150).map((number) => `own ${worker} ${number}`),
	);
	expect(told.size).toBe(300);
	for (const [policy, states] of told) {
		expect([policy, states]).toEqual([policy, ['new']]);
		expect([policy, later.get(policy)]).toEqual([policy, isRefused(policy) ? 'new' : 'bought']);
	}
});

it('buys a policy that two busy workers have at the same moment once, and the other one waits and knows it', async () => {
	const { told, later } = await pushThroughBusyWorkers(() =>
		numbersTo(150).map((number) => `both ${number}`),
	);
	expect(told.size).toBe(150);
	for (const [policy, states] of told) {
		const expected = isRefused(policy) ? ['new', 'new'] : ['bought', 'new'];
		expect([policy, states.sort()]).toEqual([policy, expected]);
		expect([policy, later.get(policy)]).toEqual([policy, isRefused(policy) ? 'new' : 'bought']);
	}
});
