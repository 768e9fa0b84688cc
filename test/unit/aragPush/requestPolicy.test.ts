import { requestPolicy } from '../../../nodes/AragPush/server/requestPolicy';
import type { KaskoAnswer, RequestFailure } from '../../../nodes/shared/kaskoRequest';

const BOUGHT: KaskoAnswer = { statusCode: 200, headers: {}, body: { reference: 'r' } };
const REFUSED: RequestFailure = { code: 'ECONNREFUSED', syscall: 'connect', message: '' };
const limited = (retryAfter: string): KaskoAnswer => ({
	statusCode: 429,
	headers: { 'retry-after': retryAfter },
	body: '',
});

/** Plays the answers in turn; asking for one more fails the test. */
async function play(
	answers: Array<KaskoAnswer | RequestFailure>,
	maxTries: number,
	haltedAfter = Infinity,
) {
	const left = [...answers];
	const waits: Array<number | string> = [];
	const pacer = {
		givenUp: undefined as string | undefined,
		takeTurn: async () => undefined,
		resume: () => undefined,
		hold(ms?: number) {
			waits.push(`hold ${ms}`);
			if (ms === 61_000) this.givenUp = 'too long';
		},
	};
	const verdict = await requestPolicy({
		maxTries,
		send: async () => {
			const answer = left.shift();
			if (!answer) throw new Error('Sent once too often');
			return answer;
		},
		pacer,
		pause: async (ms) => waits.push(ms),
		halted: () => waits.length >= haltedAfter,
	});
	return { verdict: verdict.outcome, waits, unused: left.length };
}

it.each([
	['the first answer', [BOUGHT], 3, [], 'created'],
	['pauses that double', [REFUSED, REFUSED, REFUSED, BOUGHT], 4, [500, 1000, 2000], 'created'],
	['no more tries than allowed', [REFUSED, REFUSED], 2, [500], 'failed'],
	['one try', [REFUSED], 1, [], 'failed'],
	["KASKO's own pause for all", [limited('7'), BOUGHT], 1, ['hold 7000'], 'created'],
	[
		'waiting for no try',
		[limited('1'), limited('1'), limited('1'), limited('1'), BOUGHT],
		2,
		['hold 1000', 'hold 1000', 'hold 1000', 'hold 1000'],
		'created',
	],
	['no hold that is too long', [limited('61')], 3, ['hold 61000'], 'failed'],
])('takes %s', async (_, answers, maxTries, waits, verdict) => {
	expect(await play(answers, maxTries)).toEqual({ verdict, waits, unused: 0 });
});

it('sends nothing more once the run was halted', async () => {
	expect(await play([REFUSED, BOUGHT], 3, 1)).toEqual({
		verdict: 'failed',
		waits: [500],
		unused: 1,
	});
});
