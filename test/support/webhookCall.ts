import { createHmac } from 'node:crypto';

/** The word `canary` must turn up nowhere: not in an answer, an item or a log. */
export const SECRET = 'whsec_canary';

/** As KASKO's document says it, written without the package's own code. */
export const sign = (body: Buffer | string, secret = SECRET): string =>
	`sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

/** A body put together from text, bytes and buffers. */
export const bytes = (...parts: Array<string | number[] | Buffer>): Buffer =>
	Buffer.concat(
		parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
	);

export const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
