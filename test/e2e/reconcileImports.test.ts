import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import {
	listExecutions,
	outputOf,
	runWorkflow,
	waitForExecution,
} from '../../scripts/n8n/executions';
import {
	importWorkflow,
	publishWorkflow,
	type ImportedWorkflow,
	type WorkflowFile,
} from '../../scripts/n8n/workflows';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { waitFor } from '../../scripts/programs/waitFor';
import { packedPackage } from '../support/packedPackage';

jest.setTimeout(180_000);

const EXAMPLE = resolve(__dirname, '../../examples/reconcile-imports.json');
const ARRIVES_WITHIN_SECONDS = 30;

let demo: Demo;
beforeAll(async () => {
	demo = await startDemo(packedPackage());
});
afterAll(() => demo.stop());

async function run(workflow: ImportedWorkflow) {
	const execution = await waitForExecution(demo.session, await runWorkflow(demo.session, workflow));
	expect(execution).toMatchObject({ status: 'success' });
	return execution;
}

async function reconcile(workflow = demo.workflows.reconcile) {
	const execution = await run(workflow);
	const orders = (node: string) => outputOf(execution, node).map(({ order }) => order);
	return { done: orders('No Error so Far'), pending: orders('Still Pending') };
}

/** The executions that KASKO's calls have started, as soon as there are that many and all have ended. */
async function errorRuns(count: number) {
	const ids = await waitFor(`${count} executions`, ARRIVES_WITHIN_SECONDS, async () => {
		const executions = await listExecutions(demo.session, demo.workflows.errors);
		return executions.length === count ? executions.map(({ id }) => id).reverse() : undefined;
	});
	return await Promise.all(ids.map((id) => waitForExecution(demo.session, id)));
}

it('lists no order while its file is new and not processed, each hour', async () => {
	await publishWorkflow(demo.session, demo.workflows.reconcile);
	await run(demo.workflows.orders);
	expect(await reconcile()).toEqual({ done: [], pending: [] });
});

it('lists all orders as pending when the set time is over and the file is not processed', async () => {
	const example = await readFile(EXAMPLE, 'utf8');
	const impatient = example.replace('minutes: 60', 'minutes: 0');
	expect(impatient).not.toBe(example);
	const workflow = await importWorkflow(demo.session, JSON.parse(impatient) as WorkflowFile);
	expect(await reconcile(workflow)).toEqual({ done: [], pending: ['A-1001', 'A-1002', 'A-1003'] });
});

it('marks the refused order, and tells the shop once although KASKO calls twice', async () => {
	await demo.sandbox.importer.run();
	const [call] = demo.sandbox.webhooks.deliveries.filter(({ event }) => event === 'import.failed');
	const payload = call?.payload as { livemode: boolean };
	await demo.sandbox.webhooks.send('import.failed', payload, { deliveryId: call?.id ?? '' });

	const runs = await errorRuns(2);
	const told = runs.flatMap((execution) => outputOf(execution, 'What to Tell the Shop'));
	expect(told).toMatchObject([{ order: 'A-1003', message: expect.stringContaining('in_unknown') }]);
	const marked = runs.map((execution) => outputOf(execution, 'Mark the Order as Not Insured'));
	expect(marked).toMatchObject([
		[{ order: 'A-1003', status: 'refused' }],
		[{ order: 'A-1003', status: 'refused' }],
	]);
});

it('lists the other orders, whose file is processed, as without an error so far, once', async () => {
	expect(await reconcile()).toEqual({ done: ['A-1001', 'A-1002'], pending: [] });
	expect(await reconcile()).toEqual({ done: [], pending: [] });
});

it('keeps a refusal that comes before the order is in the table', async () => {
	const early = { livemode: false, errorMessage: 'No', idempotency_key: 'early' };
	await demo.sandbox.webhooks.send('import.failed', early);
	const runs = await errorRuns(3);
	const execution = runs.at(-1)!;
	expect(outputOf(execution, 'What to Tell the Shop')).toMatchObject([
		{ order: 'not in the table', message: 'No', idempotencyKey: 'early' },
	]);
	expect(outputOf(execution, 'Mark the Order as Not Insured')).toMatchObject([
		{ idempotencyKey: 'early', status: 'refused', message: 'No' },
	]);
});
