import { createHash } from 'node:crypto';

import { pushFaults } from '../../sandbox';
import type { PushFault } from '../../sandbox/push/pushFaults';
import type { Push, PushRequest } from '../../sandbox/push/startPush';

const SHARES: Array<[share: number, fault: PushFault]> = [
	[0.05, pushFaults.resetAfter],
	[0.025, pushFaults.refuse(500)],
	[0.025, { acts: true, answer: { status: 503, body: '' } }], // the policy is made all the same
	[0.05, pushFaults.tooManyRequests('0')],
	[0.05, pushFaults.slow(100)],
];

const DROPPED_CONNECTIONS = 0.05;

const REFUSED = pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`);

/** A number from 0 to 1, always the same for the same words. */
function draw(...words: unknown[]): number {
	return createHash('sha256').update(words.join(' ')).digest().readUInt32BE() / 2 ** 32;
}

/** What becomes of the fault when the customer can't have a policy: no policy, and a refusal as the usual answer. */
function asRefused({ answer = REFUSED.answer, delayMs }: PushFault): PushFault {
	return { acts: false, answer, delayMs };
}

/** The number in the last name `Person <number>`. */
export function customerOf({ raw }: PushRequest): number {
	return Number(/"Person (\d+)"/.exec(raw)?.[1]);
}

/**
 * Makes the push API as bad as a network can be: of all requests 5 % are reset after their policy was made, 5 % get a
 * 5xx (half of them although there is a policy), 5 % a 429, 5 % a late answer; of all connections 5 % break before
 * anything is sent. What a customer's first, second, … request meets depends on `seed` alone.
 * @param refuses The customers that KASKO never takes.
 */
export function makeUnreliable(
	push: Push,
	seed: number,
	refuses: (customer: number) => boolean,
): void {
	const tries = new Map<number, number>();
	const draws = new WeakMap<PushRequest, number>();
	const drawOf = (request: PushRequest) => {
		let drawn = draws.get(request);
		if (drawn === undefined) {
			const customer = customerOf(request);
			const attempt = (tries.get(customer) ?? 0) + 1;
			tries.set(customer, attempt);
			drawn = draw(seed, 'request', customer, attempt);
			draws.set(request, drawn);
		}
		return drawn;
	};
	const refused = (request: PushRequest) => refuses(customerOf(request));

	let limit = 0;
	for (const [share, fault] of SHARES) {
		limit += share;
		const below = limit;
		push.faults.when((request) => drawOf(request) < below && refused(request), asRefused(fault));
		push.faults.when((request) => drawOf(request) < below, fault);
	}
	push.faults.when(refused, REFUSED);
	push.connectionFaults.when(
		(_, number) => draw(seed, 'connection', number) < DROPPED_CONNECTIONS,
		'drop',
	);
}
