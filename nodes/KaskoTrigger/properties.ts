import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { toProperties } from '../shared/settings';
import { FILTERS, OPTIONS, OUTPUT } from './settings';

export const properties: INodeProperties[] = [
	{
		displayName:
			'KASKO sets up webhooks by e-mail. First, save this workflow and send the Production URL (under Webhook URLs, above) to <a href="mailto:techsupport@kasko.io">techsupport@kasko.io</a>: say which events you want, and whether for live or test policies. KASKO gives you a secret: enter it in the credential, and publish this workflow. Then ask KASKO to send an event. If KASKO gets 404, the workflow is not published; if 401, the secret is not the right one.',
		name: 'registrationNotice',
		type: 'notice',
		default: '',
	},
	...toProperties(FILTERS),
	...toProperties(OUTPUT),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: toProperties(OPTIONS),
	},
];

const TEST =
	'<b>While you build</b>, copy the <b>test URL</b> (under Webhook URLs, which n8n locks while it listens), start a test with the button above and have a signed call sent to that URL, <a href="https://github.com/n8n-nodes-kasko/n8n-nodes-kasko/blob/main/docs/kasko-trigger.md#try-it-without-kasko" target="_blank">by KASKO or by yourself</a>. n8n listens there for two minutes only, so the URL for KASKO is the other one.';

export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Pull in events from KASKO',
	executionsHelp: {
		inactive: `${TEST}<br /><br /><b>When the workflow is ready</b>, send the <b>production URL</b> to techsupport@kasko.io and ask for the webhook secret. Enter it in the credential and <a data-key="activate">publish</a>. From then on each event that KASKO sends starts the workflow.`,
		active: `${TEST}<br /><br /><b>The workflow is published</b>: each event that KASKO sends to the production URL starts it. You see these runs under <a data-key="executions">executions</a>, not here.<br /><br /><b>No runs</b> although KASKO has sent something? If KASKO was answered with 401, the secret in the credential is not the one of this webhook; the log of n8n has a line for each such call. If it was answered with 200, the event is not among the selected ones; the log has a line with its name.`,
	},
	activationHint: {
		inactive:
			'Publish the workflow as soon as you have the webhook secret from KASKO: until then nobody answers at the production URL.',
		active:
			'KASKO may send an event more than once. Where that matters, drop repeats with a Remove Duplicates node: Remove Items Processed in Previous Executions, by deliveryId.',
	},
};
