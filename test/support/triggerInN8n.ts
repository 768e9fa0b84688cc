import type { INode } from 'n8n-workflow';

import { connectToN8n } from '../../scripts/n8n/connectToN8n';
import { createCredential } from '../../scripts/n8n/credentials';
import { listExecutions } from '../../scripts/n8n/executions';
import { startN8n } from '../../scripts/n8n/startN8n';
import {
	importWorkflow,
	publishWorkflow,
	webhookUrl,
	type ImportedWorkflow,
} from '../../scripts/n8n/workflows';
import { packedPackage } from './packedPackage';
import { postTo } from './postTo';
import { SECRET, sign } from './webhookCall';

export type TriggerInN8n = Awaited<ReturnType<typeof startTriggerInN8n>>;

/** A real n8n with one published workflow that is a KASKO Trigger and nothing else. */
export async function startTriggerInN8n() {
	const n8n = await startN8n({ tarball: packedPackage() });
	const session = await connectToN8n(n8n.url);

	async function publish(name: string, secret: string, parameters: INode['parameters'] = {}) {
		await createCredential(session, 'kaskoWebhookApi', name, { secret });
		const imported = await importWorkflow(session, {
			name,
			nodes: [
				{
					id: name,
					name: 'KASKO Trigger',
					type: 'n8n-nodes-kasko.kaskoTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters,
					webhookId: name.toLowerCase().replace(/ /g, '-'),
					credentials: { kaskoWebhookApi: { id: null, name } },
				},
			],
			connections: {},
		});
		await publishWorkflow(session, imported);
		return { ...imported, url: webhookUrl(session, imported) };
	}

	const workflow = await publish('Events', SECRET, { events: ['importError', 'other'] });
	return {
		n8n,
		session,
		workflow,
		publish,
		/** Posts as KASKO would, but for what `headers` say otherwise. */
		post: async (body: Buffer, headers: Record<string, string> = {}, url = workflow.url) =>
			await postTo(
				url,
				{
					'content-type': 'application/json',
					'x-kasko-event': 'import.row',
					'x-kasko-delivery': '0123456789abcdef0123456789abcdef',
					'x-kasko-signature': sign(body),
					...headers,
				},
				body,
			),
		/** The ids of all executions, the latest first. */
		executions: async (of: ImportedWorkflow = workflow) =>
			(await listExecutions(session, of)).map(({ id }) => id),
		/** The lines that the node has written to the log. */
		refusals: () =>
			n8n
				.log()
				.split('\n')
				.filter((line) => line.includes('answered a call with')),
	};
}
