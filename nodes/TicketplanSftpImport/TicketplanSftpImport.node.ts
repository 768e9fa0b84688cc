import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toFailedItem, toKaskoError, toNodeError } from '../shared/errors';
import { getColumns } from './getColumns';
import { toOperation } from './operations/index';
import { properties } from './properties';
import { testKaskoSftpApi } from './testKaskoSftpApi';

export class TicketplanSftpImport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ticketplan SFTP Import',
		name: 'ticketplanSftpImport',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["environment"] }}',
		description: 'Buy Ticketplan policies in bulk, by a CSV file over SFTP',
		defaults: { name: 'Ticketplan SFTP Import' },
		usableAsTool: {
			replacements: {
				description:
					'Imports orders of insured tickets to Ticketplan. In the live environment every row buys a policy that somebody pays for, and this tool cannot cancel it. Before each import, show the user the rows and the environment and ask for a clear yes; never import without that, never with invented values. To check rows without buying, use the operation Preview File.',
			},
		},
		parameterPane: 'wide',
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'kaskoSftpApi',
				required: true,
				testedBy: 'testKaskoSftpApi',
				displayOptions: { show: { operation: ['importPolicies', 'getImports'] } },
			},
		],
		properties,
	};

	methods = {
		credentialTest: { testKaskoSftpApi },
		resourceMapping: { getColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		try {
			const operation = String(this.getNodeParameter('operation', 0));
			return [await toOperation(operation)(this)];
		} catch (error) {
			const cause = toKaskoError(error, 'notSubmitted');
			if (!this.continueOnFail()) throw toNodeError(this.getNode(), cause);
			return [this.getInputData().map((_, item) => toFailedItem(cause, item))];
		}
	}
}
