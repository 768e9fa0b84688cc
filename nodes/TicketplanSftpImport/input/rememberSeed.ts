import { randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { remember } from '../../shared/executionMemory';

/** What random keys are made from: while the execution lasts, the rows of one run of the node keep their keys. */
export function rememberSeed(context: IExecuteFunctions): string {
	const run = String(context.evaluateExpression('{{ $runIndex }}', 0));
	return remember(context.getContext('node'), `randomSeed${run}`, randomUUID);
}
