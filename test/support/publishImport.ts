import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { chain, webhook } from '../../scripts/n8n/chain';
import type { N8nSession } from '../../scripts/n8n/connectToN8n';
import { importWorkflow, publishWorkflow } from '../../scripts/n8n/workflows';
import { callWebhook } from './callWebhook';

/** The status of each row, also of a failed one. */
export type ImportAnswer = string[];

/**
 * A published workflow that imports the rows of a webhook call, one execution and one file each, as a shop would call it.
 * @param credential The name of the `kaskoSftpApi` credential.
 */
export async function publishImport(
	session: N8nSession,
	credential: string,
	options: INodeParameters = {},
) {
	const path = randomUUID();
	const { parameters, ...trigger } = webhook(path, 'lastNode');
	const workflow = await importWorkflow(
		session,
		chain('Import by webhook', [
			{ ...trigger, parameters: { ...parameters, responseData: 'allEntries' } },
			{
				name: 'Rows',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.rows', options: { disableDotNotation: false } },
			},
			{
				name: 'Ticketplan SFTP Import',
				type: 'n8n-nodes-kasko.ticketplanSftpImport',
				typeVersion: 1,
				parameters: {
					columns: { mappingMode: 'autoMapInputData', value: null },
					options,
				},
				credentials: { kaskoSftpApi: { id: null, name: credential } },
				onError: 'continueRegularOutput',
			},
		]),
	);
	await publishWorkflow(session, workflow);

	return {
		workflow,
		async importRows(rows: unknown[]): Promise<ImportAnswer> {
			const answer = await callWebhook(`${session.webhooksUrl}/webhook/${path}`, { rows });
			const items = JSON.parse(answer) as IDataObject[];
			if (!Array.isArray(items)) return [answer];
			return items.map(({ status, details }) =>
				String(status ?? (details as IDataObject | undefined)?.status),
			);
		},
	};
}
