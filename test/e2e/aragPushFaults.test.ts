import type { IDataObject } from 'n8n-workflow';

import { outputOf, runWorkflow, waitForExecution } from '../../scripts/n8n/executions';
import { importWorkflow, type ImportedWorkflow } from '../../scripts/n8n/workflows';
import { connectAgain, n8n, push, session, useN8nWithPush } from '../support/n8nWithPush';
import { customerOf, makeUnreliable } from '../support/makeUnreliable';
import { numbersTo, pushWorkflow } from '../support/pushWorkflow';

const COUNT = 10_000;
const SEED = 4;
const RUN_SECONDS = 600;
/** 120 reserved ahead, those being sent, and those of which it is not written down yet that they were bought. */
const IN_DOUBT_AFTER_KILL = 120 + 2 * 5 + 2 * 20;
const refuses = (customer: number) => customer % 100 === 99;

jest.setTimeout(4 * RUN_SECONDS * 1000);

useN8nWithPush();

/** How one customer ended, in the node's words. */
interface Ending {
	customer: number;
	status: unknown;
	httpCode?: unknown;
}

async function importPush(customers: number[], options: IDataObject = {}) {
	const file = pushWorkflow(customers, {
		credential: 'live',
		settings: { onError: 'continueRegularOutput' },
		options: { parallelRequests: 10, ...options },
	});
	return await importWorkflow(session, file);
}

async function execute(workflow: ImportedWorkflow, customers: number[]): Promise<Ending[]> {
	const id = await runWorkflow(session, workflow);
	const items = outputOf(await waitForExecution(session, id, RUN_SECONDS), 'ARAG Push');
	expect(items).toHaveLength(customers.length);
	return customers.map((customer, item) => {
		const { status, details } = items[item] ?? {};
		return { customer, status, ...(details as IDataObject | undefined) };
	});
}

const customersOf = (endings: Ending[]) => endings.map(({ customer }) => customer);
const withStatus = (endings: Ending[], wanted: string) =>
	customersOf(endings.filter(({ status }) => status === wanted));
/** Nothing was bought for these, and it may go better the next time. */
const leftToSend = (endings: Ending[]) =>
	customersOf(endings.filter(({ status, httpCode }) => status === 'notSent' || httpCode === '429'));
const without = (customers: number[], others: Iterable<number>) => {
	const left = new Set(others);
	return customers.filter((customer) => !left.has(customer));
};
const bought = () => push.policies.map(({ lastName }) => Number(lastName.replace('Person ', '')));

it('buys each of 10,000 policies once, whatever breaks, and lists every doubt', async () => {
	makeUnreliable(push, SEED, refuses);
	const everyone = numbersTo(COUNT);
	const refused = everyone.filter(refuses);
	const workflow = await importPush(everyone);

	await runWorkflow(session, workflow);
	while (push.policies.length < COUNT / 2) await push.nextRequest();
	await n8n.kill();
	await n8n.restart();
	await connectAgain();

	let endings: Ending[];
	do endings = await execute(workflow, everyone);
	while (withStatus(endings, 'created').length + leftToSend(endings).length > 0);

	const doubts = withStatus(endings, 'unknown');
	expect(without(withStatus(endings, 'alreadyPushed'), bought())).toEqual([]);
	expect(withStatus(endings, 'rejected')).toEqual(without(refused, doubts));
	expect(without(everyone, [...bought(), ...refused, ...doubts])).toEqual([]);
	// Every request without a clear answer is a doubt; the others come from the kill.
	const unclear = push.requests.filter(({ status = 500 }) => status >= 500).map(customerOf);
	expect(without(unclear, doubts)).toEqual([]);
	expect(without(doubts, unclear).length).toBeLessThanOrEqual(IN_DOUBT_AFTER_KILL);

	// What the message of a doubt says: look in KASKO, and run only what is not there again, with Never.
	let missing = without(doubts, bought());
	while (missing.length > 0) {
		const again = await importPush(missing, { skipAlreadyPushed: 'never' });
		const ends = await execute(again, missing);
		missing = without([...withStatus(ends, 'unknown'), ...leftToSend(ends)], bought());
	}
	expect(bought().sort((a, b) => a - b)).toEqual(without(everyone, refused));
});
