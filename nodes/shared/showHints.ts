import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/** A line above the node's output, for whoever looks at the run in n8n's editor. */
export interface Hint {
	type: NodeExecutionHint['type'];
	message: string;
}

/** Shows hints on the output pane; not every context in which n8n runs a node can. */
export function showHints(context: IExecuteFunctions, hints: readonly Hint[]): void {
	if (hints.length === 0 || typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints(
		...hints.map(({ type, message }) => ({ type, message, location: 'outputPane' as const })),
	);
}
