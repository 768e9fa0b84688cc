import type { IExecuteFunctions } from 'n8n-workflow';

import { ColumnSet } from '../columns/ColumnSet';
import { AutoMap } from '../rows/AutoMap';
import type { MappedColumn } from '../rows/Mapping';
import { Mapping } from '../rows/Mapping';
import { readItems } from '../rows/readItems';
import type { Input } from './prepare';
import { readOption } from './readSettings';

/** The rows the user wants to send, as the node's parameters describe them. */
export function openInput(context: IExecuteFunctions): Input {
	const columns = new ColumnSet(readOption<string>(context, 'otherFields', 'refuse') === 'ignore');
	const items = context.getInputData();
	const mapping = new Mapping(columns, readMappedColumns(context), (parameter, item) =>
		context.getNodeParameter(parameter, item, undefined, { skipValidation: true }),
	);
	const autoMap = isAutoMapped(context) ? new AutoMap(columns) : undefined;
	return {
		columns,
		keep: true,
		rows: () =>
			readItems(items, columns, (json, item, cells) => {
				autoMap?.read(json, cells);
				mapping.read(json, item, cells);
			}),
	};
}

function isAutoMapped(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('columns.mappingMode', 0, 'autoMapInputData') !== 'defineBelow';
}

function readMappedColumns(context: IExecuteFunctions): MappedColumn[] {
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
	return typeof entry === 'object' && entry !== null && 'name' in entry && 'value' in entry;
}
