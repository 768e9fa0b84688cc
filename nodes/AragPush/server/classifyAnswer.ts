import { KaskoError } from '../../shared/KaskoError';
import type { KaskoAnswer } from '../../shared/kaskoRequest';
import { PUSH_FIELDS } from '../request/fields';
import { parseRetryAfter } from './parseRetryAfter';
import { unknownOutcome } from './unknownOutcome';
import type { Verdict } from './verdict';

function textAt(value: unknown, key: string): string {
	const found = (value as Record<string, unknown> | null | undefined)?.[key];
	return typeof found === 'string' ? found.trim() : '';
}

/** KASKO's own words for a refusal, in each of the three shapes its APIs use. */
function readMessage(body: unknown): string {
	const nested = (body as { error?: unknown } | null | undefined)?.error;
	return (
		textAt(body, 'errorMessage') ||
		textAt(body, 'message') ||
		textAt(nested, 'message') ||
		textAt(body, 'error')
	);
}

/** The parameter that KASKO's message names in quotes, such as `The 'vin' field is required.` */
function readField(message: string): string | undefined {
	const quoted = [...message.matchAll(/'([^']+)'/g)].map(([, name]) => name?.split('.').at(-1));
	return PUSH_FIELDS.find(({ path }) => quoted.includes(path.at(-1)))?.parameter;
}

function describeRefusal(statusCode: number): string {
	switch (statusCode) {
		case 401:
			return 'Check the API key in the KASKO API credential: KASKO does not know it.';
		case 403:
			return 'Check the API key in the KASKO API credential: it is not allowed to buy this product. Ask techsupport@kasko.io for access.';
		case 404:
			return 'Check the API key and the Push URL in the KASKO API credential: KASKO also answers "not found" where a key has no access. Check the Variant ID too.';
		case 429:
			return "Run the item again later. The options 'Request Interval' and 'Parallel Requests' slow the node down.";
		default:
			return 'Correct the item and send it again.';
	}
}

/**
 * What an answer of the push API means, after KASKO's documentation. Only a 2xx with a reference is a policy, and
 * only a 4xx is a refusal; an answer that is neither leaves open whether the policy was bought.
 */
export function classifyAnswer({ statusCode, headers, body }: KaskoAnswer): Verdict {
	const requestId = textAt(headers, 'x-request-id');
	const reference = textAt(body, 'reference');
	if (statusCode >= 200 && statusCode < 300 && reference) {
		return { outcome: 'created', reference, requestId };
	}

	const message = readMessage(body);
	const details = { httpCode: String(statusCode), ...(requestId && { requestId }) };
	const support = requestId ? ` For questions to KASKO, the request ID is ${requestId}.` : '';

	if (statusCode < 400 || statusCode === 408 || statusCode >= 500) {
		const answer =
			statusCode >= 300 && statusCode < 400
				? `a redirect (${statusCode}), which is not followed. Check the Push URL in the KASKO API credential`
				: `status ${statusCode} and no reference${message && `: ${message}`}`;
		return {
			outcome: 'failed',
			error: unknownOutcome(`KASKO answered with ${answer}`, details, support),
		};
	}

	const field = readField(message);
	return {
		outcome: 'failed',
		error: new KaskoError(
			message || `KASKO refused the request with status ${statusCode}`,
			describeRefusal(statusCode) + support,
			{ status: 'rejected', ...details, ...(field && { field }) },
		),
		...(statusCode === 429 && { retry: { afterMs: parseRetryAfter(headers['retry-after']) } }),
		...([401, 403, 404].includes(statusCode) && { accessRefused: true }),
	};
}
