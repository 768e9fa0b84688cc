import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkCall } from './checkCall';
import { logDropped, logFaults } from './log';
import { properties, triggerPanel } from './properties';
import { parsePayload, readEvents } from './readEvents';
import { refuseCall } from './refusals';
import { isSubscribed, readSubscription } from './settings';
import { simplify } from './simplify';
import { testKaskoWebhookApi } from './testKaskoWebhookApi';

export class KaskoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'KASKO Trigger',
		name: 'kaskoTrigger',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['trigger'],
		// Not 1: for each call to a webhook node of version 1, n8n evaluates an expression that is meant for its own
		// Webhook node, before anybody can look at the signature.
		version: 1.1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when KASKO reports a row that it could not import, or a new or changed policy. KASKO may send an event more than once.',
		eventTriggerDescription: 'Waiting for a signed call to the test URL',
		activationMessage:
			'KASKO Trigger now answers at its production URL. If KASKO does not have this URL yet, send it to techsupport@kasko.io.',
		triggerPanel,
		// Read by n8n's AI builder.
		builderHint: {
			searchHint:
				'KASKO sets the webhook up by e-mail and gives the secret: n8n registers nothing. An import error names the row by idempotencyKey, which Ticketplan SFTP Import gave for it.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-base.removeDuplicates',
					relationHint: 'Put behind the trigger, by deliveryId: events arrive at least once',
				},
			],
		},
		defaults: { name: 'KASKO Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kaskoWebhookApi', required: true, testedBy: 'testKaskoWebhookApi' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				// n8n answers 200 once it has taken the event; without a body, so that there is nothing to evaluate.
				responseMode: 'onReceived',
				responseData: 'noData',
			},
		],
		properties,
	};

	methods = { credentialTest: { testKaskoWebhookApi } };

	// KASKO registers webhooks by e-mail: there is nothing to look up, create or delete.
	webhookMethods = {
		default: {
			checkExists: async () => false,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const verdict = await checkCall(this);
		if (!verdict.valid) return refuseCall(this, verdict.reason);
		const payload = parsePayload(verdict.body);
		if (!payload) return refuseCall(this, 'bodyNotJson');

		const { subscription, faults } = readSubscription(this);
		const headers = this.getHeaderData();
		const events = readEvents({
			eventHeader: headers['x-kasko-event'],
			deliveryHeader: headers['x-kasko-delivery'],
			receivedAt: new Date().toISOString(),
			body: payload.value,
			importErrorEvents: subscription.importErrorEvents,
		});
		const wanted = events.filter((event) => isSubscribed(event, subscription));
		logFaults(this, faults);
		logDropped(this, events, wanted);
		if (!wanted.length) return { webhookResponse: { message: 'Not subscribed to this event' } };

		const told = subscription.simplify ? wanted.map(simplify) : wanted;
		return { workflowData: [told.map((json) => ({ json }))] };
	}
}
