import { randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { remember } from '../../shared/executionMemory';
import type { Environment, ImportFile } from '../files/importFile';
import type { Attempt } from '../server/submission';
import { newAttempt } from '../server/submission';

/**
 * How far this run of the node has come with each file, while the execution lasts: in n8n's Retry On Fail a file that is
 * submitted is not sent again, and one in doubt is looked for. A further run of the node in a loop is one of its own.
 */
export function rememberAttempts(
	context: IExecuteFunctions,
	environment: Environment,
): (file: ImportFile) => Attempt {
	const attempts = remember<Record<string, Attempt>>(
		context.getContext('node'),
		`attempts${runIndex(context)}`,
		() => ({}),
	);
	return ({ sha256 }) => (attempts[`${environment} ${sha256}`] ??= newAttempt());
}

/** What random keys are made from: while the execution lasts, the rows of one run of the node keep their keys. */
export function rememberSeed(context: IExecuteFunctions): string {
	return remember(context.getContext('node'), `randomSeed${runIndex(context)}`, randomUUID);
}

function runIndex(context: IExecuteFunctions): string {
	return String(context.evaluateExpression('{{ $runIndex }}', 0));
}
