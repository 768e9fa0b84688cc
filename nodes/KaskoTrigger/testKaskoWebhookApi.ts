import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

/** There is nothing to call: KASKO calls us. So this checks the secret's form and says what comes next. */
export async function testKaskoWebhookApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const secret = String(credential.data?.secret ?? '').trim();
	if (!secret) {
		return {
			status: 'Error',
			message:
				'The secret is empty, so every call will be refused. Enter the secret that KASKO gives you when it sets up your webhook. To get one, write to techsupport@kasko.io.',
		};
	}
	if (/^[sp]k_/.test(secret)) {
		return {
			status: 'Error',
			message:
				'This is an API key, not a webhook secret. The secret starts with whsec_. If you have none yet, write to techsupport@kasko.io and ask for a webhook.',
		};
	}
	if (!/^whsec_[^\s]+$/.test(secret)) {
		return {
			status: 'Error',
			message:
				'This does not look like a webhook secret: one line that starts with whsec_, without spaces. Compare it with the one from KASKO. If it is the same, use it as it is.',
		};
	}
	return {
		status: 'OK',
		message:
			'This has the form of a webhook secret. Only the form was checked: there is nothing to ask KASKO, so the first signed call shows whether it is the right one. Next: publish the workflow and ask KASKO to send a test event.',
	};
}
