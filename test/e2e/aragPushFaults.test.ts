import type { IDataObject } from 'n8n-workflow';

import { connectToN8n, type N8nSession } from '../../scripts/n8n/connectToN8n';
import { createCredential } from '../../scripts/n8n/credentials';
import { outputOf, runWorkflow, waitForExecution } from '../../scripts/n8n/executions';
import { startN8n, type N8n } from '../../scripts/n8n/startN8n';
import { importWorkflow, type ImportedWorkflow } from '../../scripts/n8n/workflows';
import { startPush } from '../../sandbox';
import type { Push } from '../../sandbox/push/startPush';
import { customerOf, makeUnreliable } from '../support/makeUnreliable';
import { packedPackage } from '../support/packedPackage';
import { numbersTo, pushWorkflow } from '../support/pushWorkflow';

const COUNT = 10_000;
const SEED = 4;
const RUN_SECONDS = 600;
/** Six batches that are reserved ahead, the one being sent, and the one before, of which it is not written down yet that it was bought. */
const IN_DOUBT_AFTER_KILL = 8 * 20 + 10;
const refuses = (customer: number) => customer % 100 === 99;

jest.setTimeout(4 * RUN_SECONDS * 1000);

let push: Push;
let n8n: N8n;
let session: N8nSession;
beforeAll(async () => {
	push = await startPush();
	n8n = await startN8n({ tarball: packedPackage(), caFile: push.certificate.certFile });
	session = await connectToN8n(n8n.url);
	const { keys, url: pushUrl } = push;
	await createCredential(session, 'kaskoApi', 'live', { apiKey: keys.live, pushUrl });
});
afterAll(async () => {
	await n8n?.stop();
	await push.stop();
});

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
	session = await connectToN8n(n8n.url);

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
