import { randomUUID } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { createCredential } from '../../scripts/n8n/credentials';
import {
	importWorkflow,
	publishWorkflow,
	webhookUrl,
	type ImportedWorkflow,
} from '../../scripts/n8n/workflows';
import type { Bench } from '../Bench';
import { chain, webhook, type Link } from '../../scripts/n8n/chain';

/** A published workflow that is started by a call. */
export interface Receiver {
	url: string;
	workflow: ImportedWorkflow;
}

const nothing: Link = {
	name: 'Nothing',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

/** n8n's way to make an item of each element of a list. */
export function splitOut(fieldToSplitOut: string): Link {
	return {
		name: 'Split Out',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut, options: {} },
	};
}

/**
 * n8n's Webhook node, which answers at once and verifies nothing.
 * @param next What comes behind it, before the last node.
 */
export async function publishWebhook(
	bench: Bench,
	options?: INodeParameters,
	next: Link[] = [],
): Promise<Receiver> {
	const path = randomUUID();
	const workflow = await publish(bench, webhook(path, 'onReceived', options), next);
	return { workflow, url: `${bench.n8n.url}/webhook/${path}` };
}

export async function publishTrigger(bench: Bench, secret: string): Promise<Receiver> {
	const name = `Webhooks ${randomUUID()}`;
	await createCredential(bench.session, 'kaskoWebhookApi', name, { secret });
	const workflow = await publish(bench, {
		name: 'KASKO Trigger',
		type: 'n8n-nodes-kasko.kaskoTrigger',
		typeVersion: 1.1,
		parameters: {},
		credentials: { kaskoWebhookApi: { id: null, name } },
	});
	return { workflow, url: webhookUrl(bench.session, workflow) };
}

async function publish(
	{ session }: Bench,
	trigger: Link,
	next: Link[] = [],
): Promise<ImportedWorkflow> {
	const workflow = await importWorkflow(session, chain(trigger.name, [trigger, ...next, nothing]));
	await publishWorkflow(session, workflow);
	return workflow;
}
