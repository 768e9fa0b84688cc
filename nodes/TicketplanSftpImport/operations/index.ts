import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ImportSettings } from '../input/settings';
import { getImports } from './getImports';
import { importPolicies } from './importPolicies';
import { previewFile } from './previewFile';

/** What the node can do, by the value of its parameter 'operation'. Each gives the items of the node's outputs. */
export const OPERATIONS: Record<
	ImportSettings['operation'],
	(context: IExecuteFunctions, settings: ImportSettings) => Promise<INodeExecutionData[][]>
> = {
	getImports: async (context, settings) => [await getImports(context, settings)],
	importPolicies: async (context, settings) => [await importPolicies(context, settings)],
	previewFile,
};
