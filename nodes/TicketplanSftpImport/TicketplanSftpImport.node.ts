import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toKaskoError } from '../shared/errors';
import { executeSafely } from '../shared/executeSafely';
import { getColumns, getKeyColumns } from './getColumns';
import { readImportSettings } from './input/settings';
import { OPERATIONS } from './operations/index';
import { properties } from './properties';
import { testKaskoSftpApi } from './testKaskoSftpApi';

/**
 * Since version 1.1 a preview has an output for its rows: n8n's editor opens every output that holds a file on the list
 * of files, and a table of rows says more.
 */
const OUTPUTS: INodeTypeDescription['outputs'] =
	'={{ $parameter["operation"] === "previewFile" && $nodeVersion >= 1.1 ? [{ type: "main", displayName: "Rows" }, { type: "main", displayName: "File" }] : ["main"] }}';

export class TicketplanSftpImport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ticketplan SFTP Import',
		name: 'ticketplanSftpImport',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['output'],
		version: [1, 1.1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["environment"] }}',
		description:
			'Buy Ticketplan policies in bulk, by a CSV file over SFTP. Each has to be paid for: ask for a clear yes first.',
		defaults: { name: 'Ticketplan SFTP Import' },
		usableAsTool: true,
		parameterPane: 'wide',
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUTS,
		credentials: [
			{
				name: 'kaskoSftpApi',
				required: true,
				testedBy: 'testKaskoSftpApi',
				displayOptions: { show: { operation: ['importPolicies', 'getImports'] } },
			},
		],
		// Read by n8n's AI builder.
		builderHint: {
			searchHint:
				'Buys real insurance policies in bulk: the environment stays "test" until a person says otherwise. It makes and uploads the CSV file itself, so neither Convert to File nor FTP is needed. Try the rows with the operation "previewFile". For an Excel file put Extract from File in front.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-kasko.kaskoTrigger',
					relationHint: 'Starts a workflow for each row that KASKO could not import',
				},
			],
		},
		properties,
	};

	methods = {
		credentialTest: { testKaskoSftpApi },
		loadOptions: { getKeyColumns },
		resourceMapping: { getColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeSafely(
			this,
			async () => {
				const settings = readImportSettings(this);
				return await OPERATIONS[settings.operation](this, settings);
			},
			(error) => toKaskoError(error, 'notSubmitted'),
		);
	}
}
