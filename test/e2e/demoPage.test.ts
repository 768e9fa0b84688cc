import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

import {
	listExecutions,
	outputOf,
	runWorkflow,
	waitForExecution,
	type ExecutionSummary,
} from '../../scripts/n8n/executions';
import { importWorkflow, type WorkflowFile } from '../../scripts/n8n/workflows';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { waitFor } from '../../scripts/programs/waitFor';
import { launchBrowser } from '../../scripts/programs/launchBrowser';
import { packedPackage } from '../support/packedPackage';

const EXAMPLE = join(__dirname, '../../examples/crm-to-arag-push.json');
const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=1</script>';

jest.setTimeout(120_000);

let demo: Demo;
let browser: Browser;
let page: Page;
beforeAll(async () => {
	demo = await startDemo(packedPackage());
	browser = await launchBrowser();
	page = await browser.newPage();
	await page.goto(demo.page.url);
});
afterAll(async () => {
	await browser?.close();
	await demo?.stop();
});

const card = (label: string) => page.getByRole('listitem').filter({ hasText: label });
const table = (name: string) => page.getByRole('region', { name });

/** The example with three customers; a failed item does not stop the others. */
async function pushExample() {
	const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as WorkflowFile;
	for (const node of example.nodes) {
		if (node.name === 'ARAG Push') node.onError = 'continueRegularOutput';
	}
	return await importWorkflow(demo.session, example);
}

it('drops a reply: the item is unknown in n8n, and the policy stands on the page', async () => {
	await card('Drop the reply').first().getByRole('button', { name: 'Next time' }).click();
	await page.getByText('1 set: Drop the reply.').waitFor();

	const execution = await waitForExecution(
		demo.session,
		await runWorkflow(demo.session, await pushExample()),
	);
	const items = outputOf(execution, 'ARAG Push');
	const statuses = items.map(({ status, details }) => status ?? details);
	expect(statuses.filter((status) => status === 'created')).toHaveLength(2);
	expect(statuses).toContainEqual(expect.objectContaining({ status: 'unknown' }));

	await page.getByText('No fault is set.').waitFor();
	await card('Drop the reply').first().getByText('Has happened once.').waitFor();
	const { policies } = demo.sandbox.push;
	expect(policies).toHaveLength(3);
	for (const { reference, email } of policies) {
		await table('Policies (3)').getByText(reference).waitFor();
		await table('Policies (3)').getByText(email).waitFor();
	}
	await table('Requests (3)').getByText('none', { exact: true }).waitFor();

	await page.getByRole('button', { name: 'Clear all faults' }).click();
	await page.getByText('Cleared: all faults.').waitFor();
});

it('sends an event that starts the workflow, and one that does not', async () => {
	const executions = async () => await listExecutions(demo.session, demo.workflows.errors);
	expect(await executions()).toEqual([]);
	await page.getByLabel('Idempotency key of the refused row').fill('k-from-the-page');
	await card('A row was refused').getByRole('button', { name: 'Send' }).click();
	const { id } = await waitFor(
		'the workflow starts',
		20,
		async (): Promise<ExecutionSummary | undefined> => (await executions())[0],
	);
	const execution = await waitForExecution(demo.session, id);
	expect(outputOf(execution, 'KASKO Trigger')).toMatchObject([
		{ kind: 'importError', idempotencyKey: 'k-from-the-page', livemode: false },
	]);
	const sent = page.getByRole('row').filter({ hasText: 'import.failed' });
	await sent.filter({ hasText: '200' }).waitFor();

	await card('A wrong signature').getByRole('button', { name: 'Send' }).click();
	await sent.filter({ hasText: '401' }).waitFor();
	expect(await executions()).toHaveLength(1);
});

it('shows names as text, whatever they hold', async () => {
	demo.sandbox.sftp.files.write(`/test/${SCRIPT.replaceAll('/', '')}.csv`, 'a,b\n');
	const address = page.getByLabel('Address of a KASKO Trigger');
	await address.fill(`http://127.0.0.1:1/?${SCRIPT}`);
	await page.getByRole('button', { name: 'Add address' }).click();
	await page.getByText('Added.').waitFor();
	await table('Files (1)').getByText('<img src=x onerror="document.title=1">').waitFor();
	expect(await page.title()).toBe('A local KASKO');
	expect(await page.locator('td img, td script, li img').count()).toBe(0);
});

it('says so when the local KASKO has ended', async () => {
	await demo.page.stop();
	await page.getByText('it has ended').waitFor();
});
