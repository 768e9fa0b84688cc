import { push, session, useN8nWithPush } from '../support/n8nWithPush';
import { publishPush } from '../support/publishPush';
import { numbersTo } from '../support/pushWorkflow';

jest.setTimeout(600_000);

useN8nWithPush();

it('100 executions at once, and all again three times, buy one policy for each customer', async () => {
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
