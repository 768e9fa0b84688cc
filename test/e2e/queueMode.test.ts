import type { IDataObject } from 'n8n-workflow';

import { outputOf, runWorkflow, waitForExecution } from '../../scripts/n8n/executions';
import { createCredential } from '../../scripts/n8n/credentials';
import { importWorkflow } from '../../scripts/n8n/workflows';
import { runExamples } from '../../scripts/demo/runExamples';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { packedPackage } from '../support/packedPackage';
import { numbersTo, pushWorkflow } from '../support/pushWorkflow';
import { startRedis, type Redis } from '../../scripts/programs/redis';

jest.setTimeout(300_000);

let redis: Redis;
let demo: Demo;
beforeAll(async () => {
	redis = await startRedis();
	demo = await startDemo(packedPackage(), {}, redis.port);
});
afterAll(async () => {
	await demo?.stop();
	await redis?.stop();
});

/** n8n's worker says so for each execution that it takes over. */
const ranInWorker = (id: string) => demo.n8n.log().includes(`Worker finished execution ${id} `);

it('runs the examples of all three nodes in the worker', async () => {
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

it('remembers across executions in the worker what was bought, and buys nothing twice', async () => {
	const { session, sandbox } = demo;
	const { push } = sandbox;
	push.reset();
	await createCredential(session, 'kaskoApi', 'live', {
		apiKey: push.keys.live,
		pushUrl: push.url,
	});
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
