import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isTool } from './asTool';
import { KaskoError } from './KaskoError';
import { reasonOf, toHtml } from './text';
import { toModelItem } from './toModelItem';

/** The one shape of a failed item. `finishItems` makes it fit the n8n that runs and whoever reads it. */
export function toFailedItem(error: KaskoError, itemIndex: number): INodeExecutionData {
	const { message, description, details } = error;
	return {
		json: { error: message, message: `${message}\n${description}`, details },
		pairedItem: { item: itemIndex },
	};
}

/**
 * The fields of an input item to stand beside ours in one that has not failed: n8n takes an item with `error` as failed, and
 * warnings of another node would be taken for ours where we have none.
 */
export function withoutOurFields(input: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(input).filter(([name]) => name !== 'error' && name !== 'warnings'),
	);
}

/**
 * The last step before the items leave the node. n8n sends an item to the error output when its json holds nothing but
 * `error`, `message` and, in newer versions, `details`; an older n8n would take an item with `details` for a success, so
 * there it goes to that output without. The input's fields are added by n8n, and only when `pairedItem` is an object
 * (n8n-core `handleNodeErrorOutput`, 1.122 to 2.41).
 * @param host Version of the running n8n's `n8n-workflow`; undefined where it can't be read.
 */
export function finishItems(
	items: INodeExecutionData[],
	node: INode | undefined,
	host: string | undefined = hostVersion(),
): INodeExecutionData[] {
	if (node && isTool(node)) {
		return items.map((item) => toModelItem(item, node.parameters.operation));
	}
	const hasErrorOutput = node === undefined || node.onError === 'continueErrorOutput';
	return hasErrorOutput && !routesDetails(host) ? items.map(withoutDetails) : items;
}

function withoutDetails(item: INodeExecutionData): INodeExecutionData {
	const { error, message } = item.json;
	return typeof error === 'string' ? { ...item, json: { error, message } } : item;
}

/**
 * The same for "On Error: Stop Workflow": the message as title, below it what to do next. It names no item index to n8n, which
 * would show it counted from 0, while all our texts count items and rows from 1.
 */
export function toNodeError(node: INode, error: KaskoError): NodeOperationError {
	// The text and not the error: n8n would log an error inside as a fault of its own, with its stack.
	const nodeError = new NodeOperationError(node, error.message, {
		description: error.description,
	});
	// n8n puts a sentence of its own in place of a message that names a system code such as ECONNRESET.
	nodeError.message = error.message;
	// What the editor shows in the place of the description, which it would show as one paragraph.
	nodeError.context.descriptionTemplate = toHtml(error.description);
	return nodeError;
}

/**
 * Whatever kept a run from beginning, in the form a user reads. n8n's own errors, of an expression say, keep their
 * message.
 * @param status For `details.status`, unless the error has one.
 */
export function toKaskoError(error: unknown, status: string): KaskoError {
	if (error instanceof KaskoError) {
		return new KaskoError(error.message, error.description, { status, ...error.details });
	}
	return new KaskoError(reasonOf(error), 'Correct the settings of the node and run it again.', {
		status,
	});
}

/** Read when it is needed: an n8n that does not let its version be read must not keep the nodes from loading. */
function hostVersion(): string | undefined {
	try {
		const { version } = module.require('n8n-workflow/package.json') as { version?: unknown };
		return typeof version === 'string' ? version : undefined;
	} catch {
		return undefined;
	}
}

/**
 * A version has to tell: what decides is a line inside n8n-core, and nothing that a node can reach shows it. The last
 * patches of 2.34 and 2.35 have it too; there only `details` are missing.
 */
function routesDetails(host: string | undefined): boolean {
	// Every n8n that was read up to 2.41 shows its version, so one that does not is newer.
	if (host === undefined) return true;
	const [major = 0, minor = 0] = host.split('.').map(Number);
	return major > 2 || (major === 2 && minor >= 36);
}
