import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { chain, webhook } from '../../scripts/n8n/chain';
import type { N8nSession } from '../../scripts/n8n/connectToN8n';
import { importWorkflow, publishWorkflow } from '../../scripts/n8n/workflows';
import { atOnce } from './atOnce';
import { callWebhook } from './callWebhook';
import { customerOf, pushNode, type PushWorkflowOptions } from './pushWorkflow';

/** How one execution answered its webhook: with the node's item. */
export interface PushAnswer {
	number: number;
	/** The item's status, also of a failed one. */
	status: string;
	item: IDataObject;
}

/** A published workflow that buys a policy for the customer of a webhook call, one execution each, as a CRM would call it. */
export async function publishPush(session: N8nSession, options: PushWorkflowOptions) {
	const path = randomUUID();
	const { parameters, ...trigger } = webhook(path, 'lastNode');
	const workflow = await importWorkflow(
		session,
		chain('Push by webhook', [
			{ ...trigger, parameters: { ...parameters, responseData: 'firstEntryJson' } },
			pushNode('$json.body', {
				...options,
				settings: { onError: 'continueRegularOutput', ...options.settings },
			}),
		]),
	);
	await publishWorkflow(session, workflow);

	async function pushOne(number: number): Promise<PushAnswer> {
		const answer = await callWebhook(`${session.webhooksUrl}/webhook/${path}`, customerOf(number));
		const item = JSON.parse(answer) as IDataObject & { details?: { status: string } };
		return { number, status: String(item.status ?? item.details?.status ?? answer), item };
	}

	return {
		workflow,
		/** All at once, or so many. */
		push: async (numbers: number[], count = numbers.length) =>
			await atOnce(count, numbers, pushOne),
	};
}
