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
			retry?: { afterMs?: number };
			/** Set when KASKO refused the key: further requests would fare no better. */
			accessRefused?: true;
	  };
