import type { INodeProperties } from 'n8n-workflow';

import { toolDescription } from '../shared/asTool';
import { toProperties } from '../shared/settings';
import { options, ROOT_SETTINGS } from './input/settings';

const BUILDING = ['importPolicies', 'previewFile'];

const IMPORT_TOOL =
	'Imports orders of insured tickets to Ticketplan. In the live environment every row buys a policy that somebody pays for, and this tool cannot cancel it. Before each call, show the user the values and the environment and ask for a clear yes; never call it without that, never with invented values, never twice for the same order. When the outcome is unknown, never call it again for that order: tell the user to look in KASKO.';
const PREVIEW_TOOL =
	'Checks orders of insured tickets and says what is wrong with them. It sends nothing to KASKO and buys nothing.';
const LIST_TOOL =
	'Lists the import files that wait for KASKO and those that KASKO has processed. It changes nothing and buys nothing.';

export const properties: INodeProperties[] = [
	toolDescription(IMPORT_TOOL, { operation: ['importPolicies'] }),
	toolDescription(PREVIEW_TOOL, { operation: ['previewFile'] }),
	toolDescription(LIST_TOOL, { operation: ['getImports'] }),
	...toProperties({ operation: ROOT_SETTINGS.operation, environment: ROOT_SETTINGS.environment }),
	{
		displayName: 'Every row in the live environment buys a policy that has to be paid for.',
		name: 'liveNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { environment: ['live'], operation: ['importPolicies'] } },
	},
	...toProperties({ rowSource: ROOT_SETTINGS.rowSource }),
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the CSV file',
		description:
			'A CSV file with column names in its first line, separated by commas, semicolons or tabs',
		displayOptions: { show: { operation: BUILDING, rowSource: ['file'] } },
	},
	{
		displayName:
			'A header with KASKO\'s names is read by itself. For a header of your own, set Mapping Column Mode to Map Each Column Manually and write the name from the file as an expression, e.g. {{ $json["Order Number"] }}. The editor shows undefined for it, since the file is not read before the run.',
		name: 'fileHeaderNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: BUILDING, rowSource: ['file'] } },
	},
	columns('autoMapInputData', [false]),
	// A tool's item holds what the model gave, and fields of n8n's own: no columns to map by their names.
	columns('defineBelow', [true]),
	...toProperties({ keyFields: ROOT_SETTINGS.keyFields, output: ROOT_SETTINGS.output }),
	options,
];

function columns(
	mappingMode: 'autoMapInputData' | 'defineBelow',
	asTool: [boolean],
): INodeProperties {
	return {
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode, value: null },
		description:
			'<a href="https://github.com/n8n-nodes-kasko/n8n-nodes-kasko/blob/main/docs/columns.md">What each column means, its form and an example</a>',
		required: true,
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getColumns',
				mode: 'add',
				fieldWords: { singular: 'column', plural: 'columns' },
				addAllFields: true,
				supportAutoMap: mappingMode === 'autoMapInputData',
				multiKeyMatch: false,
			},
		},
		displayOptions: { show: { operation: BUILDING, '@tool': asTool } },
	};
}
