import type { IExecuteFunctions } from 'n8n-workflow';

/** How often a run warns of one thing: the column or field, and the code of the warning. */
export interface WarningCount {
	place: string;
	code: string;
	count: number;
}

/** One line in n8n's log for all warnings of a run, where nobody looks at its output. Counts only: no values, no persons. */
export function logWarnings(context: IExecuteFunctions, warnings: readonly WarningCount[]): void {
	if (warnings.length === 0) return;
	const counts = warnings.map(({ place, code, count }) => `${place}: ${code} (${count})`);
	context.logger.info(`Warnings of the node '${context.getNode().name}': ${counts.join(', ')}`);
}
