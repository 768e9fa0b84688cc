import { createHmac, timingSafeEqual } from 'node:crypto';

import type { RefusalReason } from './refusals';

/** A valid call comes with its body, so that nothing else can be taken for it. */
export type Verdict = { valid: true; body: Buffer } | { valid: false; reason: RefusalReason };

const SIGNATURE = /^sha1=([0-9a-f]{40})$/;

/**
 * Whether KASKO signed this body: `X-KASKO-Signature: sha1=<hex HMAC-SHA1 of the raw body>`, the key being
 * the webhook secret. Whatever is missing makes it invalid.
 *
 * @param rawBody The bytes as they were sent. A body that was parsed and written again has another signature.
 */
export function verifySignature(call: {
	secret: string | undefined;
	header: string | string[] | undefined;
	rawBody: Buffer | undefined;
}): Verdict {
	if (!call.secret) return { valid: false, reason: 'secretMissing' };
	if (typeof call.header !== 'string' || !call.header)
		return { valid: false, reason: 'signatureMissing' };
	const [, signature] = SIGNATURE.exec(call.header) ?? [];
	if (!signature) return { valid: false, reason: 'signatureMalformed' };
	if (!call.rawBody) return { valid: false, reason: 'bodyUnreadable' };

	const expected = createHmac('sha1', call.secret).update(call.rawBody).digest();
	return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
		? { valid: true, body: call.rawBody }
		: { valid: false, reason: 'signatureWrong' };
}
