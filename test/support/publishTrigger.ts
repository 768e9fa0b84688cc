import type { INode } from 'n8n-workflow';

import type { N8nSession } from '../../scripts/n8n/connectToN8n';
import { createCredential } from '../../scripts/n8n/credentials';
import { listExecutions } from '../../scripts/n8n/executions';
import { chain } from '../../scripts/n8n/chain';
import { post } from '../../scripts/n8n/post';
import { importWorkflow, publishWorkflow, webhookUrl } from '../../scripts/n8n/workflows';
import { SECRET, sign } from './webhookCall';

export type PublishedTrigger = Awaited<ReturnType<typeof publishTrigger>>;

export interface TriggerOptions extends Partial<Pick<INode, 'typeVersion' | 'parameters'>> {
	name: string;
	secret?: string;
}

/** A published workflow that is a KASKO Trigger and nothing else. */
export async function publishTrigger(
	session: N8nSession,
	{ name, secret = SECRET, typeVersion = 1.1, parameters = {} }: TriggerOptions,
) {
	const credential = await createCredential(session, 'kaskoWebhookApi', name, { secret });
	const workflow = await importWorkflow(
		session,
		chain(name, [
			{
				name: 'KASKO Trigger',
				type: 'n8n-nodes-kasko.kaskoTrigger',
				typeVersion,
				parameters,
				webhookId: name.toLowerCase().replace(/\W/g, '-'),
				credentials: { kaskoWebhookApi: { id: null, name } },
			},
		]),
	);
	await publishWorkflow(session, workflow);
	const url = webhookUrl(session, workflow);
	return {
		credential,
		workflow,
		url,
		/** Posts as KASKO would, but for what `headers` say otherwise. */
		post: async (body: Buffer, headers: Record<string, string> = {}, to = url) =>
			await post(
				to,
				{
					'content-type': 'application/json',
					'x-kasko-event': 'import.row',
					'x-kasko-delivery': '0123456789abcdef0123456789abcdef',
					'x-kasko-signature': sign(body),
					...headers,
				},
				body,
			),
		/** The ids of all its executions, the latest first. */
		executions: async () => (await listExecutions(session, workflow)).map(({ id }) => id),
	};
}
