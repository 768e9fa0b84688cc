import { randomUUID } from 'node:crypto';
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from './workflows';

/** What makes a node what it is, and its settings; the rest follows from its place. */
export type Link = Omit<INode, 'id' | 'position'>;

/** A workflow of nodes in a row. The first one is a trigger; unless it has an address of its own, its webhook gets one. */
export function chain(name: string, links: Link[]): WorkflowFile {
	const nodes = links.map((link, index): INode => {
		const id = randomUUID();
		const position: [number, number] = [index * 220, 0];
		return { ...(index === 0 && { webhookId: id }), ...link, id, position };
	});
	const connections: IConnections = {};
	links.slice(1).forEach((link, index) => {
		const from = links[index]?.name ?? '';
		connections[from] = { main: [[{ node: link.name, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** Adds a node that runs after `name` and before what follows that already: n8n runs branches from top to bottom. */
export function addBranch(workflow: WorkflowFile, name: string, link: Link): void {
	const [x = 0, y = 0] = workflow.nodes.find((node) => node.name === name)?.position ?? [];
	workflow.nodes.push({ ...link, id: randomUUID(), position: [x + 220, y - 200] });
	workflow.connections[name]?.main?.[0]?.push({ node: link.name, type: 'main', index: 0 });
}

/** n8n's Webhook node. It answers when the workflow has ended, or at once. */
export function webhook(
	path: string,
	responseMode: 'lastNode' | 'onReceived',
	options: INodeParameters = {},
): Link {
	const answer = responseMode === 'lastNode' ? { responseData: 'noData' } : {};
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: { httpMethod: 'POST', path, responseMode, options, ...answer },
	};
}

/** n8n's Code node. Its code reads the webhook's query as `query`. */
export function code(name: string, lines: string[]): Link {
	const jsCode = ['const { query } = $input.first().json;', ...lines].join('\n');
	return { name, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

/** n8n's trigger for "Execute workflow", as tests and examples start a run. */
export const MANUAL_TRIGGER: Link = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};
