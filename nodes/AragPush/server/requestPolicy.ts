import type { KaskoAnswer, RequestFailure } from '../../shared/kaskoRequest';
import { classifyAnswer } from './classifyAnswer';
import { classifyFailure } from './classifyFailure';
import type { Pacer } from './Pacer';
import type { Verdict } from './outcome';

const FIRST_PAUSE_MS = 500;

export interface RequestTries {
	maxTries: number;
	/** One request. */
	send: () => Promise<KaskoAnswer | RequestFailure>;
	pacer: Pick<Pacer, 'takeTurn' | 'hold' | 'resume' | 'givenUp'>;
	pause: (ms: number) => Promise<unknown>;
	/** True once nothing more may be sent. */
	halted: () => boolean;
}

/**
 * Asks KASKO for one policy, again only after a try that provably bought nothing. The caller has taken the turn of the first
 * try. Waiting because KASKO is busy is no try.
 */
export async function requestPolicy(request: RequestTries): Promise<Verdict> {
	const { maxTries, pacer, pause, halted } = request;
	for (let tries = 1; ;) {
		const result = await request.send();
		const verdict = 'statusCode' in result ? classifyAnswer(result) : classifyFailure(result);
		const retry = verdict.outcome === 'failed' ? verdict.retry : undefined;
		if (retry?.after === 'busy') {
			pacer.hold(retry.ms);
			if (pacer.givenUp !== undefined) return verdict;
		} else {
			if ('statusCode' in result) pacer.resume();
			if (!retry || tries >= maxTries) return verdict;
			await pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
			tries++;
		}
		await pacer.takeTurn();
		if (halted()) return verdict;
	}
}
