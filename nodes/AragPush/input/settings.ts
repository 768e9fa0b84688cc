import type { IExecuteFunctions } from 'n8n-workflow';

function atLeast(minimum: number, value: unknown, fallback: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) ? Math.max(minimum, number) : fallback;
}

/** An expression may give anything: only a clear "never" lets the node forget what a live key has bought. */
function readSkip(value: unknown): PushOptions['skipAlreadyPushed'] {
	return value === 'always' || value === 'never' ? value : 'live';
}

/** The node's options, which hold for all items, with their defaults. */
export function readOptions(context: IExecuteFunctions): PushOptions {
	const given = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	return {
		parallelRequests: Math.floor(atLeast(1, given.parallelRequests, 5)),
		requestIntervalMs: atLeast(0, given.requestInterval, 0),
		timeoutMs: atLeast(1, given.timeout, 30) * 1000,
		maxTries: Math.floor(atLeast(1, given.maxTries, 3)),
		skipAlreadyPushed: readSkip(given.skipAlreadyPushed),
		validateOnly: given.validateOnly === true,
	};
}

export interface PushOptions {
	parallelRequests: number;
	requestIntervalMs: number;
	timeoutMs: number;
	maxTries: number;
	skipAlreadyPushed: 'live' | 'always' | 'never';
	validateOnly: boolean;
}
