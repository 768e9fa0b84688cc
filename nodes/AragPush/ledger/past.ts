import type { KaskoError } from '../../shared/KaskoError';
import type { Bought } from '../server/outcome';

/**
 * What a memory knows of a policy, by its key. Both memories have the same words: a policy is `new`, `bought`, or `unknown`;
 * what was reserved or claimed and bought nothing is given back.
 */
export type Past =
	{ state: 'new' } | ({ state: 'bought' } & Bought) | { state: 'unknown'; error: KaskoError };
