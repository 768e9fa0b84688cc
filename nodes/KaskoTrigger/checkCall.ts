import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';

import type { RefusalReason } from './refusals';

/** A valid call comes with its body, so that nothing else can be taken for it. */
export type Verdict = { valid: true; body: Buffer } | { valid: false; reason: RefusalReason };

const SIGNATURE = /^sha1=([0-9a-fA-F]{40})$/;

/**
 * Whether KASKO signed a call: `X-KASKO-Signature: sha1=<hex HMAC-SHA1 of the raw body>`, the key being the webhook
 * secret. Whatever is missing makes it invalid. What costs nothing is looked at first: opening the credential costs n8n
 * far more than all the rest, and anybody can call.
 */
export async function checkCall(context: IWebhookFunctions): Promise<Verdict> {
	const header = context.getHeaderData()['x-kasko-signature'];
	if (typeof header !== 'string' || !header) return refused('signatureMissing');
	const [, signature] = SIGNATURE.exec(header) ?? [];
	if (!signature) return refused('signatureMalformed');

	const body = await readRawBody(context.getRequestObject());
	if (!body) return refused('bodyUnreadable');

	const secret = await readSecret(context);
	if (!secret) return refused('secretMissing');
	const expected = createHmac('sha1', secret).update(body).digest();
	return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
		? { valid: true, body }
		: refused('signatureWrong');
}

function refused(reason: RefusalReason): Verdict {
	return { valid: false, reason };
}

/**
 * The bytes as they were signed: a body that was parsed and written again has another signature. n8n has already undone
 * gzip or deflate. Undefined for multipart forms, which n8n takes apart instead of keeping their bytes, and for a body
 * that was cut off.
 */
async function readRawBody(
	request: ReturnType<IWebhookFunctions['getRequestObject']>,
): Promise<Buffer | undefined> {
	try {
		if (!request.rawBody) await request.readRawBody();
		return request.rawBody;
	} catch {
		return undefined;
	}
}

/** What is being read right now. */
const reads = new Map<string, Promise<string | undefined>>();

/**
 * The webhook secret, or undefined if no credential is selected or n8n can't open it. Calls that come in while
 * the same credential is being opened for the same workflow share the result; nothing is kept after that.
 */
async function readSecret(context: IWebhookFunctions): Promise<string | undefined> {
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
