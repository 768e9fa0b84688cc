import { join } from 'node:path';

import { isRunning, listExecutions } from '../scripts/n8n/executions';
import type { ImportedWorkflow } from '../scripts/n8n/workflows';
import { run } from '../scripts/programs/run';
import { waitFor } from '../scripts/programs/waitFor';
import { post } from '../scripts/n8n/post';
import type { Bench } from './Bench';
import { watchPeak } from './peakMemory';

const SAVED_WITHIN_SECONDS = 120;

export interface TimedRun {
	/** `executionTime` of a node in the saved run data; the sum for several. */
	seconds(...nodes: string[]): number;
	/** From the call of the webhook to its answer. */
	wholeSeconds: number;
	/** Highest resident memory of n8n's main process during the call, above the level before it. */
	peakBytesAdded: number;
}

interface SavedRun {
	status: string;
	error?: string;
	milliseconds: Record<string, number>;
}

/**
 * Runs a published workflow once by its webhook.
 * @param path Of the webhook, with the query.
 * @throws Error when the execution does not end well.
 */
export async function runTimed(
	bench: Bench,
	workflow: ImportedWorkflow,
	path: string,
): Promise<TimedRun> {
	const peak = await watchPeak(bench.n8n.pid());
	const start = performance.now();
	const answer = await post(`${bench.n8n.url}/webhook/${path}`);
	const wholeSeconds = (performance.now() - start) / 1000;
	const peakBytesAdded = await peak();

	await waitFor('the execution is saved', SAVED_WITHIN_SECONDS, async () => {
		const [latest] = await listExecutions(bench.session, workflow);
		return latest && !isRunning(latest) ? true : undefined;
	});
	const args = [join(__dirname, 'readRun.mjs'), bench.database, workflow.id];
	const saved = JSON.parse(await run(bench.node, args)) as SavedRun;
	if (answer.status !== 200 || saved.status !== 'success') {
		throw new Error(`${path}: ${answer.status} ${saved.status} ${saved.error ?? answer.body}`);
	}
	return {
		seconds: (...nodes) =>
			nodes.reduce((sum, node) => sum + (saved.milliseconds[node] ?? NaN), 0) / 1000,
		wholeSeconds,
		peakBytesAdded,
	};
}
