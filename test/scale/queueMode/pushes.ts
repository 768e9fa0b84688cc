import { pushFaults } from '../../../sandbox';
import { outputOf, runWorkflow, waitForExecution } from '../../../scripts/n8n/executions';
import { importWorkflow } from '../../../scripts/n8n/workflows';
import { customerOf } from '../../support/makeUnreliable';
import { numbersTo, pushWorkflow } from '../../support/pushWorkflow';
import { publishPush, type PushAnswer } from '../../support/publishPush';
import { demo, postgres, workers } from '../cluster';
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
	boughtTwice: number;
	unknown: number;
}

/** A webhook call is an execution with one item, and two workers have twenty of them under way, with a live key. */
export function testPushes(): void {
	const rounds: Round[] = [];
	let calls: Awaited<ReturnType<typeof publishPush>>;
	beforeAll(async () => {
		calls = await publishPush(demo.session, { credential: 'live' });
	});
	beforeEach(() => demo.sandbox.push.reset());
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
			const seconds = (Date.now() - start) / 1000;

			expect(statuses(first)).toEqual(
				[...good.map(() => 'created'), ...refused.map(() => 'rejected')].sort(),
			);
			expect(bought()).toEqual(names(good));
			for (const { number, status } of again) {
				expect(status).toBe(isRefused(number) ? 'rejected' : 'alreadyPushed');
			}
			const references = new Map(
				push.policies.map(({ lastName, reference }) => [lastName, reference]),
			);
			for (const { number, status, item } of first) {
				if (status === 'created') expect(item.reference).toBe(references.get(`Person ${number}`));
			}
			rounds.push({
				seconds,
				created: push.policies.length,
				refused: first.filter(({ status }) => status === 'rejected').length,
				boughtTwice: push.policies.length - new Set(bought()).size,
				unknown: [...first, ...again].filter(({ status }) => status === 'unknown').length,
			});
			// After each round, since they take long; not beyond one that failed.
			if (rounds.length === round + 1) await writeFigures('pushes', describeRounds(rounds));
		},
	);

	it('went through both workers', () => {
		for (const worker of workers) expect(executionsOf(worker)).toBeGreaterThan(SIZES.pushes / 5);
	});

	it.each(numbersTo(SIZES.rounds))(
		'that all want the same policy buy it for one of them, and the others wait for it: round %i',
		async (round) => {
			const customer = 1_000_000 + round;
			const answers = await calls.push(Array<number>(10).fill(customer));
			expect(statuses(answers)).toEqual([...Array<string>(9).fill('alreadyPushed'), 'created']);
			expect(bought()).toEqual(names([customer]));
		},
	);

	it.each(['with little', 'with much'])(
		'that each come twice at the same moment buy each policy for one of the two, while both workers are busy, %s in the memory of the node',
		async (memory) => {
			const { push, workflow } = await publishPush(demo.session, { credential: 'live' });
			await push([0]);
			demo.sandbox.push.reset();
			if (memory === 'with much') await fillMemory(workflow.id);
			const customers = numbersTo(SIZES.twice).map((number) => 1 + number);
			const answers = await push(
				customers.flatMap((customer) => [customer, customer]),
				AT_ONCE,
			);
			expect(statuses(answers)).toEqual([
				...customers.map(() => 'alreadyPushed'),
				...customers.map(() => 'created'),
			]);
			expect(bought()).toEqual(names(customers));
		},
	);

	it.each(numbersTo(SIZES.rounds))(
		'that bring one list twice buy it once, and know afterwards what was bought and what refused: round %i',
		async (round) => {
			const { push } = demo.sandbox;
			push.faults.when((request) => isRefused(customerOf(request)), REFUSED);
			const customers = numbersTo(30).map((number) => 2_000_000 + round * 30 + number);
			const reversed = [...customers].reverse();
			await Promise.all([calls.pushList(customers), calls.pushList(reversed)]);

			expect(bought()).toEqual(names(customers.filter((customer) => !isRefused(customer))));
			expect(await calls.pushList(customers)).toEqual(
				customers.map((customer) => (isRefused(customer) ? 'rejected' : 'alreadyPushed')),
			);
		},
	);

	it.each(numbersTo(SIZES.rounds))(
		'buy with a node that was never used before: round %i',
		async () => {
			const { push } = await publishPush(demo.session, { credential: 'live' });
			const customers = numbersTo(20);
			expect(statuses(await push(customers))).toEqual(customers.map(() => 'created'));
			expect(bought()).toEqual(names(customers));
		},
	);

	it('buy 60 items of one execution at five per second, and know them in the next one', async () => {
		const customers = numbersTo(60);
		const workflow = await importWorkflow(
			demo.session,
			pushWorkflow(customers, {
				credential: 'live',
				settings: { onError: 'continueRegularOutput' },
				options: { requestInterval: 200 },
			}),
		);
		for (const expected of ['created', 'alreadyPushed']) {
			const id = await runWorkflow(demo.session, workflow);
			const items = outputOf(await waitForExecution(demo.session, id), 'ARAG Push');
			expect(items.map(({ status }) => status)).toEqual(customers.map(() => expected));
		}
		expect(bought()).toEqual(names(customers));
	});
}

/** As if the only node of the workflow that remembers anything had bought 30,000 policies; each call to n8n's store is slow then. */
async function fillMemory(workflow: string): Promise<void> {
	const said = await postgres.query(`
		UPDATE processed_data SET value = jsonb_set(value::jsonb, '{data}', (value::jsonb -> 'data') || (
			SELECT jsonb_agg(encode(decode(md5(number::text), 'hex'), 'base64')) FROM generate_series(1, 60000) number
		))::json
		WHERE "workflowId" = '${workflow}'`);
	expect(said.trim()).toBe('UPDATE 1');
}

function describeRounds(rounds: Round[]) {
	return {
		title: 'Pushes by webhook',
		method: [
			`Each round: ${SIZES.pushes} new customers, one execution each, ${AT_ONCE} calls under way at a time, then all of them again. KASKO refuses one in ten.`,
			'Each was bought once, or refused; pushed again, each bought one came back as already pushed and each refused one as rejected, none as unknown, or the test would have failed.',
		],
		tables: [
			{
				title: 'Rounds in one node',
				head: [
					'round',
					'bought',
					'bought twice',
					'refused',
					'called unknown',
					'seconds',
					'executions per second',
				],
				rows: rounds.map(({ seconds, created, refused, boughtTwice, unknown }, index) => [
					index + 1,
					created,
					boughtTwice,
					refused,
					unknown,
					seconds,
					(2 * SIZES.pushes) / seconds,
				]),
			},
		],
	};
}
