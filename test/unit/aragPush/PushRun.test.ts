import { Claims } from '../../../nodes/AragPush/ledger/Claims';
import { ExecutionMemory } from '../../../nodes/AragPush/ledger/ExecutionMemory';
import type { PolicyRequest } from '../../../nodes/AragPush/request/policyKey';
import { planRun } from '../../../nodes/AragPush/request/planRun';
import type { PushSetup } from '../../../nodes/AragPush/server/PushRun';
import { PushRun } from '../../../nodes/AragPush/server/PushRun';
import { Progress } from '../../../nodes/shared/Progress';

const request = (number: number): PolicyRequest => ({
	variant_id: 'v',
	input: {
		first_name: 'Test',
		last_name: `Person ${number}`,
		email: 'test@person.com',
		data: { start_date: '2099-02-13', vin: '12345' },
	},
});

/** Runs 100 items and counts what is sent of them. */
function start(given: Pick<PushSetup, 'parallelRequests' | 'send'> & Partial<PushSetup>) {
	const counted = { sent: 0 };
	const tasks = planRun(
		Array.from({ length: 100 }, (_, number) => request(number)),
		{ url: 'https://kasko.example/', livemode: false },
	);
	const result = new PushRun({
		requestIntervalMs: 0,
		maxTries: 1,
		stopOnDoubt: false,
		claims: Claims.ofExecution({}),
		execution: new ExecutionMemory({}),
		pause: async () => undefined,
		cancelled: () => false,
		progress: new Progress(() => undefined),
		...given,
		send: async (policy) => {
			counted.sent++;
			return await given.send(policy);
		},
	}).run(tasks);
	return { counted, result };
}

it.each([1, 2, 5, 20])(
	'of %i whose turns come at the same moment, no more are sent than show that KASKO is down',
	async (parallelRequests) => {
		const waiting: Array<() => void> = [];
		const { counted, result } = start({
			parallelRequests,
			requestIntervalMs: 1_000,
			send: async () => ({ statusCode: 503, headers: {}, body: {} }),
			pause: async () => await new Promise<void>((resolve) => waiting.push(resolve)),
		});
		let isOver = false;
		void result.then(() => (isOver = true));
		while (!isOver) {
			await new Promise((resolve) => setImmediate(resolve));
			// One by one up to the last that may still be sent, then all at once.
			const count = counted.sent < parallelRequests ? 1 : waiting.length;
			for (const resume of waiting.splice(0, count)) resume();
		}
		expect(counted.sent).toBe(parallelRequests + 1);
		expect((await result).outcomes.size).toBe(100);
	},
);

const REFUSED = { code: 'ECONNREFUSED', syscall: 'connect', message: 'connect ECONNREFUSED' };

it('does not try to reach KASKO for every item when it can be reached for none', async () => {
	const { counted, result } = start({ parallelRequests: 5, send: async () => REFUSED });
	const outcomes = [...(await result).outcomes.values()];
	expect(counted.sent).toBeLessThanOrEqual(10);
	expect(outcomes).toHaveLength(100);
	expect(outcomes).toMatchObject(
		outcomes.map(() => ({ status: 'failed', error: { details: { status: 'notSent' } } })),
	);
	expect(outcomes.at(-1)).toMatchObject({
		error: { message: 'Not sent: KASKO could not be reached for the last 6 items' },
	});
});

it('goes on when KASKO can be reached now and then', async () => {
	let tries = 0;
	const { counted, result } = start({
		parallelRequests: 5,
		send: async () =>
			++tries % 5 === 0 ? { statusCode: 200, headers: {}, body: { reference: 'r' } } : REFUSED,
	});
	await result;
	expect(counted.sent).toBe(100);
});
