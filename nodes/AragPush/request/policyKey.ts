import { createHash } from 'node:crypto';

import { asSeen } from '../../shared/identity';

/** The JSON that KASKO's push API takes. */
export interface PolicyRequest {
	variant_id: string;
	input: Record<string, unknown>;
}

/**
 * The name under which a policy is remembered: a hash, so that no ledger holds a customer's data. It is made of what is
 * sent, as a person sees it: the order of fields, invisible characters, kinds of spaces and the letter case of the e-mail
 * address make no other policy. A test policy and a real one are two. Of the Push URL only the server is part of it, the API
 * key is not, so that changing them forgets nothing.
 */
export function policyKey(url: string, livemode: boolean, request: PolicyRequest): string {
	const sent = JSON.parse(JSON.stringify(request)) as PolicyRequest;
	const { email } = sent.input;
	if (typeof email === 'string') sent.input.email = email.toLowerCase();
	return createHash('sha256')
		.update(JSON.stringify([new URL(url).origin, livemode, seen(sent)]))
		.digest('base64url');
}

/** The value with its texts as they are seen, and its fields as pairs in the order of their names. */
function seen(value: unknown): unknown {
	if (typeof value === 'string') return asSeen(value);
	if (Array.isArray(value)) return value.map(seen);
	if (typeof value !== 'object' || value === null) return value;
	return {
		fields: Object.entries(value)
			.sort(byName) // for names that are seen as one
			.map(([name, entry]): [string, unknown] => [asSeen(name), seen(entry)])
			.sort(byName),
	};
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
