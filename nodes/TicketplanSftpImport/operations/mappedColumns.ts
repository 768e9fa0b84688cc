import type { IExecuteFunctions } from 'n8n-workflow';

import type { MappedColumn } from '../rows/Mapping';

export function isAutoMapped(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('columns.mappingMode', 0, 'autoMapInputData') !== 'defineBelow';
}

/** The columns that have a value in the node's panel: those mapped one by one, and the additional ones. */
export function readMappedColumns(context: IExecuteFunctions): MappedColumn[] {
	const own = isAutoMapped(context) ? {} : readRaw(context, 'columns.value');
	const additional = Object.values(readRaw(context, 'options.additionalColumns.column'));
	return [
		...Object.entries(own).map(([name, raw]) => ({
			name,
			raw,
			parameter: `columns.value["${name}"]`,
		})),
		...additional.filter(isColumnEntry).map(({ name, value }, index) => ({
			name: name.trim(),
			raw: value,
			parameter: `options.additionalColumns.column[${index}].value`,
		})),
	].filter(({ raw }) => raw !== null && raw !== undefined && raw !== '');
}

/** A parameter as it stands in the workflow; an expression in it is text that starts with '='. */
function readRaw(context: IExecuteFunctions, parameter: string): object {
	const raw: unknown = context.getNodeParameter(parameter, 0, {}, { rawExpressions: true });
	return typeof raw === 'object' && raw !== null ? raw : {};
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
