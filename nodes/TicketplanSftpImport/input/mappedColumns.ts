import type { IExecuteFunctions } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import { shown } from '../../shared/text';
import { toKnownName } from '../columns/findColumn';
import type { MappedColumn } from '../rows/Mapping';

const MODES = ['autoMapInputData', 'defineBelow'];

/** @throws KaskoError for a mode that n8n's panel does not have, as in a workflow that was written by hand. */
export function isAutoMapped(context: IExecuteFunctions): boolean {
	const { mappingMode = 'autoMapInputData' } = readRaw(context, 'columns');
	if (!MODES.includes(String(mappingMode))) {
		throw refusal('Mapping Column Mode', mappingMode, `one of ${MODES.join(', ')}`);
	}
	return mappingMode !== 'defineBelow';
}

/**
 * The columns that have a value in the node's panel: those mapped one by one, and the additional ones. In n8n it is
 * the same for every item.
 * @throws KaskoError where something stands in their place from which none can be read.
 */
export function readMappedColumns(context: IExecuteFunctions, item = 0): MappedColumn[] {
	const { mappingMode, value } = readRaw(context, 'columns', item);
	const own = mappingMode === 'defineBelow' ? requireObject('Columns', value ?? {}) : {};
	return [
		...Object.entries(own).map(([name, raw]) => ({
			name,
			raw,
			parameter: `columns.value["${name}"]`,
		})),
		...readAdditional(context, item).map(({ name = '', value: raw }, index) => ({
			name: toKnownName(String(name)),
			raw,
			parameter: `options.additionalColumns.column[${index}].value`,
		})),
	].filter(({ raw }) => raw !== null && raw !== undefined && raw !== '');
}

function readAdditional(context: IExecuteFunctions, item: number): Array<Record<string, unknown>> {
	const label = 'Additional Columns';
	const { additionalColumns = {} } = readRaw(context, 'options', item);
	const { column = [] } = requireObject(label, additionalColumns);
	return Object.values(requireObject(label, column)).map((entry) => requireObject(label, entry));
}

/** A parameter as it stands in the workflow; an expression in it is text that starts with '='. */
function readRaw(
	context: IExecuteFunctions,
	parameter: 'columns' | 'options',
	item = 0,
): Record<string, unknown> {
	const value: unknown = context.getNodeParameter(parameter, item, {}, { rawExpressions: true });
	return requireObject(parameter === 'columns' ? 'Columns' : 'Options', value);
}

function requireObject(label: string, value: unknown): Record<string, unknown> {
	if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
	throw refusal(label, value, 'columns, each with its name and its value');
}

function refusal(label: string, value: unknown, allowed: string): KaskoError {
	const message = `'${label}' can't be '${shown(value)}'`;
	return new KaskoError(message, `'${label}': use ${allowed}.\nNothing was sent.`);
}
