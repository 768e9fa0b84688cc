import { connectToN8n } from '../../scripts/n8n/connectToN8n';
import { createCredential } from '../../scripts/n8n/credentials';
import { startN8n, type N8n } from '../../scripts/n8n/startN8n';
import { startPush } from '../../sandbox';
import type { Push } from '../../sandbox/push/startPush';
import { packedPackage } from '../support/packedPackage';
import { publishPush } from '../support/publishPush';
import { numbersTo } from '../support/pushWorkflow';

jest.setTimeout(600_000);

let push: Push;
let n8n: N8n;
beforeAll(async () => {
	push = await startPush();
	n8n = await startN8n({ tarball: packedPackage(), caFile: push.certificate.certFile });
});
afterAll(async () => {
	await n8n?.stop();
	await push.stop();
});

it('100 executions at once, and all again three times, buy one policy for each customer', async () => {
	const session = await connectToN8n(n8n.url);
	const { keys, url: pushUrl } = push;
	await createCredential(session, 'kaskoApi', 'live', { apiKey: keys.live, pushUrl });
	const workflow = await publishPush(session, { credential: 'live' });
	// Ten customers come two to four times.
	const customers = [...numbersTo(80), ...numbersTo(10), ...numbersTo(5), ...numbersTo(5)];

	const first = await workflow.push(customers);
	const created = first.filter(({ status }) => status === 'created');
	expect(created.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbersTo(80));
	const policies = new Map(push.policies.map(({ lastName, reference }) => [lastName, reference]));
	for (const { number, status, item } of first) {
		expect(['created', 'alreadyPushed']).toContain(status);
		expect(item.reference).toBe(policies.get(`Person ${number}`));
	}

	for (let round = 1; round <= 3; round++) {
		const again = await workflow.push(customers);
		expect(again.map(({ status }) => status)).toEqual(customers.map(() => 'alreadyPushed'));
	}
	expect(push.policies).toHaveLength(80);
	expect(push.requests).toHaveLength(80);
});
