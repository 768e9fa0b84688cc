import type { IExecuteFunctions } from 'n8n-workflow';

import { toKnownName } from '../columns/findColumn';
import type { MappedColumn } from '../rows/Mapping';

export function isAutoMapped(context: IExecuteFunctions): boolean {
	return readRaw(context, 'columns').mappingMode !== 'defineBelow';
}

/**
 * The columns that have a value in the node's panel: those mapped one by one, and the additional ones. In n8n it is
 * the same for every item.
 */
export function readMappedColumns(context: IExecuteFunctions, item = 0): MappedColumn[] {
	const columns = readRaw(context, 'columns', item);
	const own = columns.mappingMode === 'defineBelow' ? toObject(columns.value) : {};
	const { additionalColumns } = readRaw(context, 'options', item);
	const additional = Object.values(toObject(toObject(additionalColumns).column));
	return [
		...Object.entries(own).map(([name, raw]) => ({
			name,
			raw,
			parameter: `columns.value["${name}"]`,
		})),
		...additional.filter(isColumnEntry).map(({ name, value }, index) => ({
			name: toKnownName(name),
			raw: value,
			parameter: `options.additionalColumns.column[${index}].value`,
		})),
	].filter(({ raw }) => raw !== null && raw !== undefined && raw !== '');
}

/** A parameter as it stands in the workflow; an expression in it is text that starts with '='. */
export function readRaw(
	context: IExecuteFunctions,
	parameter: string,
	item = 0,
): Record<string, unknown> {
	return toObject(context.getNodeParameter(parameter, item, {}, { rawExpressions: true }));
}

function toObject(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isColumnEntry(entry: unknown): entry is { name: string; value: unknown } {
	return (
		typeof entry === 'object' &&
		entry !== null &&
		'name' in entry &&
		typeof entry.name === 'string' &&
		'value' in entry
	);
}
