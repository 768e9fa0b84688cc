import { pushFaults } from '../../../sandbox';
import { CONTINUE, references, refuse, store, useLedgers } from './ledgerHarness';
import { customers, failuresOf, jsonOf, ODD_VIN, push, runPushNode } from './pushHarness';

useLedgers();

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
			warnings: ODD_VIN,
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
		expect(store.entries().filter((entry) => entry.startsWith('pushed:'))).toHaveLength(entries);
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
		push.faults.clear();
		const again = await runPushNode(push, customers(1), LIVE());
		expect(jsonOf(again)).toMatchObject([{ status: 'created' }]);
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
		store.fail = () => (push.requests.length > 0 ? new Error('killed') : undefined);
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
		expect(stopped.error?.description).not.toMatch(/Save the workflow|Never/);
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
