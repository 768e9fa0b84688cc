import type { KaskoAnswer, RequestFailure } from '../../shared/kaskoRequest';
import { classifyAnswer } from './classifyAnswer';
import { classifyFailure } from './classifyFailure';
import type { Verdict } from './verdict';

const FIRST_PAUSE_MS = 500;

/** KASKO may ask for a longer pause; then the item fails at once rather than hold up the workflow. */
const LONGEST_PAUSE_MS = 60_000;

export interface RequestTries {
	maxTries: number;
	/** One request. */
	send: () => Promise<KaskoAnswer | RequestFailure>;
	pause: (ms: number) => Promise<unknown>;
	/** True once the execution was stopped. */
	stopped: () => boolean;
}

/** Asks KASKO for one policy, again only after a try that provably bought nothing. */
export async function requestPolicy(tries: RequestTries): Promise<Verdict> {
	for (let attempt = 1; ; attempt++) {
		const result = await tries.send();
		const verdict = 'statusCode' in result ? classifyAnswer(result) : classifyFailure(result);
		if (verdict.outcome === 'created' || !verdict.retry || attempt >= tries.maxTries)
			return verdict;

		const pauseMs = verdict.retry.afterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
		if (pauseMs > LONGEST_PAUSE_MS) return verdict;
		await tries.pause(pauseMs);
		if (tries.stopped()) return verdict;
	}
}
