import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { continuesOnFail, isUnheardTool } from './asTool';
import { finishItems, toFailedItem, toNodeError } from './errors';
import { KaskoError } from './KaskoError';
import { quietly } from './tell';
import { reasonOf } from './text';

const UNHEARD = new KaskoError(
	'This tool has an error output, and n8n hands nothing of such a tool to the model, so nothing was sent',
	"Set 'On Error' to Stop Workflow or Continue: what fails reaches the model with both.",
);

/**
 * Runs a node whose failures become items with "On Error: Continue". n8n sends every input item out of the success output
 * when a node throws in spite of that setting (n8n-core, `WorkflowExecute`), so whatever is thrown, and wherever, each
 * input item becomes a failed one.
 * @param run Gives the items of each of the node's outputs.
 * @param toCause What to tell of something that was thrown.
 * @throws NodeOperationError for anything that was thrown, without that setting: its own as they are.
 */
export async function executeSafely(
	context: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[][]>,
	toCause: (error: unknown) => KaskoError,
): Promise<INodeExecutionData[][]> {
	const node = attempt(() => context.getNode());
	const countItems = () => attempt(() => context.getInputData().length);
	const count = countItems();
	if (node && isUnheardTool(node)) {
		quietly(() => context.logger.warn(`${node.name}: ${UNHEARD.message}. ${UNHEARD.description}`));
		return [finishItems([toFailedItem(UNHEARD, 0)], node)];
	}
	try {
		return (await run()).map((items) => finishItems(items, node));
	} catch (error) {
		if (!continuesOnFail(context)) {
			throw asNodeError(error, node ?? context.getNode(), toCause);
		}
		const length = count ?? countItems() ?? 1;
		const cause = attempt(() => toCause(error)) ?? toCause(new Error(reasonOf(error)));
		const failed = Array.from({ length }, (_, item) => toFailedItem(cause, item));
		return [finishItems(failed, node)];
	}
}

function asNodeError(
	error: unknown,
	node: INode,
	toCause: (error: unknown) => KaskoError,
): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	return toNodeError(node, toCause(error));
}

function attempt<T>(get: () => T): T | undefined {
	try {
		return get();
	} catch {
		return undefined;
	}
}
