import type { INodeTypeDescription } from 'n8n-workflow';

export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Pull in events from KASKO',
	executionsHelp: {
		inactive:
			'<b>While you build</b>, click "Listen for test event" and have a signed call sent to the <b>test URL</b>. n8n listens there for two minutes only, so do not give this URL to KASKO.<br /><br /><b>When the workflow is ready</b>, <a data-key="activate">publish it</a> and send the <b>production URL</b> to techsupport@kasko.io. Say which events you want, for live or test policies, and ask for the webhook secret. Calls that are not signed with this secret are refused with status 401; n8n\'s log says why.',
		active:
			'<b>While you build</b>, click "Listen for test event" and have a signed call sent to the <b>test URL</b>. n8n listens there for two minutes only.<br /><br /><b>The workflow is published</b>: each event that KASKO sends to the production URL starts it. You see these runs under <a data-key="executions">executions</a>, not here. If there are none although KASKO has sent something, KASKO was answered with status 401 because the secret in the credential is not the one of this webhook (n8n\'s log says why), or the event is not among the selected ones.',
	},
	activationHint: {
		inactive:
			'Publish the workflow before you send the production URL to KASKO: until then nobody answers there.',
		active:
			'KASKO may send an event more than once. Where that matters, drop repeats by deliveryId with a Remove Duplicates node.',
	},
};
