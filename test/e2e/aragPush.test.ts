import type { IDataObject, INode } from 'n8n-workflow';

import { createCredential, testCredential } from '../../scripts/n8n/credentials';
import { outputOf, runWorkflow, waitForExecution } from '../../scripts/n8n/executions';
import { importWorkflow, type ImportedWorkflow } from '../../scripts/n8n/workflows';
import { pushFaults } from '../../sandbox';
import { connectAgain, n8n, push, session, useN8nWithPush } from '../support/n8nWithPush';
import { numbersTo, pushWorkflow } from '../support/pushWorkflow';

jest.setTimeout(300_000);

const REFUSED = pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`);
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const REGULAR = { onError: 'continueRegularOutput' as const };
const ERROR_OUTPUT = { onError: 'continueErrorOutput' as const };

useN8nWithPush();

/** A workflow that pushes this many customers, named by their number. */
async function importPush(
	count: number,
	credential: 'test' | 'live',
	settings: Partial<INode> = {},
): Promise<ImportedWorkflow> {
	return await importWorkflow(session, pushWorkflow(numbersTo(count), { credential, settings }));
}

async function execute(workflow: ImportedWorkflow) {
	const execution = await waitForExecution(session, await runWorkflow(session, workflow));
	const error = execution.data.resultData.runData['ARAG Push']?.[0]?.error as
		{ message: string; description?: string } | undefined;
	const outputs = [0, 1].map((output) => outputOf(execution, 'ARAG Push', output));
	return { execution, error, outputs, items: outputs.flat() };
}

const sorted = (values: unknown[]) => values.map(String).sort();
const references = () => sorted(push.policies.map(({ reference }) => reference));

describe('1,000 items of which 10 are refused', () => {
	it.each<[string, Partial<INode>, 0 | 9, number]>([
		['stop', {}, 9, 1],
		['stop, Retry On Fail', RETRY, 9, 3],
		['continue', REGULAR, 9, 1],
		['continue, Retry On Fail', { ...REGULAR, ...RETRY }, 0, 3],
		['error output', ERROR_OUTPUT, 9, 1],
		['error output, Retry On Fail', { ...ERROR_OUTPUT, ...RETRY }, 0, 3],
	])('%s: 990 policies, 990 references, 10 refused', async (_, settings, digit, tries) => {
		push.faults.when(({ raw }) => new RegExp(`Person \\d?${digit}"`).test(raw), REFUSED);
		const workflow = await importPush(1000, 'test', settings);
		const { error, items, execution } = await execute(workflow);

		expect(push.policies).toHaveLength(990);
		expect(push.requests).toHaveLength(990 + 10 * tries);
		if ('onError' in settings) {
			expect(execution.status).toBe('success');
			expect(sorted(items.flatMap(({ reference }) => reference ?? []))).toEqual(references());
			expect(items.filter((item) => item.error)).toHaveLength(10);
		} else {
			expect(error?.message).toBe('990 policies are bought, 10 items were refused by KASKO');
			expect(sorted(error?.description?.match(/[0-9a-f-]{36}$/gm) ?? [])).toEqual(references());
		}
	});
});

it('picks up where it stopped when the execution is retried', async () => {
	push.faults.when(({ raw }) => raw.includes('Person 3"'), REFUSED);
	const { execution } = await execute(await importPush(10, 'test'));
	expect(execution.status).toBe('error');
	push.faults.clear();
	const { id } = await session.request<{ id: string }>(
		'POST',
		`/executions/${execution.id}/retry`,
		{
			loadWorkflow: false,
		},
	);
	const retried = await waitForExecution(session, String(id));
	const items = outputOf(retried, 'ARAG Push');
	expect(items.map(({ status }) => status)).toEqual(
		Array.from({ length: 10 }, (_, item) => (item === 3 ? 'created' : 'alreadyPushed')),
	);
	expect(sorted(items.map(({ reference }) => reference))).toEqual(references());
	expect(push.policies).toHaveLength(10);
});

it('buys nothing twice when n8n is killed in the middle and the workflow runs again', async () => {
	const COUNT = 200;
	push.faults.when(() => true, pushFaults.slow(20));
	const workflow = await importPush(COUNT, 'live', REGULAR);
	await runWorkflow(session, workflow);
	while (push.policies.length < COUNT / 2) await push.nextRequest();
	await n8n.kill();
	const before = push.policies.length;
	expect(before).toBeLessThan(COUNT);
	await n8n.restart();
	await connectAgain();

	const { items } = await execute(workflow);
	const withStatus = (status: string) =>
		items.filter(
			(item) =>
				item.status === status || (item.details as IDataObject | undefined)?.status === status,
		).length;
	const names = new Set(push.policies.map(({ lastName }) => lastName));
	expect(push.policies).toHaveLength(names.size);
	expect(withStatus('created')).toBe(push.policies.length - before);
	expect(withStatus('alreadyPushed') + withStatus('created') + withStatus('unknown')).toBe(COUNT);
	// What was reserved and not sent is in doubt too; nothing else is missing.
	expect(COUNT - names.size).toBeLessThanOrEqual(withStatus('unknown'));

	const again = await execute(workflow);
	expect(again.items.filter(({ status }) => status === 'created')).toEqual([]);
	expect(push.policies).toHaveLength(names.size);
});

it.each([
	['test', 'OK', 'nothing real'],
	['live', 'OK', 'real policy'],
	['wrong', 'Error', 'Copy the whole secret key'],
] as const)('answers the Test button for a %s key', async (kind, status, text) => {
	const apiKey = kind === 'wrong' ? 'sk_test_wrong' : push.keys[kind];
	const credential = await createCredential(session, 'kaskoApi', 'tested', {
		apiKey,
		pushUrl: push.url,
	});
	const answer = await testCredential(session, credential);
	expect(answer.status).toBe(status);
	expect(answer.message).toContain(text);
	expect(push.policies).toHaveLength(0);
});

it('writes the key nowhere', () => {
	expect(n8n.log()).not.toContain(push.keys.live);
	expect(n8n.log()).not.toContain(push.keys.test);
});
