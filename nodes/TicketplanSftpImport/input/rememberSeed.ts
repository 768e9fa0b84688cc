import { randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What random keys are made from. It stays with the execution: when n8n runs the node once more, for Retry On Fail
 * or a retried execution, the rows keep their keys and are not bought a second time.
 */
export function readSeed(context: IExecuteFunctions): string {
	const remembered = context.getContext('node');
	const run = String(context.evaluateExpression('{{ $runIndex }}', 0));
	const name = `randomSeed${run}`;
	const seed: unknown = remembered[name];
	if (typeof seed === 'string') return seed;
	return (remembered[name] = randomUUID());
}
