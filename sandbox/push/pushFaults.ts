export interface PushAnswer {
	status: number;
	headers?: Record<string, string>;
	body: string;
}

/** A fault of the push API: whether the server acts on the request, and what it sends in place of its answer. */
export interface PushFault {
	/** False: the request changes nothing. True: it is handled as usual, and a good one makes a policy. */
	acts: boolean;
	/**
	 * Absent: the usual answer. `stall` never answers, `reset` drops the connection, `trickle` sends the usual answer a byte a
	 * second, `endless` one that does not end.
	 */
	answer?: PushAnswer | 'stall' | 'reset' | 'trickle' | 'endless';
	/** Wait before answering; the policy is made before the wait. */
	delayMs?: number;
}

const json = (value: unknown) => JSON.stringify(value);

/** The faults by name. */
export const pushFaults = {
	/** Answers with this status and makes nothing. */
	refuse: (
		status: number,
		body = json({ errorMessage: `Refused with ${status}` }),
		headers?: Record<string, string>,
	): PushFault => ({ acts: false, answer: { status, body, headers } }),

	tooManyRequests: (retryAfter: string): PushFault =>
		pushFaults.refuse(429, json({ message: 'Too Many Requests' }), { 'Retry-After': retryAfter }),

	redirect: (location: string, status = 307): PushFault =>
		pushFaults.refuse(status, '', { Location: location }),

	/** Answers as usual, but late. */
	slow: (delayMs: number): PushFault => ({ acts: true, delayMs }),

	/** Takes the request, makes nothing and never answers. */
	stall: { acts: false, answer: 'stall' } as PushFault,

	/** Makes the policy and never answers. */
	stallAfter: { acts: true, answer: 'stall' } as PushFault,

	/** Drops the connection when the request is in, and makes nothing. */
	resetBefore: { acts: false, answer: 'reset' } as PushFault,

	/** Makes the policy, then drops the connection: the reply is lost. */
	resetAfter: { acts: true, answer: 'reset' } as PushFault,

	/** Makes the policy and answers so slowly that nobody will wait. */
	trickle: { acts: true, answer: 'trickle' } as PushFault,

	/** Makes the policy and answers with more than anybody can keep. */
	endless: { acts: true, answer: 'endless' } as PushFault,

	/** Makes the policy and answers 200 without its reference. */
	withoutReference: { acts: true, answer: { status: 200, body: '{}' } } as PushFault,
};
