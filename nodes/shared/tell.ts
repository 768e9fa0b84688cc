import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { toHtml } from './text';

/** A line above the node's output, for whoever looks at the run in n8n's editor. */
export interface Hint {
	type: NodeExecutionHint['type'];
	message: string;
}

/** How often a run warns of one thing: the column or field, and the code of the warning. */
export interface WarningCount {
	place: string;
	code: string;
	count: number;
}

/** For what is said beside the output: a log or a panel that fails must not lose what the run has done. */
export function quietly(say: () => void): void {
	try {
		say();
	} catch {
		// There is nowhere left to say it.
	}
}

/** A run of a node, as n8n's log names it. */
export function nameRun(context: IExecuteFunctions): string {
	const { name } = context.getWorkflow();
	return `The node '${context.getNode().name}' in workflow '${name}', execution ${context.getExecutionId()}`;
}

/** Shows hints on the output pane; not every context in which n8n runs a node can. */
export function showHints(context: IExecuteFunctions, hints: readonly Hint[]): void {
	if (hints.length === 0) return;
	quietly(() =>
		context.addExecutionHints(
			...hints.map(({ type, message }) => ({
				type,
				message: toHtml(message),
				location: 'outputPane' as const,
			})),
		),
	);
}

/** One line in n8n's log for all warnings of a run, where nobody looks at its output. Counts only: no values, no persons. */
export function logWarnings(context: IExecuteFunctions, warnings: readonly WarningCount[]): void {
	if (warnings.length === 0) return;
	const counts = warnings.map(({ place, code, count }) => `${place}: ${code} (${count})`);
	quietly(() =>
		context.logger.info(`Warnings of the node '${context.getNode().name}': ${counts.join(', ')}`),
	);
}
