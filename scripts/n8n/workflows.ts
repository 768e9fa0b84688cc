import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

import { waitFor } from '../programs/waitFor';
import type { N8nSession } from './connectToN8n';

const LIVE_WITHIN_SECONDS = 30;

/** What n8n's editor downloads and imports. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface ImportedWorkflow {
	id: string;
	versionId: string;
	nodes: INode[];
}

/** Imports a workflow. n8n itself puts in the credentials that have the type and name which a node asks for. */
export async function importWorkflow(
	session: N8nSession,
	file: WorkflowFile,
): Promise<ImportedWorkflow> {
	return await session.request('POST', '/workflows', file);
}

/** Publishes a workflow and waits until n8n says that its triggers are live: it says "active" before they are. */
export async function publishWorkflow(
	session: N8nSession,
	{ id, versionId }: ImportedWorkflow,
): Promise<void> {
	await session.request('POST', `/workflows/${id}/activate`, { versionId });
	await waitFor('the published workflow is live', LIVE_WITHIN_SECONDS, async () => {
		const state = await session.request<{ status: string; liveVersionId: string | null }>(
			'GET',
			`/workflows/${id}/publication-status`,
		);
		return state.status === 'published' && state.liveVersionId === versionId ? true : undefined;
	});
}

/** The production address of a workflow's webhook trigger. */
export function webhookUrl(
	session: N8nSession,
	{ nodes }: ImportedWorkflow,
	path = 'webhook',
): string {
	const id = nodes.find(({ webhookId }) => webhookId !== undefined)?.webhookId;
	if (id === undefined) throw new Error('This workflow has no webhook trigger.');
	return `${session.url}/webhook/${id}/${path}`;
}
