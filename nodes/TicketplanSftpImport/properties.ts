import type { INodeProperties } from 'n8n-workflow';

import { toolDescription } from '../shared/asTool';
import { COLUMNS, DEFAULT_KEY_COLUMNS, KEY_COLUMN } from './columns/columns';
import { options } from './input/options';

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
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'importPolicies',
		options: [
			{
				name: 'Get Imports',
				value: 'getImports',
				action: 'Get imports',
				description: 'List the files that wait for KASKO and those that KASKO has processed',
			},
			{
				name: 'Import Policies',
				value: 'importPolicies',
				action: 'Import policies',
				description: 'Check all rows, then send them to KASKO as a CSV file',
			},
			{
				name: 'Preview File',
				value: 'previewFile',
				action: 'Preview file',
				description: 'Check all rows and build the CSV file, without connecting to KASKO',
			},
		],
	},
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		noDataExpression: true,
		default: 'test',
		description: 'Which of the two folders of KASKO to use',
		options: [
			{ name: 'Test', value: 'test', description: 'Creates test policies, which cost nothing' },
			{ name: 'Live', value: 'live', description: 'Buys real policies' },
		],
	},
	{
		displayName: 'Every row in the live environment buys a policy that has to be paid for.',
		name: 'liveNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { environment: ['live'], operation: ['importPolicies'] } },
	},
	{
		displayName: 'Row Source',
		name: 'rowSource',
		type: 'options',
		noDataExpression: true,
		default: 'items',
		options: [
			{ name: 'Items', value: 'items', description: 'Each input item is a row' },
			{
				name: 'File',
				value: 'file',
				description: 'Each line of a CSV file in the input is a row, however many there are',
			},
		],
		displayOptions: { show: { operation: BUILDING } },
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the CSV file',
		description:
			'The file has to be UTF-8, with column names in its first line, separated by commas, semicolons or tabs',
		displayOptions: { show: { operation: BUILDING, rowSource: ['file'] } },
	},
	columns('autoMapInputData', [false]),
	// A tool's item holds what the model gave, and fields of n8n's own: no columns to map by their names.
	columns('defineBelow', [true]),
	{
		displayName: 'Key Columns',
		name: 'keyFields',
		type: 'multiOptions',
		noDataExpression: true,
		default: [...DEFAULT_KEY_COLUMNS],
		description:
			'Which columns tell one policy from another. A row without an idempotency key gets one made from them: the same cells always give the same key, and KASKO drops a row whose key it knows. Leave out what may be corrected later, such as prices and addresses.',
		options: COLUMNS.filter(({ name }) => name !== KEY_COLUMN)
			.map(({ name, label }) => ({ name: label, value: name, description: name }))
			.sort((a, b) => a.name.localeCompare(b.name)),
		displayOptions: { show: { operation: BUILDING } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		default: 'rows',
		options: [
			{ name: 'One Item per File', value: 'files', description: 'Needs no memory for the rows' },
			{
				name: 'One Item per Row',
				value: 'rows',
				description: 'With the idempotency key of each row. For up to 100,000 rows of a file.',
			},
		],
		displayOptions: { show: { operation: ['importPolicies'] } },
	},
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
