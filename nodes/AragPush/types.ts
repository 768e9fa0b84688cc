import type { KaskoError } from '../shared/KaskoError';

/** The JSON that KASKO's push API takes. */
export interface PolicyRequest {
	variant_id: string;
	input: Record<string, unknown>;
}

/** What is wrong with one value of an item: `field` is the parameter's name. */
export interface Finding {
	field: string;
	message: string;
}

/** One item after the checks: a request to send, or what is wrong with it. */
export type CheckedItem =
	{ request: PolicyRequest; hints: Finding[] } | { request?: undefined; findings: Finding[] };

/** A policy that exists. `requestId` is KASKO's X-Request-Id, empty when there was none. */
export interface Bought {
	reference: string;
	requestId: string;
}

/** How one item ended. The error's `details.status` is `rejected`, `unknown` or `notSent`. */
export type Outcome =
	| ({ status: 'created' | 'alreadyPushed' } & Bought)
	| { status: 'valid' }
	| { status: 'failed'; error: KaskoError };

export interface PushOptions {
	parallelRequests: number;
	requestIntervalMs: number;
	timeoutMs: number;
	maxTries: number;
	skipAlreadyPushed: 'live' | 'always' | 'never';
	validateOnly: boolean;
}
