import type { ImportedWorkflow } from '../../scripts/n8n/workflows';
import { waitFor } from '../../scripts/programs/waitFor';
import type { Bench } from '../Bench';

const END_WITHIN_SECONDS = 300;

/** How many executions of a workflow n8n has, whatever became of them, or only those with a status. */
export async function countExecutions(
	{ session }: Bench,
	{ id }: ImportedWorkflow,
	status?: string,
): Promise<number> {
	const filter = { workflowId: id, ...(status && { status: [status] }) };
	const query = `filter=${encodeURIComponent(JSON.stringify(filter))}&limit=1`;
	const { count } = await session.request<{ count: number }>('GET', `/executions?${query}`);
	return count;
}

/** Waits until as many executions as calls were accepted have ended well. */
export async function waitForExecutions(
	bench: Bench,
	workflow: ImportedWorkflow,
	accepted: number,
): Promise<void> {
	await waitFor(`${accepted} executions end`, END_WITHIN_SECONDS, async () => {
		// While it is overloaded, n8n answers 503 to everybody.
		const ended = await countExecutions(bench, workflow, 'success').catch(() => 0);
		return ended >= accepted ? true : undefined;
	});
}
