import { pushFaults, startPush } from '../../../sandbox';
import type { Push } from '../../../sandbox/push/startPush';
import { CONTINUE, customers, failuresOf, jsonOf, runPushNode } from './pushHarness';

let push: Push;
beforeAll(async () => {
	push = await startPush();
});
afterEach(() => push.reset());
afterAll(async () => await push.stop());

describe('a request that bought nothing', () => {
	it('is tried again after a 429', async () => {
		push.faults.next(pushFaults.tooManyRequests('0'), 2);
		const result = await runPushNode(push, customers(1));
		expect(jsonOf(result)).toMatchObject([{ status: 'created' }]);
		expect(push.requests).toHaveLength(3);
	});

	it('waits as long as KASKO is busy, which is no try', async () => {
		push.faults.next(pushFaults.tooManyRequests('0'), 3);
		const result = await runPushNode(push, customers(1), { ...CONTINUE, options: { maxTries: 1 } });
		expect(jsonOf(result)).toMatchObject([{ status: 'created' }]);
		expect(push.requests).toHaveLength(4);
	});

	it('is not held up for longer than a minute', async () => {
		push.faults.next(pushFaults.tooManyRequests('61'));
		const result = await runPushNode(push, customers(1), CONTINUE);
		expect(failuresOf(result)).toMatchObject([{ status: 'rejected', httpCode: '429' }]);
	});

	it('does not hold up a stopped execution', async () => {
		push.faults.next(pushFaults.tooManyRequests('60'));
		// Jest would give up long before the minute is over.
		await runPushNode(push, customers(1), {
			onStart: (cancel) => void push.nextRequest().then(() => setTimeout(cancel, 100)),
		});
		expect(push.requests).toHaveLength(1);
	});

	it('is not sent when nobody listens', async () => {
		const gone = await startPush();
		await gone.stop();
		const result = await runPushNode(gone, customers(1), { ...CONTINUE, options: { maxTries: 2 } });
		expect(failuresOf(result)).toMatchObject([{ status: 'notSent', httpCode: 'ECONNREFUSED' }]);
	});

	it('is not sent to a server with a certificate of its own', async () => {
		const untrusted = { ...push, certificate: { ...push.certificate, cert: '' } };
		const result = await runPushNode(untrusted, customers(1), {
			...CONTINUE,
			options: { maxTries: 1 },
		});
		expect(failuresOf(result)).toMatchObject([{ status: 'notSent' }]);
		expect(push.requests).toHaveLength(0);
	});
});
