import type { INodeProperties } from 'n8n-workflow';

import { EVENTS } from './events';

export const properties: INodeProperties[] = [
	{
		displayName:
			'KASKO sets up webhooks by e-mail. First, save this workflow and send the Production URL (under Webhook URLs, above) to <a href="mailto:techsupport@kasko.io">techsupport@kasko.io</a>: say which events you want, and whether for live or test policies. KASKO gives you a secret: enter it in the credential, and publish this workflow. Then ask KASKO to send an event. If KASKO gets 404, the workflow is not published; if 401, the secret is not the right one.',
		name: 'registrationNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: ['importError'],
		options: EVENTS.map(({ kind, label, description }) => ({
			name: label,
			value: kind,
			description,
		})),
		description:
			'What starts the workflow. All other events are acknowledged to KASKO and dropped.',
	},
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		noDataExpression: true,
		default: 'both',
		options: [
			{ name: 'Live and Test', value: 'both' },
			{ name: 'Live', value: 'live', description: 'Events of real policies only' },
			{ name: 'Test', value: 'test', description: 'Events of test policies only' },
		],
		description:
			'Which policies to hear about. An event that does not tell its environment always starts the workflow.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Import Error Events',
				name: 'importErrorEvents',
				type: 'string',
				default: '',
				placeholder: 'e.g. first.event, second.event',
				description:
					'Names of the events by which KASKO reports rows that it could not import, separated by commas. Ask KASKO for them. Without them, any event that KASKO does not document counts as an import error if it carries an error message.',
			},
		],
	},
];
