import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Setting, ValuesOf } from '../../shared/settings';
import {
	choiceSetting,
	flagSetting,
	numberSetting,
	readSettings,
	settingsOf,
	toProperties,
} from '../../shared/settings';
import { UNREADABLE } from '../../shared/text';
import type { DateFormat } from '../check/dateFormats';
import { DATE_FORMATS, parseDateFormat } from '../check/dateFormats';
import { DEFAULT_KEY_COLUMNS, KEY_COLUMN } from '../columns/columns';
import { findColumn, otherColumn } from '../columns/findColumn';
import { rememberSeed } from './remember';

/** In bytes: file systems take 255, and numbers may come behind it. */
const LONGEST_FILE_NAME = 200;
const BUILDING = ['importPolicies', 'previewFile'];
const BUILDING_OPTION: IDisplayOptions = { show: { '/operation': BUILDING } };
const IMPORTING_OPTION: IDisplayOptions = { show: { '/operation': ['importPolicies'] } };
const CONNECTING_OPTION: IDisplayOptions = {
	show: { '/operation': ['importPolicies', 'getImports'] },
};

/** The parameters that hold for the run and stand at the root of the panel. */
export const ROOT_SETTINGS = {
	operation: choiceSetting(
		'Operation',
		'importPolicies',
		[
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
		{ noDataExpression: true },
	),
	environment: choiceSetting(
		'Environment',
		'test',
		[
			{ name: 'Test', value: 'test', description: 'Creates test policies, which cost nothing' },
			{ name: 'Live', value: 'live', description: 'Buys real policies' },
		],
		{ noDataExpression: true, description: 'Which of the two folders of KASKO to use' },
	),
	rowSource: choiceSetting(
		'Row Source',
		'items',
		[
			{ name: 'Items', value: 'items', description: 'Each input item is a row' },
			{
				name: 'File',
				value: 'file',
				description: 'Each line of a CSV file in the input is a row, however many there are',
			},
		],
		{ noDataExpression: true, displayOptions: { show: { operation: BUILDING } } },
	),
	keyFields: keyColumnsSetting(),
	output: choiceSetting(
		'Output',
		'rows',
		[
			{
				name: 'One Item per File',
				value: 'files',
				description: 'A summary, for any number of rows',
			},
			{
				name: 'One Item per Row',
				value: 'rows',
				description: 'With the idempotency key of each row. For up to 100,000 rows of a file.',
			},
		],
		{ noDataExpression: true, displayOptions: { show: { operation: ['importPolicies'] } } },
	),
};

/** The settings in the collection 'Options'. */
export const OPTIONS = {
	amounts: choiceSetting(
		'Amounts',
		'minor',
		[
			{
				name: 'Major Units',
				value: 'major',
				description:
					'30.00 or 30,00 or 30 stands for 30 euros, with or without a sign such as €; they are converted for KASKO',
			},
			{ name: 'Minor Units', value: 'minor', description: '3000 stands for 30 euros' },
		],
		{ description: 'How amounts of money are given', displayOptions: BUILDING_OPTION },
	),
	connectionTimeout: numberSetting(
		'Connection Timeout (Seconds)',
		{ default: 20, min: 1, max: 300, whole: false },
		{
			description: 'How many seconds to wait for an answer of the server',
			displayOptions: CONNECTING_OPTION,
		},
	),
	dateFormats: dateFormatsSetting(),
	fileEncoding: choiceSetting(
		'File Encoding',
		'utf-8',
		[
			{ name: 'UTF-8', value: 'utf-8' },
			{
				name: 'Windows-1252',
				value: 'windows-1252',
				description: "As Excel's plain CSV in Western Europe",
			},
		],
		{
			description:
				"How a CSV file in the input is encoded, with 'Row Source' set to 'File'. If its umlauts are refused as not UTF-8, it is probably Windows-1252.",
			displayOptions: BUILDING_OPTION,
		},
	),
	fileName: fileNameSetting(),
	idempotencyKeys: choiceSetting(
		'Idempotency Keys',
		'derived',
		[
			{ name: 'From Key Columns', value: 'derived', description: 'The same in every run' },
			{
				name: 'Random',
				value: 'random',
				description: 'New in every execution: sending a row again buys another policy',
			},
		],
		{
			description: 'What rows get that come without an idempotency key',
			displayOptions: BUILDING_OPTION,
		},
	),
	includeInputFields: flagSetting('Include Input Fields', false, {
		description:
			'Whether each output item of a row also holds the fields of its input item. Where both have a field of the same name, the one of this node wins.',
		displayOptions: IMPORTING_OPTION,
	}),
	maxRowsPerFile: numberSetting(
		'Max Rows per File',
		{ default: 0, min: 0, max: 1_000_000 },
		{
			description: 'Split the rows into files of at most this many rows. 0 means one file.',
			displayOptions: BUILDING_OPTION,
		},
	),
	maxTries: numberSetting(
		'Max Tries',
		{ default: 3, min: 1, max: 10 },
		{
			description:
				'How often to connect when the line is cut. What is already on the server is looked up, not sent again.',
			displayOptions: IMPORTING_OPTION,
		},
	),
	otherFields: choiceSetting(
		'Other Fields',
		'refuse',
		[
			{ name: 'Ignore', value: 'ignore', description: 'Leave them out, and say which' },
			{ name: 'Refuse Row', value: 'refuse', description: 'A misspelt name is never overlooked' },
		],
		{
			description: "What to do with input fields that are not columns of KASKO's file",
			displayOptions: BUILDING_OPTION,
		},
	),
	resubmit: flagSetting('Send Again', false, {
		description: 'Whether to send a file again that was submitted before with the same content',
		displayOptions: IMPORTING_OPTION,
	}),
	waitUntilProcessed: numberSetting(
		'Wait Until Processed (Seconds)',
		{ default: 0, min: 0, max: 86_400 },
		{
			description: 'How many seconds to wait for KASKO to process the files. 0 means not to wait.',
			displayOptions: IMPORTING_OPTION,
		},
	),
};

const SETTINGS = { ...ROOT_SETTINGS, ...OPTIONS };

export type ImportSettings = ValuesOf<typeof SETTINGS> & {
	/** n8n's, an IANA name. */
	timeZone: string;
	/** What random keys are made from; undefined if keys are derived. */
	randomSeed?: string;
};

/**
 * What the user has set for the run as a whole. Expressions in it are evaluated once.
 * @throws KaskoError that names every setting that can't be used.
 */
export function readImportSettings(context: IExecuteFunctions): ImportSettings {
	const values = readSettings(SETTINGS, settingsOf(context, Object.keys(ROOT_SETTINGS)));
	return {
		...values,
		timeZone: context.getTimezone(),
		randomSeed: values.idempotencyKeys === 'random' ? rememberSeed(context) : undefined,
	};
}

/** The collection of the panel: the options of the run, and further columns, which belong to the rows. */
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
			displayOptions: BUILDING_OPTION,
		},
		...toProperties(OPTIONS),
	],
};

function keyColumnsSetting(): Setting<string[]> {
	return {
		label: 'Key Columns',
		default: [...DEFAULT_KEY_COLUMNS],
		property: {
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getKeyColumns' },
			default: [...DEFAULT_KEY_COLUMNS],
			description:
				'Which columns tell one policy from another. A row without an idempotency key gets one made from them: the same cells always give the same key, by which KASKO tells duplicates. Leave out what may be corrected later, such as prices and addresses. Changing the key columns gives every row a new key. A second ticket of the same order, person and event in a later run needs a key of its own.',
			displayOptions: { show: { operation: BUILDING } },
		},
		parse: (value) => {
			const names = toList(value);
			return names?.every(canBeKeyColumn) ? names : undefined;
		},
		allowed:
			"columns of KASKO's file but the key itself, or further ones that begin with 'quote.' or 'policy.'",
	};
}

function canBeKeyColumn(name: string): boolean {
	return name !== KEY_COLUMN && (findColumn(name) ?? otherColumn(name)) !== undefined;
}

function dateFormatsSetting(): Setting<DateFormat[]> {
	return {
		label: 'Date Formats',
		default: [],
		property: {
			type: 'multiOptions',
			default: [],
			options: [...DATE_FORMATS],
			description:
				'Further forms of dates to accept, each with or without a time behind it. YYYY-MM-DD and DD.MM.YYYY always are.',
			displayOptions: BUILDING_OPTION,
		},
		parse: (value) => {
			const formats = toList(value)?.map((format) => parseDateFormat(format));
			return formats?.every((format) => format !== undefined) ? formats : undefined;
		},
		allowed: 'forms with YYYY, MM and DD, e.g. DD/MM/YYYY',
	};
}

function fileNameSetting(): Setting<string> {
	return {
		label: 'File Name',
		default: '',
		property: {
			type: 'string',
			default: '',
			placeholder: 'e.g. orders.csv',
			description:
				'Leave empty for a name made from the content, by which the same data are recognised and not sent again. A name of your own has to be new in each run, e.g. with the date in it.',
			displayOptions: BUILDING_OPTION,
		},
		parse: (value) => {
			if (typeof value !== 'string') return undefined;
			const name = value.trim();
			return /[/\\]/.test(name) ||
				name.search(UNREADABLE) >= 0 ||
				name.startsWith('.') ||
				Buffer.byteLength(name) > LONGEST_FILE_NAME
				? undefined
				: name;
		},
		allowed: `a name of at most ${LONGEST_FILE_NAME} characters (fewer with letters beyond A to Z), on one line, without a folder, without a dot at the front and without marks that turn the text round, or leave it empty`,
	};
}

/** A list, or its text with commas. */
function toList(value: unknown): string[] | undefined {
	const entries: unknown[] = typeof value === 'string' ? value.split(/[,;]/) : [value].flat();
	const names = entries.map((entry) => (typeof entry === 'string' ? entry.trim() : undefined));
	return names.every((name) => name !== undefined)
		? names.filter((name) => name !== '')
		: undefined;
}
