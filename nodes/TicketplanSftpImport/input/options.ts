import type { INodeProperties } from 'n8n-workflow';

import { DATE_FORMATS } from '../check/dateFormats';

const BUILDING = { show: { '/operation': ['importPolicies', 'previewFile'] } };
const IMPORTING = { show: { '/operation': ['importPolicies'] } };
const CONNECTING = { show: { '/operation': ['importPolicies', 'getImports'] } };

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Additional Columns',
			name: 'additionalColumns',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Column',
			default: {},
			description: 'Columns that are not in the list: any that begins with quote. or policy.',
			options: [
				{
					displayName: 'Column',
					name: 'column',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							noDataExpression: true,
							default: '',
							placeholder: 'e.g. policy.data.seat_number',
						},
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
			displayOptions: BUILDING,
		},
		{
			displayName: 'Amounts',
			name: 'amounts',
			type: 'options',
			default: 'minor',
			description: 'How amounts of money are given',
			options: [
				{
					name: 'Major Units',
					value: 'major',
					description: '30.00 or 30,00 or 30 stands for 30 euros; they are converted for KASKO',
				},
				{ name: 'Minor Units', value: 'minor', description: '3000 stands for 30 euros' },
			],
			displayOptions: BUILDING,
		},
		{
			displayName: 'Connection Timeout (Seconds)',
			name: 'connectionTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 20,
			description: 'How many seconds to wait for an answer of the server',
			displayOptions: CONNECTING,
		},
		{
			displayName: 'Date Formats',
			name: 'dateFormats',
			type: 'multiOptions',
			default: [],
			description:
				'Further forms of dates to accept, each with or without a time behind it. YYYY-MM-DD and DD.MM.YYYY always are.',
			options: [...DATE_FORMATS],
			displayOptions: BUILDING,
		},
		{
			displayName: 'File Encoding',
			name: 'fileEncoding',
			type: 'options',
			default: 'utf-8',
			description:
				"How a CSV file in the input is encoded, with 'Row Source' set to 'File'. If its umlauts are refused as not UTF-8, it is probably Windows-1252.",
			options: [
				{ name: 'UTF-8', value: 'utf-8' },
				{
					name: 'Windows-1252',
					value: 'windows-1252',
					description: "As Excel's plain CSV in Western Europe",
				},
			],
			displayOptions: BUILDING,
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. orders.csv',
			description:
				'Leave empty for a name made from the content, by which the same rows are recognised and not sent again. A name of your own has to be new in each run, e.g. with the date in it.',
			displayOptions: BUILDING,
		},
		{
			displayName: 'Idempotency Keys',
			name: 'idempotencyKeys',
			type: 'options',
			default: 'derived',
			description: 'What rows get that come without an idempotency key',
			options: [
				{ name: 'From Key Columns', value: 'derived', description: 'The same in every run' },
				{
					name: 'Random',
					value: 'random',
					description: 'New in every execution: sending a row again buys another policy',
				},
			],
			displayOptions: BUILDING,
		},
		{
			displayName: 'Max Rows per File',
			name: 'maxRowsPerFile',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Split the rows into files of at most this many rows. 0 means one file.',
			displayOptions: BUILDING,
		},
		{
			displayName: 'Max Tries',
			name: 'maxTries',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			description:
				'How often to connect when the line is cut. What is already on the server is looked up, not sent again.',
			displayOptions: IMPORTING,
		},
		{
			displayName: 'Other Fields',
			name: 'otherFields',
			type: 'options',
			default: 'refuse',
			description: "What to do with input fields that are not columns of KASKO's file",
			options: [
				{ name: 'Ignore', value: 'ignore', description: 'Leave them out, and say which' },
				{ name: 'Refuse Row', value: 'refuse', description: 'A misspelt name is never overlooked' },
			],
			displayOptions: BUILDING,
		},
		{
			displayName: 'Send Again',
			name: 'resubmit',
			type: 'boolean',
			default: false,
			description: 'Whether to send a file again that was submitted before with the same content',
			displayOptions: IMPORTING,
		},
		{
			displayName: 'Wait Until Processed (Seconds)',
			name: 'waitUntilProcessed',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'How many seconds to wait for KASKO to process the files. 0 means not to wait.',
			displayOptions: IMPORTING,
		},
	],
};
