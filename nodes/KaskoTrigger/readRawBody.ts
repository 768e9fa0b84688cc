import type { IWebhookFunctions } from 'n8n-workflow';

type WebhookRequest = ReturnType<IWebhookFunctions['getRequestObject']>;

/**
 * The body's bytes as they were signed; n8n has already undone gzip or deflate. Undefined for multipart forms,
 * which n8n takes apart instead of keeping their bytes, and for a body that was cut off.
 */
export async function readRawBody(request: WebhookRequest): Promise<Buffer | undefined> {
	try {
		if (!request.rawBody) await request.readRawBody();
		return request.rawBody;
	} catch {
		return undefined;
	}
}
