import { pushFaults } from '../../../sandbox';
import {
	CONTINUE,
	ERROR_OUTPUT,
	REFUSED,
	boughtBy,
	customers,
	failuresOf,
	faultFor,
	jsonOf,
	push,
	runPushNode,
	usePush,
} from './pushHarness';

usePush();

describe('an item that KASKO refuses', () => {
	it("becomes a failed item with KASKO's words, and its input", async () => {
		faultFor(push, REFUSED, 1);
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
		faultFor(push, REFUSED, 1, 4);
		const { error, run } = await runPushNode(push, customers(6));
		expect(run.status).toBe('error');
		expect(error?.message).toBe('4 policies are bought, 2 items were refused by KASKO');
		for (const number of [0, 2, 3, 5]) {
			expect(error?.description).toContain(`Item ${number + 1}: ${boughtBy(push, number)}`);
		}
		expect(error?.description).toContain("Item 5: Bad Request: The 'vin' field is required.");
	});

	it('says just what KASKO said, when it is the only one', async () => {
		faultFor(push, REFUSED, 0);
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

	it.each([0, 2, 4, 20, 47])(
		'is a good one all the same, when only item %i was refused access',
		async (number) => {
			faultFor(push, pushFaults.refuse(403, '{"message":"Forbidden"}'), number);
			// The others are still on their way when the refusal comes.
			faultFor(push, pushFaults.slow(100), ...[0, 1, 2, 3, 4].filter((one) => one !== number));
			const result = await runPushNode(push, customers(50), ERROR_OUTPUT);
			expect(jsonOf(result)).toHaveLength(49);
			expect(failuresOf(result, 1)).toMatchObject([{ status: 'rejected', httpCode: '403' }]);
			expect(push.requests).toHaveLength(50);
		},
	);

	it.each([1, 2, 5, 20])('is asked for once by each of %i at a time', async (parallelRequests) => {
		push.faults.when(() => true, pushFaults.refuse(403, '{"message":"Forbidden"}'));
		const result = await runPushNode(push, customers(50), {
			...ERROR_OUTPUT,
			options: { parallelRequests },
		});
		expect(push.requests.length).toBeLessThanOrEqual(parallelRequests);
		expect(failuresOf(result, 1)).toHaveLength(50);
	});

	it('fails every item, when the workflow goes on', async () => {
		const result = await runPushNode(push, customers(10), { ...CONTINUE, apiKey: 'sk_test_wrong' });
		expect(failuresOf(result)).toHaveLength(10);
		expect(failuresOf(result)[0]).toMatchObject({ status: 'rejected', httpCode: '404' });
		expect(push.requests.length).toBeLessThanOrEqual(5);
	});
});
