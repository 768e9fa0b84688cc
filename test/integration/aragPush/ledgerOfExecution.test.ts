import { pushFaults } from '../../../sandbox';
import { bought, CONTINUE, names, references, refuse, RETRY, useLedgers } from './ledgerHarness';
import { customer, customers, failuresOf, jsonOf, push, runPushNode } from './pushHarness';

useLedgers();

describe('100 items, 10 of them refused, in every setting', () => {
	const REFUSED_LATER = [9, 19, 29, 39, 49, 59, 69, 79, 89, 99];
	const REFUSED_FIRST = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];

	it.each([
		['stop', {}, REFUSED_LATER, 1],
		['stop, retry', RETRY, REFUSED_LATER, 3],
		['continue', CONTINUE, REFUSED_LATER, 1],
		['continue, retry', { ...CONTINUE, ...RETRY }, REFUSED_LATER, 1],
		['continue, retry, first item refused', { ...CONTINUE, ...RETRY }, REFUSED_FIRST, 3],
		['error output', { onError: 'continueErrorOutput' as const }, REFUSED_LATER, 1],
		[
			'error output, retry, first item refused',
			{ onError: 'continueErrorOutput' as const, ...RETRY },
			REFUSED_FIRST,
			// n8n looks at the first item after it went to the error output.
			3,
		],
	])('%s: 90 policies, 90 references, 10 refused', async (_, settings, refused, executions) => {
		refuse(...refused);
		const result = await runPushNode(push, customers(100), { settings });
		expect(result.executions).toBe(executions);
		expect(push.policies).toHaveLength(90);
		const all = push.policies.map(({ reference }) => reference).sort();
		if ('onError' in settings) {
			expect(references([...jsonOf(result), ...jsonOf(result, 1)]).sort()).toEqual(all);
			expect([...failuresOf(result), ...failuresOf(result, 1)]).toHaveLength(10);
		} else {
			expect(result.error?.message).toBe('90 policies are bought, 10 items were refused by KASKO');
			expect(result.error?.description?.match(/[0-9a-f-]{36}$/gm)?.sort()).toEqual(all);
		}
	});
});

describe('the ledger of the execution', () => {
	it('gives the reference back when the execution is retried', async () => {
		refuse(1);
		const first = await runPushNode(push, customers(3));
		expect(first.run.status).toBe('error');
		push.faults.clear();
		const { contextData } = first;
		const second = await runPushNode(push, customers(3), { contextData });
		expect(jsonOf(second).map(({ status }) => status)).toEqual([
			'alreadyPushed',
			'created',
			'alreadyPushed',
		]);
		expect(references(jsonOf(second)).sort()).toEqual(
			push.policies.map(({ reference }) => reference).sort(),
		);
		expect(bought()).toEqual(names(0, 1, 2));
	});

	it('goes by content, not by position', async () => {
		const { contextData } = await runPushNode(push, customers(3));
		const second = await runPushNode(
			push,
			[2, 0, 7].map((number) => customer(number)),
			{ contextData },
		);
		expect(jsonOf(second).map(({ status }) => status)).toEqual([
			'alreadyPushed',
			'alreadyPushed',
			'created',
		]);
	});

	it('reports what was sent without a known end, and never sends it again', async () => {
		push.faults.next(pushFaults.resetAfter);
		const first = await runPushNode(push, customers(1), { settings: RETRY });
		expect(first.executions).toBe(3);
		const second = await runPushNode(push, customers(1), {
			settings: CONTINUE,
			contextData: first.contextData,
		});
		expect(failuresOf(second)).toMatchObject([{ status: 'unknown' }]);
		expect(push.requests).toHaveLength(1);
	});

	it('holds no customer', async () => {
		const { contextData } = await runPushNode(push, customers(2));
		expect(JSON.stringify(contextData)).not.toMatch(/Person|person\.com|12345/);
	});
});

describe('equal items in one run', () => {
	it.each(['live', 'always'])(
		'are bought once (%s), and the second has the reference',
		async (skip) => {
			const items = [customer(1), customer(2), customer(1)];
			const result = await runPushNode(push, items, { options: { skipAlreadyPushed: skip } });
			const [first, , third] = jsonOf(result);
			expect([first?.status, third?.status]).toEqual(['created', 'alreadyPushed']);
			expect(third?.reference).toBe(first?.reference);
			expect(bought()).toEqual(names(1, 2));
		},
	);

	it('are refused together', async () => {
		refuse(1);
		const result = await runPushNode(push, [customer(1), customer(1)], { settings: CONTINUE });
		expect(failuresOf(result)).toHaveLength(2);
		expect(push.requests).toHaveLength(1);
	});

	it('are bought each with "never", once over all tries', async () => {
		refuse(9);
		const items = [customer(9), customer(1), customer(1)];
		const result = await runPushNode(push, items, {
			options: { skipAlreadyPushed: 'never' },
			settings: { ...CONTINUE, ...RETRY },
		});
		expect(result.executions).toBe(3);
		expect(bought()).toEqual(names(1, 1));
		expect(new Set(references(jsonOf(result))).size).toBe(2);
	});
});
