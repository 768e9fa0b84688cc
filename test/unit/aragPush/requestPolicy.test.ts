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
	stoppedAfter = Infinity,
) {
	const left = [...answers];
	const pauses: number[] = [];
	const verdict = await requestPolicy({
		maxTries,
		send: async () => {
			const answer = left.shift();
			if (!answer) throw new Error('Sent once too often');
			return answer;
		},
		pause: async (ms) => pauses.push(ms),
		stopped: () => pauses.length >= stoppedAfter,
	});
	return { verdict: verdict.outcome, pauses, unused: left.length };
}

it.each([
	['the first answer', [BOUGHT], 3, [], 'created'],
	['pauses that double', [REFUSED, REFUSED, REFUSED, BOUGHT], 4, [500, 1000, 2000], 'created'],
	['no more tries than allowed', [REFUSED, REFUSED], 2, [500], 'failed'],
	['one try', [REFUSED], 1, [], 'failed'],
	["KASKO's own pause", [limited('7'), BOUGHT], 3, [7000], 'created'],
	['a pause of a minute', [limited('60'), BOUGHT], 3, [60_000], 'created'],
	['no pause over a minute', [limited('61')], 3, [], 'failed'],
])('takes %s', async (_, answers, maxTries, pauses, verdict) => {
	expect(await play(answers, maxTries)).toEqual({ verdict, pauses, unused: 0 });
});

it('sends nothing more once the execution was stopped', async () => {
	expect(await play([REFUSED, BOUGHT], 3, 1)).toEqual({
		verdict: 'failed',
		pauses: [500],
		unused: 1,
	});
});
