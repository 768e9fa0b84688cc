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

/**
 * A published workflow that buys a policy for each customer of a webhook call, one execution for each call, as a CRM would
 * call it.
 */
export async function publishPush(session: N8nSession, options: PushWorkflowOptions) {
	const path = randomUUID();
	const { parameters, ...trigger } = webhook(path, 'lastNode');
	const workflow = await importWorkflow(
		session,
		chain('Push by webhook', [
			{ ...trigger, parameters: { ...parameters, responseData: 'allEntries' } },
			{
				name: 'Customers',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.customers', options: { disableDotNotation: false } },
			},
			pushNode('$json', {
				...options,
				settings: { onError: 'continueRegularOutput', ...options.settings },
			}),
		]),
	);
	await publishWorkflow(session, workflow);

	/** The items that come back, in the order of the customers. */
	async function pushTogether(numbers: number[]): Promise<IDataObject[]> {
		const url = `${session.webhooksUrl}/webhook/${path}`;
		const answer = await callWebhook(url, { customers: numbers.map(customerOf) });
		const items = JSON.parse(answer) as IDataObject[] | IDataObject;
		return Array.isArray(items) ? items : numbers.map(() => items);
	}

	async function pushOne(number: number): Promise<PushAnswer> {
		const [item = {}] = await pushTogether([number]);
		return { number, status: statusOf(item), item };
	}

	return {
		workflow,
		/** All at once, or so many. */
		push: async (numbers: number[], count = numbers.length) =>
			await atOnce(count, numbers, pushOne),
		/** In one call; their statuses. */
		pushList: async (numbers: number[]) => (await pushTogether(numbers)).map(statusOf),
	};
}

/** The status of an item, also of a failed one; or what came instead of an item. */
function statusOf(item: IDataObject): string {
	const { status, details } = item as { status?: string; details?: { status: string } };
	return status ?? details?.status ?? JSON.stringify(item);
}
