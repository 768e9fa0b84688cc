import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';

export interface Access {
	url: string;
	/** Whether the key buys real policies. A key of neither kind counts as one that does. */
	livemode: boolean;
}

/**
 * What the credential says, without the key.
 * @throws KaskoError when the key is missing or the address is not HTTPS: KASKO refuses plain HTTP, and over it the
 * key would be readable on the way.
 */
export function readAccess({ apiKey, pushUrl }: ICredentialDataDecryptedObject): Access {
	const key = String(apiKey ?? '').trim();
	if (!key) {
		throw new KaskoError(
			'The KASKO API credential has no API key',
			'Enter the secret key from KASKO. It starts with sk_test_ or sk_live_.',
			{ status: 'notSent' },
		);
	}
	const url = String(pushUrl ?? '').trim();
	if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
		throw new KaskoError(
			'The Push URL of the KASKO API credential does not start with https://',
			'Set it to https://push-api.kasko.io/ or to the address that KASKO gave you. Nothing was sent.',
			{ status: 'notSent' },
		);
	}
	return { url: new URL(url).href, livemode: !key.startsWith('sk_test_') };
}
