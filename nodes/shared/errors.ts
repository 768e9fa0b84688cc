import type { INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { KaskoError } from './KaskoError';

/**
 * The one shape of a failed item. n8n sends an item to the error output when its json holds nothing but
 * `error`, `message` and `details`, and adds the input's fields only when `pairedItem` is an object
 * (n8n-core `handleNodeErrorOutput`).
 */
export function toFailedItem(error: KaskoError, itemIndex: number): INodeExecutionData {
	return {
		json: {
			error: error.message,
			message: `${error.message}\n${error.description}`,
			details: error.details,
		},
		pairedItem: { item: itemIndex },
	};
}

/** The same for "On Error: Stop Workflow": the message as title, below it what to do next. */
export function toNodeError(
	node: INode,
	error: KaskoError,
	itemIndex?: number,
): NodeOperationError {
	return new NodeOperationError(node, error, {
		message: error.message,
		description: error.description,
		itemIndex,
	});
}
