import { pushFaults, startPush } from '../../../sandbox';
import type { Push } from '../../../sandbox/push/startPush';
import { customer, customers, failuresOf, jsonOf, runPushNode } from './pushHarness';

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
const ERROR_OUTPUT = { settings: { onError: 'continueErrorOutput' as const } };
const REFUSED = pushFaults.refuse(
	400,
	`{"errorMessage":"Bad Request: The 'vin' field is required."}`,
);

let push: Push;
beforeAll(async () => {
	push = await startPush();
});
afterEach(() => push.reset());
afterAll(async () => await push.stop());

/** The fault for the customers with these numbers. */
function faultFor(fault: (typeof pushFaults)['stall'], ...numbers: number[]): void {
	push.faults.when(
		({ raw }) => numbers.some((number) => raw.includes(`"Person ${number}"`)),
		fault,
	);
}

const boughtBy = (number: number) =>
	push.policies.find(({ lastName }) => lastName === `Person ${number}`)?.reference;

it("sends KASKO's example request", async () => {
	const item = customer(0, { last: 'Person', start: '2017-02-13T10:34:39+00:00' });
	const { run } = await runPushNode(push, [item], { apiKey: ' sk_test_sandbox\n' });
	expect(run.status).toBe('success');
	expect(push.requests).toMatchObject([
		{
			method: 'POST',
			path: '/',
			headers: {
				authorization: `Basic ${Buffer.from('sk_test_sandbox:').toString('base64')}`,
				'content-type': 'application/json',
			},
			raw: '{"variant_id":"d2va8Owp4WRnkbMpEWDAmVoN1JejB5GE","input":{"first_name":"Test","last_name":"Person","email":"test@person.com","data":{"start_date":"2017-02-13T10:34:39+00:00","vin":"12345"}}}',
		},
	]);
});

it('gives one item per item, in order, with the reference KASKO gave it', async () => {
	faultFor(pushFaults.slow(50), 0, 3);
	const { outputs } = await runPushNode(push, customers(8));
	expect(outputs).toEqual([
		Array.from({ length: 8 }, (_, item) => ({
			json: {
				status: 'created',
				reference: boughtBy(item),
				livemode: false,
				requestId: push.policies.find(({ reference }) => reference === boughtBy(item))?.requestId,
			},
			pairedItem: { item },
		})),
	]);
});

it('sends data and metadata, also those that an expression names', async () => {
	await runPushNode(push, [customer(1, { deal: 7 })], {
		parameters: {
			additionalFields: {
				data: { field: [{ name: 'mileage', value: '12000' }] },
				metadata: {
					field: [
						{ name: 'deal', value: '={{ $json.deal }}' },
						{ name: 'up', value: '={{ "a".toUpperCase() }}' },
					],
				},
			},
		},
	});
	expect(push.policies[0]?.body.input).toMatchObject({
		data: { mileage: '12000' },
		metadata: { deal: 7, up: 'A' },
	});
});

describe('checks before anything is sent', () => {
	const ITEMS = [customer(0), customer(1, { mail: 'nobody', vin: '' }), customer(2)];

	it('sends nothing and lists all findings, when a finding stops the workflow', async () => {
		const { error, run } = await runPushNode(push, ITEMS);
		expect(run.status).toBe('error');
		expect(error?.message).toBe('1 of 3 items cannot be sent to KASKO, so nothing was sent');
		expect(error?.description).toContain("Item 1: 'Email' is not an email address");
		expect(error?.description).toContain("Item 1: 'VIN' is empty");
		expect(push.requests).toHaveLength(0);
	});

	it('lists the first 20 findings, and how many more there are', async () => {
		const { error } = await runPushNode(
			push,
			customers(25).map((item) => ({ ...item, vin: '' })),
		);
		expect(error?.description).toContain('Item 19:');
		expect(error?.description).not.toContain('Item 20:');
		expect(error?.description).toContain('and 5 more');
	});

	it('sends the good items, when the workflow goes on', async () => {
		const result = await runPushNode(push, ITEMS, ERROR_OUTPUT);
		expect(jsonOf(result).map(({ reference }) => reference)).toEqual([boughtBy(0), boughtBy(2)]);
		expect(failuresOf(result, 1)).toMatchObject([{ status: 'notSent', field: 'email, vin' }]);
	});

	it('only checks, with Validate Only', async () => {
		const result = await runPushNode(push, ITEMS, {
			...ERROR_OUTPUT,
			options: { validateOnly: true },
		});
		expect(jsonOf(result)).toEqual(
			[0, 2].map(() => ({ status: 'valid', reference: '', livemode: false, requestId: '' })),
		);
		expect(failuresOf(result, 1)).toHaveLength(1);
		expect(push.stats.connections).toBe(0);
	});

	it.each([
		['plain HTTP', { pushUrl: 'http://127.0.0.1:9/' }, 'https://'],
		['no address', { pushUrl: '' }, 'https://'],
		['no key', { apiKey: ' ' }, 'no API key'],
	])('refuses %s', async (_, credential, text) => {
		const stopped = await runPushNode(push, customers(2), credential);
		expect(stopped.error?.message).toContain(text);
		const result = await runPushNode(push, customers(2), { ...credential, ...CONTINUE });
		expect(failuresOf(result)).toMatchObject([{ status: 'notSent' }, { status: 'notSent' }]);
	});

	it('takes an expression without a result as a finding of its item', async () => {
		const result = await runPushNode(push, customers(2), {
			...CONTINUE,
			parameters: { vin: '={{ $json.vin.nothing.here.toUpperCase() }}' },
		});
		expect(failuresOf(result)).toMatchObject([
			{ status: 'notSent', field: 'vin' },
			{ status: 'notSent', field: 'vin' },
		]);
	});
});

describe('an item that KASKO refuses', () => {
	it("becomes a failed item with KASKO's words, and its input", async () => {
		faultFor(REFUSED, 1);
		const result = await runPushNode(push, customers(3), ERROR_OUTPUT);
		expect(jsonOf(result)).toHaveLength(2);
		expect(jsonOf(result, 1)).toEqual([
			{
				error: "Bad Request: The 'vin' field is required.",
				message: expect.stringContaining('Correct the item') as string,
				details: {
					status: 'rejected',
					httpCode: '400',
					requestId: push.requests.find(({ status }) => status === 400)?.requestId,
					field: 'vin',
				},
			},
		]);
	});

	it('does not keep the others from being bought, and the error holds all references', async () => {
		faultFor(REFUSED, 1, 4);
		const { error, run } = await runPushNode(push, customers(6));
		expect(run.status).toBe('error');
		expect(error?.message).toBe('4 policies are bought, 2 items were refused by KASKO');
		for (const number of [0, 2, 3, 5]) {
			expect(error?.description).toContain(`Item ${number}: ${boughtBy(number)}`);
		}
		expect(error?.description).toContain("Item 4: Bad Request: The 'vin' field is required.");
	});

	it('says just what KASKO said, when it is the only one', async () => {
		faultFor(REFUSED, 0);
		const { error } = await runPushNode(push, customers(1));
		expect(error?.message).toBe("Bad Request: The 'vin' field is required.");
	});
});

describe('a key that KASKO refuses', () => {
	it('stops the run', async () => {
		const { error } = await runPushNode(push, customers(30), {
			apiKey: 'sk_test_wrong',
			options: { parallelRequests: 2 },
		});
		expect(error?.description).toContain('API key');
		expect(push.requests.length).toBeLessThanOrEqual(2);
	});

	it('fails every item, when the workflow goes on', async () => {
		const result = await runPushNode(push, customers(10), { ...CONTINUE, apiKey: 'sk_test_wrong' });
		expect(failuresOf(result)).toHaveLength(10);
		expect(failuresOf(result)[0]).toMatchObject({ status: 'rejected', httpCode: '404' });
		expect(push.requests.length).toBeLessThanOrEqual(5);
	});
});

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
		faultFor(fault, 1);
		const result = await runPushNode(push, customers(3), {
			...ERROR_OUTPUT,
			options: { timeout: 1 },
		});
		expect(jsonOf(result)).toHaveLength(2);
		expect(failuresOf(result, 1)).toMatchObject([{ status: 'unknown' }]);
		expect(push.requests).toHaveLength(3);
	});

	it('stops the run, so that a person can look', async () => {
		faultFor(pushFaults.resetAfter, 0);
		const { error } = await runPushNode(push, customers(5), { options: { parallelRequests: 1 } });
		expect(error?.message).toBe('1 item has an unknown outcome, 4 items were not sent');
		expect(error?.description).toContain('Look in KASKO');
		expect(push.requests).toHaveLength(1);
	});

	it('has a limit, also for an answer that never ends', async () => {
		// Content-Length promises more than comes.
		faultFor(
			{ acts: true, answer: { status: 200, body: '{', headers: { 'Content-Length': '99' } } },
			0,
		);
		const result = await runPushNode(push, customers(1), { ...CONTINUE, options: { timeout: 1 } });
		expect(failuresOf(result)).toMatchObject([{ status: 'unknown' }]);
	});
});

describe('a request that bought nothing', () => {
	it('is tried again after a 429', async () => {
		push.faults.next(pushFaults.tooManyRequests('0'), 2);
		const result = await runPushNode(push, customers(1));
		expect(jsonOf(result)).toMatchObject([{ status: 'created' }]);
		expect(push.requests).toHaveLength(3);
	});

	it('is tried no more often than allowed', async () => {
		push.faults.when(() => true, pushFaults.tooManyRequests('0'));
		const result = await runPushNode(push, customers(1), { ...CONTINUE, options: { maxTries: 2 } });
		expect(failuresOf(result)).toMatchObject([{ status: 'rejected', httpCode: '429' }]);
		expect(push.requests).toHaveLength(2);
	});

	it('is not held up for longer than a minute', async () => {
		push.faults.next(pushFaults.tooManyRequests('61'));
		const result = await runPushNode(push, customers(1), CONTINUE);
		expect(failuresOf(result)).toMatchObject([{ status: 'rejected', httpCode: '429' }]);
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

describe('parallel requests', () => {
	it.each([1, 3])('are never more than %i', async (parallelRequests) => {
		push.faults.when(() => true, pushFaults.slow(20));
		const result = await runPushNode(push, customers(12), { options: { parallelRequests } });
		expect(jsonOf(result)).toHaveLength(12);
		expect(push.stats.highestInFlight).toBe(parallelRequests);
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

it('shows its key nowhere', async () => {
	const [good, bad] = await Promise.all([
		runPushNode(push, customers(2)),
		runPushNode(push, [customer(0, { vin: '' })]),
	]);
	for (const { run } of [good, bad]) {
		expect(JSON.stringify(run)).not.toContain(push.keys.test);
	}
});
