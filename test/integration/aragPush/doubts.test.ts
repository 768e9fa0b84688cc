import { pushFaults } from '../../../sandbox';
import {
	CONTINUE,
	ERROR_OUTPUT,
	customers,
	failuresOf,
	faultFor,
	jsonOf,
	push,
	runPushNode,
	usePush,
} from './pushHarness';

usePush();

describe('an outcome that is not known', () => {
	it.each([
		['a reset after the request', pushFaults.resetAfter],
		['no answer', pushFaults.stallAfter],
		['a 200 without reference', pushFaults.withoutReference],
		['a 500', pushFaults.refuse(500)],
		['a 503', pushFaults.refuse(503)],
		['a redirect', pushFaults.redirect('/elsewhere')],
		['a redirect', pushFaults.redirect('/elsewhere', 302)],
	])('is unknown after %s, and is not tried again', async (_, fault) => {
		faultFor(push, fault, 1);
		const result = await runPushNode(push, customers(3), {
			...ERROR_OUTPUT,
			options: { timeout: 1 },
		});
		expect(jsonOf(result)).toHaveLength(2);
		expect(failuresOf(result, 1)).toMatchObject([
			{ status: 'unknown', error: expect.stringMatching(/Customer: Test Person 1$/) as string },
		]);
		expect(push.requests).toHaveLength(3);
	});

	it('stops the run, so that a person can look', async () => {
		faultFor(push, pushFaults.resetAfter, 0);
		const { error } = await runPushNode(push, customers(5), { options: { parallelRequests: 1 } });
		expect(error?.message).toBe('1 item has an unknown outcome, 4 items were not sent');
		expect(error?.description).toContain('Look in KASKO');
		expect(error?.description).toMatch(/^Item 1: .* Customer: Test Person 0$/m);
		expect(push.requests).toHaveLength(1);
	});

	it('has a limit, also for an answer that never ends', async () => {
		// Content-Length promises more than comes.
		faultFor(
			push,
			{ acts: true, answer: { status: 200, body: '{', headers: { 'Content-Length': '99' } } },
			0,
		);
		const result = await runPushNode(push, customers(1), { ...CONTINUE, options: { timeout: 1 } });
		expect(failuresOf(result)).toMatchObject([{ status: 'unknown' }]);
	});
});

it('sends nothing more once the execution is stopped, and a retry buys nothing twice', async () => {
	push.faults.when(() => true, pushFaults.slow(50));
	const { contextData } = await runPushNode(push, customers(20), {
		options: { parallelRequests: 2 },
		onStart: (cancel) => void push.nextRequest().then(cancel),
	});
	expect(push.requests.length).toBeLessThanOrEqual(2);

	push.faults.clear();
	const retried = await runPushNode(push, customers(20), { ...CONTINUE, contextData });
	const bought = push.policies.map(({ lastName }) => lastName);
	expect(new Set(bought).size).toBe(bought.length);
	// A request that was cut off before it arrived is in doubt too: nobody can tell.
	const doubts = failuresOf(retried);
	expect(doubts).toMatchObject(doubts.map(() => ({ status: 'unknown' })));
	expect([1, 2]).toContain(doubts.length);
	expect(jsonOf(retried).filter(({ status }) => status === 'created')).toHaveLength(
		20 - doubts.length,
	);
});
