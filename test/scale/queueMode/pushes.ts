import { pushFaults } from '../../../sandbox';
import { customerOf } from '../../support/makeUnreliable';
import { numbersTo } from '../../support/pushWorkflow';
import { publishPush, type PushAnswer } from '../../support/publishPush';
import { demo, workers } from '../cluster';
import { writeFigures } from '../figures';
import { SIZES } from '../sizes';

/** So many calls are under way at a time. */
const AT_ONCE = 100;
const isRefused = (customer: number) => customer % 10 === 9;
const REFUSED = pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`);

const statuses = (answers: PushAnswer[]) => answers.map(({ status }) => status).sort();
const bought = () => demo.sandbox.push.policies.map(({ lastName }) => lastName).sort();
const names = (customers: number[]) => customers.map((number) => `Person ${number}`).sort();
const executionsOf = (worker: (typeof workers)[number]) =>
	worker.log().match(/Worker started execution/g)?.length ?? 0;

interface Round {
	seconds: number;
	created: number;
	refused: number;
	/** Of these, how many the second push calls unknown. */
	refusedInDoubt: number;
	boughtTwice: number;
}

/** A webhook call is an execution with one item, and two workers have twenty of them under way, with a live key. */
export function testPushes(): void {
	const rounds: Round[] = [];
	let calls: Awaited<ReturnType<typeof publishPush>>;
	beforeAll(async () => {
		calls = await publishPush(demo.session, { credential: 'live' });
	});
	beforeEach(() => demo.sandbox.push.reset());
	afterAll(() =>
		writeFigures('pushes', {
			title: 'Pushes by webhook',
			method: [
				`Each round: ${SIZES.pushes} new customers, one execution each, ${AT_ONCE} calls under way at a time, then all of them again. KASKO refuses one in ten.`,
				'Of those that were bought, none came back as unknown, or the test would have failed.',
			],
			tables: [
				{
					title: 'Rounds in one node',
					head: [
						'round',
						'bought',
						'bought twice',
						'refused',
						'of these in doubt when pushed again',
						'seconds',
						'executions per second',
					],
					rows: rounds.map(({ seconds, created, refused, refusedInDoubt, boughtTwice }, index) => [
						index + 1,
						created,
						boughtTwice,
						refused,
						refusedInDoubt,
						seconds,
						(2 * SIZES.pushes) / seconds,
					]),
				},
			],
		}),
	);

	it.each(numbersTo(SIZES.rounds))(
		'buy each policy once, and know each afterwards: round %i',
		async (round) => {
			const { push } = demo.sandbox;
			push.faults.when((request) => isRefused(customerOf(request)), REFUSED);
			const customers = numbersTo(SIZES.pushes).map((number) => round * SIZES.pushes + number);
			const good = customers.filter((customer) => !isRefused(customer));
			const refused = customers.filter(isRefused);
			const start = Date.now();
			const first = await calls.push(customers, AT_ONCE);
			const again = await calls.push(customers, AT_ONCE);
			rounds.push({
				seconds: (Date.now() - start) / 1000,
				created: push.policies.length,
				refused: refused.length,
				refusedInDoubt: again.filter(({ status }) => status === 'unknown').length,
				boughtTwice: push.policies.length - new Set(bought()).size,
			});

			expect(bought()).toEqual(names(good));
			expect(statuses(first)).toEqual(
				[...good.map(() => 'created'), ...refused.map(() => 'rejected')].sort(),
			);
			for (const { number, status } of again) {
				expect(status).toBe(isRefused(number) ? 'rejected' : 'alreadyPushed');
			}
			const references = new Map(
				push.policies.map(({ lastName, reference }) => [lastName, reference]),
			);
			for (const { number, status, item } of first) {
				if (status === 'created') expect(item.reference).toBe(references.get(`Person ${number}`));
			}
		},
	);

	it('went through both workers', () => {
		for (const worker of workers) expect(executionsOf(worker)).toBeGreaterThan(SIZES.pushes / 5);
	});

	it('that all want the same policy buy it for one of them, and the others wait for it', async () => {
		const { push } = await publishPush(demo.session, { credential: 'live' });
		await push([0]);
		const answers = await push(Array<number>(10).fill(1));
		expect(statuses(answers)).toEqual([...Array<string>(9).fill('alreadyPushed'), 'created']);
		expect(bought()).toEqual(names([0, 1]));
	});

	it('buy with a node that was never used before', async () => {
		const { push } = await publishPush(demo.session, { credential: 'live' });
		const customers = numbersTo(20);
		expect(statuses(await push(customers))).toEqual(customers.map(() => 'created'));
		expect(bought()).toEqual(names(customers));
	});
}
