import { pushFaults, startPush } from '../../../sandbox';
import type { Push } from '../../../sandbox/push/startPush';
import {
	boughtBy,
	customer,
	customers,
	faultFor,
	jsonOf,
	ODD_VIN,
	runPushNode,
} from './pushHarness';

let push: Push;
beforeAll(async () => {
	push = await startPush();
});
afterEach(() => push.reset());
afterAll(async () => await push.stop());

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
	faultFor(push, pushFaults.slow(50), 0, 3);
	const { outputs } = await runPushNode(push, customers(8));
	expect(outputs).toEqual([
		Array.from({ length: 8 }, (_, item) => ({
			json: {
				status: 'created',
				reference: boughtBy(push, item),
				livemode: false,
				requestId: push.policies.find(({ reference }) => reference === boughtBy(push, item))
					?.requestId,
				warnings: ODD_VIN,
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

it.each([
	['12345678901234567890', '12345678901234567890'],
	['9007199254740993', '9007199254740993'],
	['1.0', '1.0'],
	['1e3', '1e3'],
	['7', '7'],
	['"007"', '007'],
	['"a\\"12345678901234567890"', 'a"12345678901234567890'],
])('keeps the reference %s as KASKO wrote it', async (written, reference) => {
	push.faults.next({
		acts: true,
		answer: { status: 200, body: `{"reference": ${written},"size":1.50}` },
	});
	const [item] = jsonOf(await runPushNode(push, customers(1)));
	expect(item).toMatchObject({ status: 'created', reference });
});

describe('parallel requests', () => {
	it.each([1, 3])('are never more than %i', async (parallelRequests) => {
		push.faults.when(() => true, pushFaults.slow(20));
		const result = await runPushNode(push, customers(12), { options: { parallelRequests } });
		expect(jsonOf(result)).toHaveLength(12);
		expect(push.stats.highestInFlight).toBe(parallelRequests);
	});
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
