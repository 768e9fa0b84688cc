import {
	CONTINUE,
	ERROR_OUTPUT,
	ODD_VIN,
	boughtBy,
	customer,
	customers,
	failuresOf,
	jsonOf,
	push,
	runPushNode,
	usePush,
} from './pushHarness';

usePush();

describe('checks before anything is sent', () => {
	const ITEMS = [customer(0), customer(1, { mail: 'nobody', vin: '' }), customer(2)];

	it('sends nothing and lists all findings, when a finding stops the workflow', async () => {
		const { error, run } = await runPushNode(push, ITEMS);
		expect(run.status).toBe('error');
		expect(error?.message).toBe('1 of 3 items cannot be sent to KASKO, so nothing was sent');
		expect(error?.description).toContain("Item 2: 'Email' is not an email address ('nobody')");
		expect(error?.description).toContain("Item 2: 'VIN' is empty");
		expect(push.requests).toHaveLength(0);
	});

	it('says the same of many items once', async () => {
		const { error } = await runPushNode(
			push,
			customers(25).map((item) => ({ ...item, vin: '' })),
		);
		expect(error?.description).toContain("'VIN' is empty. Fill it in. (25 items, first: item 1)");
		expect(error?.description).not.toContain('and 5 more');
	});

	it('says what is wrong with one field of many items once, so that the one other finding is seen', async () => {
		const dates = Array.from({ length: 25 }, (_, n) => customer(n, { start: `${n + 32}.01.2099` }));
		const { error } = await runPushNode(push, [...dates, customer(25, { mail: '' })]);
		expect(error?.description?.split('\n').slice(1)).toEqual([
			expect.stringMatching(/^'Start Date' .*32\.01\.2099.* \(25 items, first: item 1\)$/),
			expect.stringMatching(/^Item 26: 'Email' is empty/),
		]);
	});

	it('sends the good items, when the workflow goes on', async () => {
		const result = await runPushNode(push, ITEMS, ERROR_OUTPUT);
		expect(jsonOf(result).map(({ reference }) => reference)).toEqual([
			boughtBy(push, 0),
			boughtBy(push, 2),
		]);
		expect(failuresOf(result, 1)).toMatchObject([{ status: 'notSent', field: 'email, vin' }]);
	});

	it('only checks, with the operation Check Policies', async () => {
		const result = await runPushNode(push, ITEMS, {
			...ERROR_OUTPUT,
			parameters: { operation: 'check' },
		});
		expect(jsonOf(result)).toEqual(
			[0, 2].map(() => ({
				status: 'valid',
				reference: '',
				livemode: false,
				requestId: '',
				warnings: ODD_VIN,
			})),
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

	it.each([true, 'true', 1, '', '={{ true }}', '={{ false }}', '={{ $json.first }}'])(
		'buys nothing with the former option Validate Only, %j',
		async (validateOnly) => {
			const { error } = await runPushNode(push, customers(2), { options: { validateOnly } });
			expect(error).toEqual({
				message: expect.stringContaining("'Validate Only' is no option any more") as string,
				description: expect.stringContaining("'Operation'") as string,
			});
			expect(push.stats.connections).toBe(0);
			const checked = await runPushNode(push, customers(2), {
				options: { validateOnly },
				parameters: { operation: 'check' },
			});
			expect(jsonOf(checked)).toMatchObject([{ status: 'valid' }, { status: 'valid' }]);
		},
	);

	it('buys where the former option Validate Only was off', async () => {
		const result = await runPushNode(push, customers(1), { options: { validateOnly: false } });
		expect(jsonOf(result)).toMatchObject([{ status: 'created' }]);
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
