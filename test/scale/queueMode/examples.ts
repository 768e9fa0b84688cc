import { outputOf } from '../../../scripts/n8n/executions';
import { runExamples } from '../../../scripts/demo/runExamples';
import { demo, workerOf } from '../cluster';

/** All three nodes run in the workers; KASKO's report comes in through the webhook process. */
export function testExamples(): void {
	afterAll(() => demo.sandbox.webhooks.reset()); // KASKO would report each policy of the tests below

	it('do in the workers what they do elsewhere', async () => {
		const runs = await runExamples(demo);
		const { push, importer, webhooks } = demo.sandbox;
		for (const execution of [runs.push, runs.orders, runs.errors, runs.reconcile]) {
			expect(execution.status).toBe('success');
			expect(workerOf(execution.id)).toBeDefined();
		}
		expect(push.policies).toHaveLength(3);
		expect(importer.policies).toHaveLength(2);
		expect(outputOf(runs.errors, 'What to Tell the Shop')).toMatchObject([{ order: 'A-1003' }]);
		expect(webhooks.deliveries.map(({ url, status }) => [new URL(url).origin, status])).toEqual(
			webhooks.deliveries.map(() => [demo.n8n.webhooksUrl, 200]),
		);
	});
}
