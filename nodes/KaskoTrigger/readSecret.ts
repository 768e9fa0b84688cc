import type { IWebhookFunctions } from 'n8n-workflow';

/** The webhook secret, or undefined if no credential is selected or n8n can't open it. */
export async function readSecret(context: IWebhookFunctions): Promise<string | undefined> {
	try {
		const { secret } = await context.getCredentials('kaskoWebhookApi');
		return typeof secret === 'string' ? secret.trim() : undefined;
	} catch (error) {
		context.logger.debug(`The KASKO Webhook API credential can't be read: ${String(error)}`);
		return undefined;
	}
}
