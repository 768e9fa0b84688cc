import { randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { isTool } from '../../shared/asTool';
import { remember } from '../../shared/executionMemory';
import { KaskoError } from '../../shared/KaskoError';
import type { Environment, ImportFile } from '../files/importFile';
import type { Attempt } from '../server/submission';
import { newAttempt } from '../server/submission';

/**
 * How far this run of the node has come with the policies of each file, while the execution lasts: in n8n's Retry On Fail
 * those that are submitted are not sent again, and those in doubt are looked for. They are known by their keys, since an
 * expression may give the other cells other values in each try. A further run of the node in a loop is one of its own.
 * @throws KaskoError when an earlier try may have submitted policies whose keys are none of those of `files`.
 */
export function rememberAttempts(
	context: IExecuteFunctions,
	environment: Environment,
	files: readonly ImportFile[],
): (file: ImportFile) => Attempt {
	const attempts = remember<Record<string, Attempt>>(
		context.getContext('node'),
		`attempts${runIndex(context)}`,
		() => ({}),
	);
	const nameOf = ({ keysHash }: ImportFile) => `${environment} ${keysHash}`;
	// All calls of a tool share the memory, and each may be about other policies.
	if (!isTool(context.getNode())) {
		requireSameKeys(attempts, environment, new Set(files.map(nameOf)));
	}
	return (file) => (attempts[nameOf(file)] ??= newAttempt());
}

function requireSameKeys(
	attempts: Record<string, Attempt>,
	environment: Environment,
	names: ReadonlySet<string>,
): void {
	const others = Object.entries(attempts).flatMap(([name, { progress }]) =>
		name.startsWith(`${environment} `) && !names.has(name) && 'file' in progress ? [progress] : [],
	);
	if (others.length === 0) return;
	const fates = others.map((progress) =>
		progress.phase === 'there'
			? `'${progress.path}' is submitted.`
			: `It is not known whether '${progress.name}' was submitted: look with the operation Get Imports.`,
	);
	throw new KaskoError(
		'The rows have other idempotency keys than in an earlier try of this run, so they were not sent again',
		[
			...fates,
			'An expression gives other keys each time, such as one with the time or a random number, or the workflow was changed in between. Map the keys, or the key columns, to fields of the input, and send what is missing in a new execution.',
		].join('\n'),
		{ status: 'unknown' },
	);
}

/**
 * What random keys are made from: while the execution lasts, the rows of one run of the node keep their keys. Calls of a tool
 * that an agent makes at once can have the same number of run, and are never tried again.
 */
export function rememberSeed(context: IExecuteFunctions): string {
	if (isTool(context.getNode())) return randomUUID();
	return remember(context.getContext('node'), `randomSeed${runIndex(context)}`, randomUUID);
}

function runIndex(context: IExecuteFunctions): string {
	return String(context.evaluateExpression('{{ $runIndex }}', 0));
}
