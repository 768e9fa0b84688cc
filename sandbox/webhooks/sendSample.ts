import { randomUUID } from 'node:crypto';

import { examplePolicy, policyEvent } from './policyEvent';
import { startWebhooks } from './startWebhooks';

/** What an answer of n8n means, for whoever tries a trigger. */
const MEANINGS = new Map<number | undefined, string>([
	[
		200,
		'n8n has taken the event. If nothing started, the node does not ask for this event: see its settings and n8n’s log.',
	],
	[401, 'The secret is not the one in the credential of the node, or the node has none.'],
	[
		404,
		'Nobody listens there. The test URL answers for two minutes after a click on "Execute step" in the node, the production URL while the workflow is published.',
	],
]);

export interface Sample {
	url: string;
	secret: string;
	/** `policy.created` and `policy.updated` come as KASKO documents them, every other name as the report of a row. */
	event: string;
	livemode: boolean;
}

/** Sends one signed event and says in a line what came of it. */
export async function sendSample({ url, secret, event, livemode }: Sample): Promise<string> {
	const webhooks = startWebhooks({ secret });
	webhooks.register(url);
	const [delivery] = await webhooks.send(event, makePayload(event, livemode));
	const { status, error = '' } = delivery!;
	return status === undefined
		? `${event}: no answer from ${url}: ${error}`
		: `${event}: answered with ${status}. ${MEANINGS.get(status) ?? 'n8n’s log may say why.'}`;
}

function makePayload(event: string, livemode: boolean) {
	const id = randomUUID();
	if (event === 'policy.created' || event === 'policy.updated') {
		return policyEvent(examplePolicy(randomUUID(), livemode), id);
	}
	return {
		id,
		livemode,
		errorMessage: "Bad Request: The 'policy.email' field is required.",
		idempotency_key: randomUUID(),
		file: 'ticketplan-test-0123456789abcdef.csv',
		row: 1,
	};
}
