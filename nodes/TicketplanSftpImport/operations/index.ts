import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import { getImports } from './getImports';
import { importPolicies } from './importPolicies';
import { previewFile } from './previewFile';

type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const OPERATIONS = new Map<string, Operation>(
	Object.entries({ getImports, importPolicies, previewFile }),
);

/**
 * The operation of that name.
 * @throws KaskoError when there is none, as in a workflow that was written by hand.
 */
export function toOperation(name: string): Operation {
	const operation = OPERATIONS.get(name);
	if (operation) return operation;
	throw new KaskoError(
		`'${name}' is not an operation of this node`,
		`Set 'Operation' to one of ${[...OPERATIONS.keys()].join(', ')}.`,
	);
}
