import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { COLUMNS, KEY_COLUMN, LAST_TICKET, TICKET_COLUMNS } from './columns/columns';

/** The columns that can tell one policy from another: KASKO's, further tickets, and those the user has added. */
export async function getKeyColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const tickets = TICKET_COLUMNS.flatMap(({ column }) =>
		Array.from({ length: LAST_TICKET + 1 }, (_, n) => column(n)),
	);
	const known = [...COLUMNS, ...tickets].map(({ name, label }) => [name, label] as const);
	const labels = new Map([...known, ...addedColumns(this).map((name) => [name, name] as const)]);
	labels.delete(KEY_COLUMN);
	return [...labels].map(([name, label]) => ({ name: label, value: name, description: name }));
}

function addedColumns(context: ILoadOptionsFunctions): string[] {
	const added = context.getCurrentNodeParameter('options.additionalColumns.column');
	const entries = Array.isArray(added) ? (added as Array<{ name?: unknown }>) : [];
	return entries.flatMap(({ name }) =>
		typeof name === 'string' && name.trim() !== '' ? [name.trim()] : [],
	);
}
