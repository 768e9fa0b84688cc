import type { IWebhookFunctions } from 'n8n-workflow';

import type { EventKind } from './events';

/** What the user wants to hear about, as set in the node. */
export interface Subscription {
	events: EventKind[];
	environment: 'both' | 'test' | 'live';
	importErrorEvents: string[];
}

/** `importErrorEvents` is text with commas in the panel, and may be a list where an expression gives it. */
export function readSubscription(context: IWebhookFunctions): Subscription {
	const importErrorEvents = context.getNodeParameter('options.importErrorEvents', '') as
		string | string[];
	return {
		events: context.getNodeParameter('events') as EventKind[],
		environment: context.getNodeParameter('environment') as Subscription['environment'],
		importErrorEvents: [importErrorEvents]
			.flat()
			.flatMap((names) => names.split(','))
			.map((name) => name.trim())
			.filter(Boolean),
	};
}
