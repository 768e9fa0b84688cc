import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import type { Column } from './columns/columns';
import { COLUMNS, KEY_COLUMN, LAST_TICKET, TICKET_COLUMNS } from './columns/columns';

/** In characters: n8n's panel cuts what is longer, and has no place for help beside a label. */
const LONGEST_LABEL = 64;

/**
 * The columns as n8n's mapping panel shows them. Further tickets are there, too, once the user adds them. The key comes
 * last: most users leave it empty, and should not meet it first.
 */
export async function getColumns(): Promise<ResourceMapperFields> {
	const isKey = ({ name }: Column) => name === KEY_COLUMN;
	const further = allTicketColumns().filter(({ name }) =>
		COLUMNS.every((column) => column.name !== name),
	);
	return {
		fields: [
			...COLUMNS.filter((column) => !isKey(column)).map((column) => toField(column, false)),
			...COLUMNS.filter(isKey).map((column) => toField(column, false)),
			...further.map((column) => toField(column, true)),
		],
	};
}

/** The columns that can tell one policy from another: KASKO's, further tickets, and those the user has added. */
export async function getKeyColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const known = [...COLUMNS, ...allTicketColumns()].map(
		({ name, label }) => [name, label] as const,
	);
	const labels = new Map([...known, ...addedColumns(this).map((name) => [name, name] as const)]);
	labels.delete(KEY_COLUMN);
	return [...labels].map(([name, label]) => ({ name: label, value: name, description: name }));
}

function allTicketColumns(): Column[] {
	return TICKET_COLUMNS.flatMap(({ column }) =>
		Array.from({ length: LAST_TICKET + 1 }, (_, n) => column(n)),
	);
}

function toField(
	{ name, label, example, required }: Column,
	removed: boolean,
): ResourceMapperField {
	return {
		id: name,
		displayName: toLabel(label, `e.g. ${example}`, name),
		required,
		removed,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		type: 'string',
	};
}

/** With the example and the name, as far as there is room for them. */
function toLabel(label: string, example: string, name: string): string {
	const labels = [
		[label, example, name],
		[label, name],
		[label, example],
	];
	const texts = labels.map((parts) => parts.join(' · '));
	return texts.find((text) => text.length <= LONGEST_LABEL) ?? label;
}

function addedColumns(context: ILoadOptionsFunctions): string[] {
	const added = context.getCurrentNodeParameter('options.additionalColumns.column');
	const entries = Array.isArray(added) ? (added as Array<{ name?: unknown }>) : [];
	return entries.flatMap(({ name }) =>
		typeof name === 'string' && name.trim() !== '' ? [name.trim()] : [],
	);
}
