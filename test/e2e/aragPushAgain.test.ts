import type { IDataObject } from 'n8n-workflow';

import { chain, MANUAL_TRIGGER } from '../../scripts/n8n/chain';
import {
	outputOf,
	retryExecution,
	runWorkflow,
	waitForExecution,
	type Execution,
} from '../../scripts/n8n/executions';
import { importWorkflow, type WorkflowFile } from '../../scripts/n8n/workflows';
import { waitFor } from '../../scripts/programs/waitFor';
import { pushFaults } from '../../sandbox';
import type { PushPolicy } from '../../sandbox/push/startPush';
import { n8n, push, session, useN8nWithPush } from '../support/n8nWithPush';
import { customersNode, numbersTo, pushNode, pushWorkflow } from '../support/pushWorkflow';

jest.setTimeout(300_000);

useN8nWithPush();

const NEVER = { skipAlreadyPushed: 'never' };
const bought = () => push.policies.map(({ lastName }) => lastName).sort();
const names = (numbers: number[]) => numbers.map((number) => `Person ${number}`).sort();

/** Loop Over Items, one customer per run of ARAG Push. */
function loopWorkflow(customers: number[]): WorkflowFile {
	const loop = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { options: {} },
	};
	const file = chain('Push in a loop', [
		MANUAL_TRIGGER,
		customersNode(customers),
		loop,
		pushNode('$json', { credential: 'live', options: NEVER }),
	]);
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	file.connections.Loop = { main: [[], to('ARAG Push')] };
	file.connections['ARAG Push'] = { main: [to('Loop')] };
	return file;
}

const retry = async (id: string) => await retryExecution(session, id);

describe('"never" in a loop', () => {
	it('buys each item, equal ones too', async () => {
		const id = await runWorkflow(
			session,
			await importWorkflow(session, loopWorkflow([1, 1, 2, 1])),
		);
		expect((await waitForExecution(session, id)).status).toBe('success');
		expect(bought()).toEqual(names([1, 1, 1, 2]));
	});

	it('and n8n’s retry goes on where it failed, and buys nothing again', async () => {
		const refused = pushFaults.refuse(400, '{"errorMessage":"Bad Request"}');
		push.faults.when(() => push.policies.length === 2, refused);
		const id = await runWorkflow(
			session,
			await importWorkflow(session, loopWorkflow([1, 1, 1, 2])),
		);
		expect((await waitForExecution(session, id)).status).toBe('error');
		expect(bought()).toEqual(names([1, 1]));
		push.faults.clear();
		expect((await retry(id)).status).toBe('success');
		expect(bought()).toEqual(names([1, 1, 1, 2]));
	});
});

it('the log has the references of all runs of a loop that a user stops', async () => {
	push.faults.when(() => true, pushFaults.slow(50));
	const before = n8n.log().length;
	const workflow = await importWorkflow(session, loopWorkflow(numbersTo(20)));
	const id = await runWorkflow(session, workflow);
	while (push.policies.length < 4) await push.nextRequest();
	await session.request('POST', `/executions/${id}/stop`);
	expect(
		(await waitForExecution(session, id)).data.resultData.runData['ARAG Push'],
	).toBeUndefined();
	const [first, second, third] = push.policies;
	await waitFor('the log says what was bought', 10, async () =>
		[first, second, third].every((policy) =>
			n8n.log().includes(`Item 1: ${policy?.reference}`, before),
		)
			? true
			: undefined,
	);
});

describe('an execution with a live key that a user stops', () => {
	const COUNT = 40;
	/** What the node does by default. */
	const PARALLEL = 5;

	/** @returns The execution, and what KASKO had sold by then; the answers to the last ones are lost. */
	async function stopHalfway(saveExecutionProgress: boolean) {
		push.faults.when(() => true, pushFaults.slow(50));
		const settings = { onError: 'continueRegularOutput' as const };
		const file = pushWorkflow(numbersTo(COUNT), { credential: 'live', settings });
		file.settings = { ...file.settings, saveExecutionProgress };
		const workflow = await importWorkflow(session, file);
		const id = await runWorkflow(session, workflow);
		while (push.policies.length < 12) await push.nextRequest();
		await session.request('POST', `/executions/${id}/stop`);
		expect((await waitForExecution(session, id)).status).toBe('canceled');
		await waitFor('the log says what was bought', 10, async () =>
			n8n.log().split('The execution was stopped. Bought').length > stops ? true : undefined,
		);
		stops++;
		return { workflow, id, sold: [...push.policies] };
	}
	let stops = 1;

	function expectRest(execution: Execution, sold: PushPolicy[]) {
		const items = outputOf(execution, 'ARAG Push');
		expect(items).toHaveLength(COUNT);
		const told = sold.filter(({ reference }) => n8n.log().includes(reference));
		expect(told.length).toBeGreaterThan(0);
		const isIn = (policies: PushPolicy[], number: number) =>
			policies.some(({ lastName }) => lastName === `Person ${number}`);
		const statuses = items.map(({ status, details }) => status ?? (details as IDataObject).status);
		const open = numbersTo(COUNT).filter((number) => !isIn(told, number));
		for (const number of numbersTo(COUNT)) {
			if (isIn(told, number)) expect(statuses[number]).toBe('alreadyPushed');
			else if (isIn(sold, number)) expect(statuses[number]).toBe('unknown');
		}
		// What the stop has cut off on its way to KASKO is in doubt, too.
		const doubts = open.filter((number) => statuses[number] === 'unknown');
		const rest = open.filter((number) => statuses[number] === 'created');
		expect([...doubts, ...rest].sort()).toEqual([...open].sort());
		expect(doubts.length).toBeLessThanOrEqual(PARALLEL);
		expect(bought()).toEqual(
			names(numbersTo(COUNT).filter((number) => rest.includes(number) || isIn(sold, number))),
		);
	}

	it('buys the rest when the workflow runs again; the log has the references of what was bought', async () => {
		const { workflow, sold } = await stopHalfway(false);
		const again = await runWorkflow(session, workflow);
		expectRest(await waitForExecution(session, again), sold);
	});

	it('cannot be retried where n8n has not saved its progress', async () => {
		const { id } = await stopHalfway(false);
		await expect(retry(id)).rejects.toThrow('it cannot be retried');
	});

	it('buys the rest when it is retried', async () => {
		const { id, sold } = await stopHalfway(true);
		expectRest(await retry(id), sold);
	});
});
