import type { IDataObject } from 'n8n-workflow';

import { outputOf, runWorkflow, waitForExecution } from '../../scripts/n8n/executions';
import { createCredential } from '../../scripts/n8n/credentials';
import { importWorkflow } from '../../scripts/n8n/workflows';
import { runExamples } from '../../scripts/demo/runExamples';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { packedPackage } from '../support/packedPackage';
import { numbersTo, pushWorkflow } from '../support/pushWorkflow';
import { publishPush, type PushAnswer } from '../support/publishPush';
import { startPostgres, type Postgres } from '../../scripts/programs/postgres';
import { startRedis, type Redis } from '../../scripts/programs/redis';

jest.setTimeout(600_000);

let postgres: Postgres;
let redis: Redis;
let demo: Demo;
beforeAll(async () => {
	[postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	const queueMode = { redisPort: redis.port, postgres, workers: 2 };
	demo = await startDemo(packedPackage(), {}, queueMode);
	const { keys, url: pushUrl } = demo.sandbox.push;
	await createCredential(demo.session, 'kaskoApi', 'live', { apiKey: keys.live, pushUrl });
});
beforeEach(() => demo.sandbox.push.reset());
afterAll(async () => {
	await demo?.stop();
	await redis?.stop();
	await postgres?.stop();
});

/** n8n's worker says so for each execution that it takes over. */
const ranInWorker = (id: string) => demo.n8n.log().includes(`Worker finished execution ${id} `);

it('runs the examples of all three nodes in the workers', async () => {
	const runs = await runExamples(demo);
	const { push, importer } = demo.sandbox;
	for (const execution of [runs.push, runs.orders, runs.errors]) {
		expect(execution.status).toBe('success');
		expect(ranInWorker(execution.id)).toBe(true);
	}
	expect(push.policies).toHaveLength(3);
	expect(importer.policies).toHaveLength(2);
	expect(outputOf(runs.errors, 'What to Tell the Shop')).toMatchObject([{ order: 'A-1003' }]);
});

it('remembers across executions in the workers what was bought, and buys nothing twice', async () => {
	const { session, sandbox } = demo;
	const { push } = sandbox;
	const workflow = await importWorkflow(
		session,
		pushWorkflow(numbersTo(30), { credential: 'live' }),
	);
	const execute = async () => {
		const execution = await waitForExecution(session, await runWorkflow(session, workflow));
		expect(ranInWorker(execution.id)).toBe(true);
		return outputOf(execution, 'ARAG Push').map(({ status }: IDataObject) => status);
	};

	expect(await execute()).toEqual(numbersTo(30).map(() => 'created'));
	expect(await execute()).toEqual(numbersTo(30).map(() => 'alreadyPushed'));
	expect(push.policies).toHaveLength(30);
	expect(push.requests).toHaveLength(30);
});

describe('pushes by webhook through two workers at once', () => {
	const statuses = (answers: PushAnswer[]) => answers.map(({ status }) => status).sort();
	const references = () => demo.sandbox.push.policies.map(({ reference }) => reference).sort();

	it('buy each of 200 policies once, and know each of them afterwards', async () => {
		const { push } = await publishPush(demo.session, { credential: 'live' });
		const customers = numbersTo(200);
		const first = await push(customers);
		expect(statuses(first)).toEqual(customers.map(() => 'created'));
		expect(first.map(({ item }) => item.reference).sort()).toEqual(references());
		expect(statuses(await push(customers))).toEqual(customers.map(() => 'alreadyPushed'));
		expect(references()).toHaveLength(customers.length);
		const startedIn = demo.n8n.log().match(/Worker started execution/g) ?? [];
		expect(startedIn.length).toBeGreaterThanOrEqual(400);
	});

	it('buy a policy that ten executions want at once for one of them, and the others wait for it', async () => {
		const { push } = await publishPush(demo.session, { credential: 'live' });
		await push([0]);
		const answers = await push(Array<number>(10).fill(1));
		expect(statuses(answers)).toEqual([...Array<string>(9).fill('alreadyPushed'), 'created']);
		expect(references()).toHaveLength(2);
	});

	it('buy with a node that was never used before', async () => {
		const { push } = await publishPush(demo.session, { credential: 'live' });
		const customers = numbersTo(20);
		expect(statuses(await push(customers))).toEqual(customers.map(() => 'created'));
		expect(references()).toHaveLength(customers.length);
	});
});
