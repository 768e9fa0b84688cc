import type { Attempt } from './submission';

/** Of a file with which nothing has been done yet. */
export function newAttempt(): Attempt {
	return { mode: 'parallel', cuts: 0 };
}
