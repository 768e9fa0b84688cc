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
	const run = String(context.evaluateExpression('{{ $runIndex }}', 0));
	const attempts = remember<Record<string, Attempt>>(
		context.getContext('node'),
		`attempts${run}`,
		() => ({}),
	);
	return ({ sha256 }) => (attempts[`${environment} ${sha256}`] ??= newAttempt());
}
