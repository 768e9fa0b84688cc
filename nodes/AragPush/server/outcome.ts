import type { KaskoError } from '../../shared/KaskoError';

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
