import type { IDataObject } from 'n8n-workflow';

import { pushFaults, startPush } from '../../../sandbox';
import type { Push } from '../../../sandbox/push/startPush';
import { MemoryDeduplicator } from '../../support/memoryDeduplicator';
import { customer, customers, failuresOf, jsonOf, runPushNode } from './pushHarness';

const REFUSED = pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`);
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueRegularOutput' as const };

let push: Push;
let store: MemoryDeduplicator;
beforeAll(async () => {
	push = await startPush();
	store = await new MemoryDeduplicator().install();
});
afterEach(() => {
	push.reset();
	store.reset();
});
afterAll(async () => await push.stop());

const references = (items: IDataObject[]) => items.flatMap(({ reference }) => reference ?? []);
const bought = () => push.policies.map(({ lastName }) => lastName).sort();
const names = (...numbers: number[]) => numbers.map((number) => `Person ${number}`).sort();

function refuse(...numbers: number[]): void {
	push.faults.when(
		({ raw }) => numbers.some((number) => raw.includes(`"Person ${number}"`)),
		REFUSED,
	);
}

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

describe('the ledger across executions', () => {
	const LIVE = () => ({ apiKey: push.keys.live });

	it('buys with a live key what it has not bought before', async () => {
		const first = await runPushNode(push, customers(45), LIVE());
		expect(jsonOf(first).every(({ status, livemode }) => status === 'created' && livemode)).toBe(
			true,
		);
		expect(first.hints.join()).toContain('45 real policies were bought');

		const second = await runPushNode(push, customers(50), LIVE());
		expect(jsonOf(second).map(({ status }) => status)).toEqual([
			...Array<string>(45).fill('alreadyPushed'),
			...Array<string>(5).fill('created'),
		]);
		expect(jsonOf(second)[0]).toEqual({
			status: 'alreadyPushed',
			reference: '',
			livemode: true,
			requestId: '',
		});
		expect(second.hints.join()).toContain('An earlier execution bought these items already');
		expect(push.policies).toHaveLength(50);
	});

	it.each([
		['a test key', {}, 0],
		['a test key and "always"', { options: { skipAlreadyPushed: 'always' } }, 1],
		['"never"', { apiKey: 'sk_live_sandbox', options: { skipAlreadyPushed: 'never' } }, 0],
	])('with %s', async (_, settings, entries) => {
		await runPushNode(push, customers(1), settings);
		await runPushNode(push, customers(1), settings);
		expect(store.entries()).toHaveLength(entries);
		expect(push.policies).toHaveLength(2 - entries);
	});

	it('tells test and live policies apart', async () => {
		const options = { skipAlreadyPushed: 'always' };
		await runPushNode(push, customers(1), { options });
		const live = await runPushNode(push, customers(1), { ...LIVE(), options });
		expect(jsonOf(live)).toMatchObject([{ status: 'created', livemode: true }]);
	});

	it('forgets what was refused, so that it can be sent again', async () => {
		refuse(0);
		await runPushNode(push, customers(1), LIVE());
		expect(store.entries()).toEqual([]);
	});

	it('reports in a later run what was sent without a known end', async () => {
		push.faults.next(pushFaults.resetAfter);
		await runPushNode(push, customers(1), LIVE());
		for (let run = 1; run <= 2; run++) {
			const later = await runPushNode(push, customers(1), { ...LIVE(), settings: CONTINUE });
			expect(failuresOf(later)).toMatchObject([
				{ status: 'unknown', error: expect.stringContaining('Customer: Test Person 0') as string },
			]);
		}
		expect(push.requests).toHaveLength(1);
	});

	it('has no doubt left once "never" has bought the item', async () => {
		push.faults.next(pushFaults.resetBefore);
		await runPushNode(push, customers(1), LIVE());
		const never = { ...LIVE(), options: { skipAlreadyPushed: 'never' } };
		expect(jsonOf(await runPushNode(push, customers(1), never))).toMatchObject([
			{ status: 'created' },
		]);
		const later = await runPushNode(push, customers(1), LIVE());
		expect(jsonOf(later)).toMatchObject([{ status: 'alreadyPushed' }]);
		expect(push.policies).toHaveLength(1);
	});

	it('buys with "never" also where the store fails', async () => {
		store.fail = () => new Error('SQLITE_BUSY');
		const options = { skipAlreadyPushed: 'never' };
		const result = await runPushNode(push, customers(1), { ...LIVE(), options });
		expect(jsonOf(result)).toMatchObject([{ status: 'created' }]);
	});

	it('reports after a crash what was about to be sent', async () => {
		// The process that dies writes nothing more.
		store.fail = (call) => (call === 'remove' ? new Error('killed') : undefined);
		const first = await runPushNode(push, customers(3), LIVE());
		expect(jsonOf(first)).toHaveLength(3);
		expect(first.hints.join()).toContain('could not be brought up to date');
		store.fail = () => undefined;
		const second = await runPushNode(push, customers(3), { ...LIVE(), settings: CONTINUE });
		expect(failuresOf(second)).toMatchObject([1, 2, 3].map(() => ({ status: 'unknown' })));
		expect(push.policies).toHaveLength(3);
	});

	it('sends nothing when the store fails', async () => {
		store.fail = () => new Error('SQLITE_BUSY');
		const stopped = await runPushNode(push, customers(1), LIVE());
		expect(stopped.error?.message).toContain('SQLITE_BUSY');
		expect(stopped.error?.description).toContain('Save the workflow');
		const result = await runPushNode(push, customers(30), { ...LIVE(), settings: CONTINUE });
		expect(failuresOf(result)).toHaveLength(30);
		expect(failuresOf(result)[0]).toMatchObject({ status: 'notSent' });
		expect(push.requests).toHaveLength(0);
	});

	it('comes out as alreadyPushed with its reference in a retry of the same execution', async () => {
		refuse(1);
		const first = await runPushNode(push, customers(2), LIVE());
		const second = await runPushNode(push, customers(1), {
			...LIVE(),
			contextData: first.contextData,
		});
		expect(references(jsonOf(second))).toEqual([push.policies[0]?.reference]);
	});
});
