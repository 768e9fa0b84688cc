import type { IWebhookFunctions } from 'n8n-workflow';

import type { EventKind } from './events';

/** What the user wants to hear about, as set in the node. */
export interface Subscription {
	events: EventKind[];
	environment: 'both' | 'test' | 'live';
	importErrorEvents: string[];
}

/** `importErrorEvents` is text with commas in the panel, and whatever an expression gives. */
export function readSubscription(context: IWebhookFunctions): Subscription {
	const importErrorEvents = context.getNodeParameter('options.importErrorEvents', '');
	return {
		events: context.getNodeParameter('events') as EventKind[],
		environment: context.getNodeParameter('environment') as Subscription['environment'],
		importErrorEvents: [importErrorEvents]
			.flat()
			.flatMap((names) => String(names ?? '').split(','))
			.map((name) => name.trim())
			.filter(Boolean),
	};
}
