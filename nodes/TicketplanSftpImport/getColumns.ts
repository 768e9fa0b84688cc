import type { ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';

import type { Column } from './columns/columns';
import { COLUMNS, LAST_TICKET, TICKET_COLUMNS } from './columns/columns';

/** The columns as n8n's mapping panel shows them. Further tickets are there, too, once the user adds them. */
export async function getColumns(): Promise<ResourceMapperFields> {
	const further = TICKET_COLUMNS.flatMap(({ column }) =>
		Array.from({ length: LAST_TICKET + 1 }, (_, n) => column(n)),
	).filter(({ name }) => COLUMNS.every((column) => column.name !== name));
	return {
		fields: [
			...COLUMNS.map((column) => toField(column, false)),
			...further.map((column) => toField(column, true)),
		],
	};
}

function toField(
	{ name, label, example, required }: Column,
	removed: boolean,
): ResourceMapperField {
	return {
		id: name,
		displayName: `${label} · e.g. ${example} · ${name}`,
		required,
		removed,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		type: 'string',
	};
}
