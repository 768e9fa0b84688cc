import { Claims } from '../../../nodes/AragPush/ledger/Claims';
import { ExecutionMemory } from '../../../nodes/AragPush/ledger/ExecutionMemory';
import type { PolicyRequest } from '../../../nodes/AragPush/request/policyKey';
import { planRun } from '../../../nodes/AragPush/request/planRun';
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

it.each([1, 2, 5, 20])(
	'of %i whose turns come at the same moment, no more are sent than show that KASKO is down',
	async (parallelRequests) => {
		let sent = 0;
		const waiting: Array<() => void> = [];
		const tasks = planRun(
			Array.from({ length: 100 }, (_, number) => request(number)),
			{ url: 'https://kasko.example/', livemode: false },
		);
		const run = new PushRun({
			parallelRequests,
			requestIntervalMs: 1_000,
			maxTries: 3,
			stopOnDoubt: false,
			claims: Claims.ofExecution({}),
			execution: new ExecutionMemory({}),
			send: async () => {
				sent++;
				return { statusCode: 503, headers: {}, body: {} };
			},
			pause: async () => await new Promise<void>((resolve) => waiting.push(resolve)),
			cancelled: () => false,
			progress: new Progress(() => undefined),
		}).run(tasks);
		let isOver = false;
		void run.then(() => (isOver = true));
		while (!isOver) {
			await new Promise((resolve) => setImmediate(resolve));
			// One by one up to the last that may still be sent, then all at once.
			const count = sent < parallelRequests ? 1 : waiting.length;
			for (const resume of waiting.splice(0, count)) resume();
		}
		const { outcomes } = await run;
		expect(sent).toBe(parallelRequests + 1);
		expect(outcomes.size).toBe(100);
	},
);
