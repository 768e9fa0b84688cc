import type { IAuthenticate, ICredentialType, INodeProperties } from 'n8n-workflow';

export class KaskoApi implements ICredentialType {
	name = 'kaskoApi';

	displayName = 'KASKO API';

	icon = { light: 'file:../icons/kasko.svg', dark: 'file:../icons/kasko.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-kasko/n8n-nodes-kasko/blob/main/docs/credentials.md#kasko-api';

	restrictToSupportedNodes = true as const;

	hideDomainRestrictionFields = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The secret key from KASKO. A key that starts with sk_test_ creates test policies only, one that starts with sk_live_ buys real ones.',
		},
		{
			displayName: 'Push URL',
			name: 'pushUrl',
			type: 'string',
			required: true,
			default: 'https://push-api.kasko.io/',
			description: 'Address of the push API. It must start with https://.',
		},
	];

	// A function, since n8n would resolve an expression anew for each request.
	authenticate: IAuthenticate = async ({ apiKey }, requestOptions) => ({
		...requestOptions,
		auth: { username: String(apiKey).trim(), password: '' },
	});
}
