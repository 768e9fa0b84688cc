import type { KaskoError } from '../../shared/KaskoError';
import type { Bought } from './outcome';

/** What one request to KASKO came to. */
export type Verdict =
	| ({ outcome: 'created' } & Bought)
	| {
			outcome: 'failed';
			/** `details.status` is `rejected`, `unknown` or `notSent`. */
			error: KaskoError;
			/** Set when the request provably bought nothing and may be sent again. */
			retry?: Retry;
			/** Set when KASKO refused the key: further requests would fare no better. */
			accessRefused?: true;
	  };

/**
 * Why a request may be sent again: KASKO could not be reached, which is a try of this item, or KASKO is busy, which is no
 * fault of the item and holds for the whole run. `ms` is what KASKO asks to wait.
 */
export type Retry = { after: 'unreachable' } | { after: 'busy'; ms?: number };
