import type { IWebhookFunctions } from 'n8n-workflow';

/** What is being read right now. Opening a credential costs n8n far more than all the rest of a refusal. */
const reads = new Map<string, Promise<string | undefined>>();

/**
 * The webhook secret, or undefined if no credential is selected or n8n can't open it. Calls that come in while
 * the same credential is being opened for the same workflow share the result; nothing is kept after that.
 */
export async function readSecret(context: IWebhookFunctions): Promise<string | undefined> {
	const credential = context.getNode().credentials?.kaskoWebhookApi?.id;
	const key = JSON.stringify([context.getWorkflow().id, credential]);
	const read = reads.get(key) ?? openCredential(context).finally(() => reads.delete(key));
	reads.set(key, read);
	return await read;
}

async function openCredential(context: IWebhookFunctions): Promise<string | undefined> {
	try {
		const { secret } = await context.getCredentials('kaskoWebhookApi');
		return typeof secret === 'string' ? secret.trim() : undefined;
	} catch (error) {
		context.logger.debug(`The KASKO Webhook API credential can't be read: ${String(error)}`);
		return undefined;
	}
}
