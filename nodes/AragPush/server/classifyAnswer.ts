import { KaskoError } from '../../shared/KaskoError';
import type { KaskoAnswer } from '../../shared/kaskoRequest';
import { quoted } from '../../shared/text';
import { PUSH_FIELDS } from '../request/fields';
import { unknownOutcome } from './outcome';
import type { Verdict } from './outcome';

/**
 * What an answer of the push API means, after KASKO's documentation. Only a 2xx with a reference and without an error is a
 * policy, and only a 4xx without a reference is a refusal; any other answer leaves open whether the policy was bought.
 */
export function classifyAnswer(answer: KaskoAnswer): Verdict {
	const { statusCode, headers, body } = answer;
	const requestId = quoted(textAt(headers, 'x-request-id'));
	const reference = readReference(body);
	if (statusCode >= 200 && statusCode < 300 && reference && !speaksOfError(body)) {
		return { outcome: 'created', reference, requestId };
	}

	const words = readWords(body);
	const details = { httpCode: String(statusCode), ...(requestId && { requestId }) };
	const speaker = isOfKasko(answer) ? 'KASKO' : 'Something on the way to KASKO';
	const said = words && `: ${words}`;
	const named = reference && `, reference ${reference}`;

	if (statusCode === 409) {
		const cause = `${speaker} says that it conflicts with another request (409)${named}${said}`;
		return { outcome: 'failed', error: unknownOutcome(cause, details) };
	}
	if (reference || statusCode < 400 || UNFINISHED.includes(statusCode) || statusCode >= 500) {
		const cause = REDIRECTS.includes(statusCode)
			? `${speaker} answered with a redirect (${statusCode}), which is not followed. Check the Push URL in the KASKO API credential`
			: `${speaker} answered with status ${statusCode}${named || ' and no reference'}${said}`;
		return { outcome: 'failed', error: unknownOutcome(cause, details) };
	}
	if (statusCode === 429) {
		return {
			outcome: 'failed',
			error: new KaskoError(
				(isOfKasko(answer) && words) || `${speaker} asks to slow down (429)${said}`,
				"Run the item again later. The options 'Request Interval' and 'Parallel Requests' slow the node down.",
				{ status: 'rejected', ...details },
			),
			retry: { after: 'busy', ms: parseRetryAfter(headers['retry-after']) },
		};
	}
	if (!isOfKasko(answer)) return refusedOnTheWay(statusCode, said, details);

	const field = readField(words);
	return {
		outcome: 'failed',
		error: new KaskoError(
			words || `KASKO refused the request with status ${statusCode}`,
			describeRefusal(statusCode),
			{ status: 'rejected', ...details, ...(field && { field }) },
		),
		...([401, 403, 404].includes(statusCode) && { accessRefused: true }),
	};
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** A server or a gateway gave up before the answer to a request was there: what became of it, they do not say. */
const UNFINISHED = [408, 499];

/** What programs write where there is nothing. */
const NOTHING = /^(?:0|false|nan|none|null|undefined)?$/i;

/** Empty also for what can be no reference, such as the mark that stands for an API key. */
function readReference(body: unknown): string {
	const reference = quoted(textAt(body, 'reference'));
	return NOTHING.test(reference) || !/[\p{L}\p{N}]/u.test(reference) ? '' : reference;
}

/** Whether an answer names an error, in a field that is for errors only. */
function speaksOfError(body: unknown): boolean {
	return !NOTHING.test(wordsOf({ ...(body as object), message: undefined }));
}

/** The three forms of a date in HTTP (RFC 9110, 5.6.7); `Date.parse` makes dates of much else. */
const HTTP_DATE =
	/^[A-Z][a-z]+,? (?:\d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4}|[A-Z][a-z]{2} [ \d]\d) \d{2}:\d{2}:\d{2}(?: GMT| \d{4})$/;

/** Milliseconds that an HTTP `Retry-After` header asks to wait: it holds seconds or a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(header: unknown, now = Date.now()): number | undefined {
	if (typeof header !== 'string') return undefined;
	const text = header.trim();
	if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
	if (!HTTP_DATE.test(text)) return undefined;
	const date = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** KASKO answers in JSON and with a request ID; a proxy, a firewall or a gateway does neither. */
export function isOfKasko({ headers, body }: Omit<KaskoAnswer, 'statusCode'>): boolean {
	return (
		textAt(headers, 'x-request-id') !== '' ||
		/\bjson\b/i.test(textAt(headers, 'content-type')) ||
		(typeof body === 'object' && body !== null)
	);
}

function refusedOnTheWay(
	statusCode: number,
	said: string,
	details: Record<string, unknown>,
): Verdict {
	return {
		outcome: 'failed',
		error: new KaskoError(
			`Something on the way to KASKO, such as a proxy or a firewall, refused the request (${statusCode})${said}`,
			'Nothing was bought for this item. Check the Push URL in the KASKO API credential and the network of your n8n, then run the item again.',
			{ status: 'notSent', ...details },
		),
	};
}

function valueAt(value: unknown, key: string): unknown {
	return (value as Record<string, unknown> | null | undefined)?.[key];
}

function textAt(value: unknown, key: string): string {
	const found = valueAt(value, key);
	return typeof found === 'string' || typeof found === 'number' ? String(found).trim() : '';
}

/** Bytes that are no text, such as a compressed one, read as text. */
const NOISE = /(?:\uFFFD[^\uFFFD]{0,3}){3}/;

/**
 * What was answered, in each of the shapes that KASKO's APIs use, on one line; a text that is no JSON as it is, but no web page
 * and no noise.
 */
function readWords(body: unknown): string {
	return quoted(wordsOf(body));
}

function wordsOf(body: unknown): string {
	if (typeof body === 'string') return /^\s*</.test(body) || NOISE.test(body) ? '' : body;
	if (Array.isArray(body)) return readErrors(body).join('; ');
	const nested = valueAt(body, 'error');
	const message =
		messageAt(body, 'errorMessage') ||
		messageAt(body, 'message') ||
		messageAt(nested, 'message') ||
		textAt(nested, 'code') ||
		textAt(body, 'error');
	const errors = [body, nested].flatMap((holder) => readErrors(valueAt(holder, 'errors')));
	return [message, ...errors].filter(Boolean).join('; ');
}

function messageAt(body: unknown, key: string): string {
	return textAt(body, key) || readErrors(valueAt(body, key)).join('; ');
}

/** The list of KASKO's REST API, `[{ code, field }]`; also texts, and texts by field. */
function readErrors(errors: unknown): string[] {
	if (typeof errors === 'string') return [errors];
	if (typeof errors !== 'object' || errors === null) return [];
	if (!Array.isArray(errors)) {
		return Object.entries(errors).map(([field, words]: [string, unknown]) =>
			[field, readErrors(words).join(', ')].filter(Boolean).join(': '),
		);
	}
	return errors.map((error: unknown) => {
		if (typeof error === 'string') return error;
		const words = textAt(error, 'message') || textAt(error, 'code');
		return [textAt(error, 'field'), words].filter(Boolean).join(': ');
	});
}

/** The parameter that KASKO's words name, such as `The 'vin' field is required.` or `email: invalid_value`. */
function readField(words: string): string | undefined {
	const names = [...words.matchAll(/['"]([^'"]+)['"]|(?:^|; )([\w.]+): /g)].map(
		([, quoted, listed]) => (quoted ?? listed)?.split('.').at(-1),
	);
	return PUSH_FIELDS.find(({ path }) => names.includes(path.at(-1)))?.parameter;
}

function describeRefusal(statusCode: number): string {
	switch (statusCode) {
		case 401:
			return 'Check the API key in the KASKO API credential: KASKO does not know it.';
		case 403:
			return 'Check the API key in the KASKO API credential: it is not allowed to buy this product. Ask techsupport@kasko.io for access.';
		case 404:
			return 'Check the API key and the Push URL in the KASKO API credential: KASKO also answers "not found" where a key has no access. Check the Variant ID too.';
		case 400:
		case 422:
			return 'Correct the item and send it again.';
		case 405:
		case 410:
			return 'Nothing was bought for this item. Check the Push URL in the KASKO API credential.';
		default:
			return 'Nothing was bought for this item. If the words of KASKO do not say why, ask techsupport@kasko.io.';
	}
}
