import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { KaskoApi } from '../../credentials/KaskoApi.credentials';
import { KaskoSftpApi } from '../../credentials/KaskoSftpApi.credentials';
import { KaskoWebhookApi } from '../../credentials/KaskoWebhookApi.credentials';
import { properties as aragPush } from '../../nodes/AragPush/properties';
import { properties as kaskoTrigger } from '../../nodes/KaskoTrigger/properties';
import { properties as ticketplan } from '../../nodes/TicketplanSftpImport/properties';
import { codesTable } from './findingCodes';
import { choicesTable, parametersTable } from './parametersTable';

/** What `npm run docs` writes into pages that are otherwise written by hand, by page and place. */
export const MADE_PARTS: Record<string, () => Record<string, string>> = {
	'docs/arag-push.md': () => ({
		...partsOf(aragPush),
		codes: codesTable('aragPush'),
	}),
	'docs/ticketplan-sftp-import.md': () => ({
		...partsOf(ticketplan),
		dates: choicesTable(find(fieldsIn(ticketplan, 'options'), 'dateFormats')),
		codes: codesTable('ticketplan'),
	}),
	'docs/kasko-trigger.md': () => partsOf(kaskoTrigger),
	'docs/credentials.md': () => ({
		api: fieldsOf(new KaskoApi()),
		sftp: fieldsOf(new KaskoSftpApi()),
		webhook: fieldsOf(new KaskoWebhookApi()),
	}),
};

function partsOf(properties: readonly INodeProperties[]): Record<string, string> {
	return {
		parameters: parametersTable(properties),
		options: parametersTable(fieldsIn(properties, 'options')),
	};
}

function fieldsOf({ properties }: ICredentialType): string {
	return parametersTable(properties);
}

function fieldsIn(properties: readonly INodeProperties[], collection: string): INodeProperties[] {
	return (find(properties, collection).options ?? []) as INodeProperties[];
}

function find(properties: readonly INodeProperties[], name: string): INodeProperties {
	const found = properties.find((property) => property.name === name);
	if (!found) throw new Error(`There is no '${name}'`);
	return found;
}
