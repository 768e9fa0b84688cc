import { createHash } from 'node:crypto';

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, entry]) => [key, sorted(entry)]);
}

/**
 * The name under which a policy is remembered: a hash, so that no ledger holds a customer's data. Equal content
 * gives the same key whatever the order of its pairs. A test policy and a real one are two, the API key itself is
 * not part of it, so that changing the key forgets nothing.
 */
export function policyKey(url: string, livemode: boolean, request: PolicyRequest): string {
	return createHash('sha256')
		.update(JSON.stringify([url, livemode, sorted(request)]))
		.digest('base64url');
}

/** The JSON that KASKO's push API takes. */
export interface PolicyRequest {
	variant_id: string;
	input: Record<string, unknown>;
}
