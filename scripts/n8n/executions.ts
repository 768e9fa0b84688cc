import {
	ExecutionStatusList,
	type IDataObject,
	type INodeExecutionData,
	type IRunExecutionData,
} from 'n8n-workflow';

import { waitFor } from '../programs/waitFor';
import type { N8nSession } from './connectToN8n';
import type { ImportedWorkflow } from './workflows';

const ENDS_WITHIN_SECONDS = 120;
/** The most that n8n gives at once. */
const PAGE_SIZE = 100;
const RUNNING = ['new', 'running', 'waiting'];

/** Whether n8n has not ended the execution yet, or not saved it. */
export function isRunning({ status }: Pick<ExecutionSummary, 'status'>): boolean {
	return RUNNING.includes(status);
}

export interface ExecutionSummary {
	id: string;
	status: string;
	mode: string;
}

export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

/** Runs a workflow as the editor's button does, and gives the execution's id at once. */
export async function runWorkflow(
	session: N8nSession,
	workflow: ImportedWorkflow,
): Promise<string> {
	const start = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const { executionId } = await session.request<{ executionId: string }>(
		'POST',
		`/workflows/${workflow.id}/run`,
		// n8n before 2.41 wants the workflow itself besides.
		{ workflowData: workflow, triggerToStartFrom: { name: start?.name } },
	);
	return executionId;
}

/** The execution with everything its nodes gave, when it has ended, well or not. */
export async function waitForExecution(
	session: N8nSession,
	id: string,
	seconds = ENDS_WITHIN_SECONDS,
): Promise<Execution> {
	const { parse } = await import('flatted');
	return await waitFor(`execution ${id} ends`, seconds, async () => {
		const execution = await session.request<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		if (isRunning(execution)) return undefined;
		// n8n 1.123 may call an execution ended a moment before it has saved what came out.
		const data = parse(execution.data) as IRunExecutionData | undefined;
		return data && { ...execution, data };
	});
}

/**
 * A workflow's executions, the latest first.
 * Every status is asked for by name: without, n8n 2.41 reads the running and the ended ones in two queries
 * (`execution-list-v1.service.js`), and one that ends in between comes twice or not at all.
 */
export async function listExecutions(
	session: N8nSession,
	{ id }: ImportedWorkflow,
): Promise<ExecutionSummary[]> {
	const filter = encodeURIComponent(
		JSON.stringify({ workflowId: id, status: ExecutionStatusList }),
	);
	const all: ExecutionSummary[] = [];
	for (let page = ''; ;) {
		const { results, nextCursor } = await session.request<{
			results: ExecutionSummary[];
			nextCursor?: string | null;
		}>('GET', `/executions?filter=${filter}&limit=${PAGE_SIZE}${page}`);
		all.push(...results.sort((a, b) => Number(b.id) - Number(a.id)));
		if (results.length < PAGE_SIZE) return all;
		// An older n8n knows no cursor.
		page = nextCursor ? `&cursor=${nextCursor}` : `&lastId=${all.at(-1)?.id}`;
	}
}

/** Runs a failed execution on, as the editor's "Retry" does, and waits for the end of it. */
export async function retryExecution(session: N8nSession, id: string): Promise<Execution> {
	const retried = await session.request<{ id: string }>('POST', `/executions/${id}/retry`, {
		loadWorkflow: false,
	});
	return await waitForExecution(session, retried.id);
}

/** The items of one node's last run; `output` 1 is the error output. */
export function outputOf({ data }: Execution, node: string, output = 0): IDataObject[] {
	const runs = data.resultData.runData[node] ?? [];
	const items: INodeExecutionData[] = runs.at(-1)?.data?.main?.[output] ?? [];
	return items.map(({ json }) => json);
}
