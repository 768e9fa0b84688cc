import type { ICredentialType, INodeProperties } from 'n8n-workflow';

export class KaskoWebhookApi implements ICredentialType {
	name = 'kaskoWebhookApi';

	displayName = 'KASKO Webhook API';

	icon = { light: 'file:../icons/kasko.svg', dark: 'file:../icons/kasko.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-kasko/n8n-nodes-kasko/blob/main/docs/credentials.md#kasko-webhook-api';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. whsec_…',
			description:
				'The secret that KASKO gives you when it sets up your webhook. It proves that a call really comes from KASKO. The test checks its form only; the first signed call shows whether it is the right one.',
		},
	];
}
