import type { IExecuteFunctions } from 'n8n-workflow';

import type { PushOptions } from './types';

function atLeast(minimum: number, value: unknown, fallback: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) ? Math.max(minimum, number) : fallback;
}

/** The node's options, which hold for all items, with their defaults. */
export function readOptions(context: IExecuteFunctions): PushOptions {
	const given = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	return {
		parallelRequests: Math.floor(atLeast(1, given.parallelRequests, 5)),
		requestIntervalMs: atLeast(0, given.requestInterval, 0),
		timeoutMs: atLeast(1, given.timeout, 30) * 1000,
		maxTries: Math.floor(atLeast(1, given.maxTries, 3)),
		skipAlreadyPushed: (given.skipAlreadyPushed ?? 'live') as PushOptions['skipAlreadyPushed'],
		validateOnly: given.validateOnly === true,
	};
}
