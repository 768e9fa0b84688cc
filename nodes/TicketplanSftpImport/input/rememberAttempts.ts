import type { IExecuteFunctions } from 'n8n-workflow';

import { newAttempt } from '../server/newAttempt';
import type { Attempt } from '../server/submission';
import type { Environment, ImportFile } from '../files/importFile';

/**
 * How far this execution has come with each file. It stays with the execution: when n8n runs the node once more, for
 * Retry On Fail or a retried execution, a file that is submitted is not sent again, and one in doubt is looked for.
 */
export function keepAttempts(
	context: IExecuteFunctions,
	environment: Environment,
): (file: ImportFile) => Attempt {
	const remembered = context.getContext('node');
	const attempts = (remembered.attempts ??= {}) as Record<string, Attempt>;
	return ({ sha256 }) => (attempts[`${environment} ${sha256}`] ??= newAttempt());
}
