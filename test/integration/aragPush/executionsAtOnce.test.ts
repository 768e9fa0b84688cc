import { pushFaults } from '../../../sandbox';
import { AragPush } from '../../../nodes/AragPush/AragPush.node';
import { bought, CONTINUE, names, useLedgers } from './ledgerHarness';
import { customer, customers, failuresOf, jsonOf, push, runPushNode } from './pushHarness';

useLedgers();

const LIVE = () => ({ apiKey: push.keys.live });
const statuses = (items: Array<{ status?: unknown }>) => items.map(({ status }) => status).sort();

describe('executions at the same time', () => {
	it('buy 80 policies for 80 customers, and none when all run again', async () => {
		const halves = [customers(80).slice(0, 40), customers(80).slice(40)];
		for (let round = 0; round < 2; round++) {
			await Promise.all(
				halves.map(async (half) => {
					const { error } = await runPushNode(push, half, LIVE());
					expect(error).toBeUndefined();
				}),
			);
		}
		expect(bought()).toEqual(names(...Array(80).keys()));
	}, 60_000);

	it('buy the same item once, and each has its reference', async () => {
		const runs = await Promise.all(
			Array.from({ length: 5 }, async () => await runPushNode(push, customers(1), LIVE())),
		);
		expect(push.policies).toHaveLength(1);
		const items = runs.flatMap((run) => jsonOf(run));
		expect(statuses(items)).toEqual([...Array<string>(4).fill('alreadyPushed'), 'created']);
		expect(new Set(items.map(({ reference }) => reference))).toEqual(
			new Set([push.policies[0]?.reference]),
		);
	});

	it('do not lose an item because its twin was refused', async () => {
		push.faults.next(pushFaults.refuse(400, '{"errorMessage":"Bad Request"}'));
		const runs = await Promise.all(
			Array.from(
				{ length: 2 },
				async () => await runPushNode(push, customers(1), { ...LIVE(), settings: CONTINUE }),
			),
		);
		expect(push.policies).toHaveLength(1);
		expect(runs.flatMap((run) => failuresOf(run))).toMatchObject([{ status: 'rejected' }]);
		expect(statuses(runs.flatMap((run) => jsonOf(run)))).toContain('created');
	});

	it('share a doubt with all that is known of it', async () => {
		push.faults.next(pushFaults.refuse(503, '{"message":"Maintenance"}'));
		const runs = await Promise.all(
			Array.from(
				{ length: 3 },
				async () => await runPushNode(push, customers(1), { ...LIVE(), settings: CONTINUE }),
			),
		);
		expect(push.requests).toHaveLength(1);
		for (const failure of runs.flatMap((run) => failuresOf(run))) {
			expect(failure).toMatchObject({ status: 'unknown', httpCode: '503' });
			expect((failure as { error: string }).error).toContain('Maintenance');
		}
	});

	it('share a doubt word for word, also where the name only looks the same', async () => {
		push.faults.when(() => true, pushFaults.refuse(503, '{"message":"Maintenance"}'));
		const runs = await Promise.all(
			['Mül\u200Bler', 'Müller'].map(
				async (last) =>
					await runPushNode(push, [customer(1, { last })], { ...LIVE(), settings: CONTINUE }),
			),
		);
		const [first, second] = runs.map((run) => failuresOf(run));
		expect(first).toHaveLength(1);
		expect(second).toEqual(first);
	});

	it('use a new node for the first time at once', async () => {
		const runs = await Promise.all(
			customers(10).map(async (item) => await runPushNode(push, [item], LIVE())),
		);
		expect(runs.map(({ error }) => error)).toEqual(Array(10).fill(undefined));
		expect(push.policies).toHaveLength(10);
	});
});

it('the same call twice at once within one execution buys once', async () => {
	const node = new AragPush();
	const twice = Object.assign(Object.create(node) as AragPush, {
		async execute(this: ThisParameterType<AragPush['execute']>) {
			const [first, second] = await Promise.all([node.execute.call(this), node.execute.call(this)]);
			return [[...(first[0] ?? []), ...(second[0] ?? [])]];
		},
	});
	const { outputs } = await runPushNode(push, [customer(1)], { node: twice });
	expect(push.policies).toHaveLength(1);
	expect(statuses((outputs[0] ?? []).map(({ json }) => json))).toEqual([
		'alreadyPushed',
		'created',
	]);
});

it('a doubt of this execution comes back word for word, and halts the next try with Stop', async () => {
	push.faults.when(
		({ raw }) => raw.includes('"Person 0"'),
		pushFaults.refuse(503, '{"message":"Maintenance"}'),
	);
	const first = await runPushNode(push, customers(1), { settings: CONTINUE });
	const [doubt] = failuresOf(first) as Array<{ error: string }>;
	const { contextData } = first;
	const again = await runPushNode(push, customers(1), { settings: CONTINUE, contextData });
	expect(failuresOf(again)).toEqual([doubt]);
	expect(doubt?.error).toContain('Maintenance');

	const stopped = await runPushNode(push, customers(3), { contextData });
	expect(stopped.error?.message).toContain('1 item has an unknown outcome, 2 items were not sent');
	expect(push.requests).toHaveLength(1);
});
