import { pushFaults, startPush } from '../../sandbox';
import type { PushFault } from '../../sandbox/push/pushFaults';
import type { Push } from '../../sandbox/push/startPush';
import { startCrashingNode, type CrashingNode } from '../support/crashingNode';
import { customerOf as numberOf } from '../support/makeUnreliable';
import { customerOf, pushNode } from '../support/pushWorkflow';
import { describeSteps, type CrashStep } from '../scale/crashTable';
import { SIZES } from '../scale/sizes';

jest.setTimeout(1_800_000);

const CUSTOMERS = [0, 1, 2];
const REFUSED = 1;
const NO = pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`);

let push: Push;
let n8n: CrashingNode;
const table: CrashStep[] = [];
beforeAll(async () => {
	push = await startPush();
	n8n = await startCrashingNode(push.certificate.certFile);
});
afterAll(async () => {
	await n8n?.stop();
	await push?.stop();
});

const bought = () => push.policies.map(({ lastName }) => Number(lastName.replace('Person ', '')));
const newRun = () => ({
	node: 'AragPush',
	credential: { type: 'KaskoApi', data: { apiKey: push.keys.live, pushUrl: push.url } },
	parameters: pushNode('$json', { credential: 'live', options: { parallelRequests: 1 } })
		.parameters,
	items: CUSTOMERS.map(customerOf),
	database: n8n.newDatabase(),
	killAt: 0,
});

/** Runs the items again after the process has died, and makes sure that all that is said is true. */
async function runAgain(step: string, run: ReturnType<typeof newRun>): Promise<void> {
	await push.idle();
	const before = bought();
	push.faults.clear();
	push.faults.when((request) => numberOf(request) === REFUSED, NO);
	const { items = [] } = await n8n.run({ ...run, killAt: 0 });
	const after = bought();
	const statuses = items.map(({ status, details }) =>
		String(status ?? (details as { status: string }).status),
	);
	const count = (status: string) => statuses.filter((said) => said === status).length;
	const times = (list: number[], customer: number) =>
		list.filter((other) => other === customer).length;

	const said = CUSTOMERS.map((customer) => ({ step, customer, status: statuses[customer] }));
	for (const { customer, status } of said) {
		const [then, now] = [times(before, customer), times(after, customer)];
		const isTrue = {
			created: then === 0 && now === 1,
			alreadyPushed: then === 1 && now === 1,
			rejected: customer === REFUSED && now === 0,
			unknown: now === then && now <= 1,
		}[status ?? ''];
		expect({ step, customer, status, then, now, isTrue }).toMatchObject({ isTrue: true });
	}
	table.push({
		step,
		outcome: {
			'bought by then': before.length,
			'told as bought': count('alreadyPushed'),
			'bought now': count('created'),
			refused: count('rejected'),
			'in doubt': count('unknown'),
			'of these not bought': CUSTOMERS.filter(
				(customer) => statuses[customer] === 'unknown' && times(after, customer) === 0,
			).length,
			'bought twice': after.length - new Set(after).size,
		},
	});
}

/** @returns Whether the run came to its end before it had taken so many steps. */
async function killAtStep(killAt: number): Promise<boolean> {
	push.reset();
	push.faults.when((request) => numberOf(request) === REFUSED, NO);
	const run = newRun();
	const { items, steps } = await n8n.run({ ...run, killAt });
	if (items) return true;
	await runAgain(steps.at(-1) ?? '', run);
	return false;
}

/** KASKO does with one customer's request what `fault` says, and then the process is killed. */
async function killAtRequest(customer: number, step: string, fault: PushFault): Promise<void> {
	push.reset();
	push.faults.when((request) => numberOf(request) === customer, fault);
	push.faults.when((request) => numberOf(request) === REFUSED, NO);
	const run = newRun();
	const { items } = await n8n.run(run, (kill) => {
		const wait = async () => {
			for (let last; last !== customer;) last = numberOf(await push.nextRequest());
			kill();
		};
		void wait();
	});
	expect(items).toBeUndefined();
	await runAgain(step, run);
}

it('killed at each step, and run again: nothing is bought twice, and what is said is true', async () => {
	for (let killAt = 1; !(await killAtStep(killAt)); killAt += SIZES.crashStride);
	expect(table.length).toBeGreaterThan(20 / SIZES.crashStride);
	for (const customer of CUSTOMERS) {
		await killAtRequest(
			customer,
			'KASKO has the request, and has bought nothing',
			pushFaults.stall,
		);
		await killAtRequest(
			customer,
			'KASKO has bought it, and has not answered',
			pushFaults.stallAfter,
		);
	}
	await describeSteps('push', table);
});
