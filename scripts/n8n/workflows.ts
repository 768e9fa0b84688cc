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

export interface ImportedWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
}

/** Imports a workflow. n8n itself puts in the credentials that have the type and name which a node asks for. */
export async function importWorkflow(
	session: N8nSession,
	file: WorkflowFile,
): Promise<ImportedWorkflow> {
	// n8n 1.123 looks for credentials only in a project that is named, and wants to be told that nothing is active yet.
	const { id: projectId } = await session.request<{ id: string }>('GET', '/projects/personal');
	// Without pinned data, be it none, n8n 2.41 can't execute a single step of the workflow a second time.
	const body = { pinData: {}, ...file, active: false, projectId };
	return await session.request('POST', '/workflows', body);
}

/** Publishes a workflow and waits until n8n says that its triggers are live: it says "active" before they are. */
export async function publishWorkflow(
	session: N8nSession,
	{ id, versionId }: ImportedWorkflow,
): Promise<void> {
	await session.request('POST', `/workflows/${id}/activate`, { versionId });
	await waitFor('the published workflow is live', LIVE_WITHIN_SECONDS, async () => {
		const state = await publicationOf(session, id).catch((error: unknown) => {
			// An older n8n has no such state: there the triggers are live when it says so.
			if (String(error).includes(': 404 '))
				return { status: 'published', liveVersionId: versionId };
			throw error;
		});
		return state.status === 'published' && state.liveVersionId === versionId ? true : undefined;
	});
}

async function publicationOf(session: N8nSession, id: string) {
	return await session.request<{ status: string; liveVersionId: string | null }>(
		'GET',
		`/workflows/${id}/publication-status`,
	);
}

/** The production address of a workflow's webhook trigger. */
export function webhookUrl(
	session: N8nSession,
	{ nodes }: ImportedWorkflow,
	path = 'webhook',
): string {
	const id = nodes.find(({ webhookId }) => webhookId !== undefined)?.webhookId;
	if (id === undefined) throw new Error('This workflow has no webhook trigger.');
	return `${session.webhooksUrl}/webhook/${id}/${path}`;
}
