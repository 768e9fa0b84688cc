import type { IExecuteFunctions } from 'n8n-workflow';

import { isExpression } from '../../shared/plainExpression';
import { ColumnSet } from '../columns/ColumnSet';
import { AutoMap } from '../rows/AutoMap';
import type { MappedColumn } from '../rows/Mapping';
import { Mapping } from '../rows/Mapping';
import { readFile } from '../rows/readFile';
import { readHeader } from '../rows/readHeader';
import { readItems } from '../rows/readItems';
import { isAutoMapped, readMappedColumns } from './mappedColumns';
import { fileEvaluator, openSourceFiles } from './sourceFiles';
import type { KeyMapping } from '../check/ownKey';
import { KEY_COLUMN } from '../columns/columns';
import type { Input } from '../files/planImport';
import { readOption } from './settings';

export interface OpenInput extends Input {
	/** Given, if the user has mapped the idempotency key in the panel. */
	keyMapping?: KeyMapping;
}

/**
 * The rows the user wants to send, as the node's parameters describe them.
 * @throws KaskoError when there is no file, or when its mapping can't be used for a file.
 */
export function openInput(context: IExecuteFunctions): OpenInput {
	const columns = new ColumnSet(readOption<string>(context, 'otherFields', 'refuse') === 'ignore');
	return context.getNodeParameter('rowSource', 0, 'items') === 'file'
		? openFiles(context, columns)
		: openItems(context, columns);
}

function openItems(context: IExecuteFunctions, columns: ColumnSet): OpenInput {
	const items = context.getInputData();
	const mapped = readMappedColumns(context);
	const makeMapping = (own: MappedColumn[]) =>
		new Mapping(columns, own, ({ parameter }, item) =>
			context.getNodeParameter(parameter, item, undefined, { skipValidation: true }),
		);
	const mapping = makeMapping(mapped);
	const autoMap = isAutoMapped(context) ? new AutoMap(columns) : undefined;
	// Without any expression the values may be evaluated ones already, and others for the next item.
	const asMapped = autoMap || mapped.some(({ raw }) => isExpression(raw));
	const rows = () =>
		readItems(items, columns, (json, row) => {
			autoMap?.read(json, row);
			const own = asMapped ? mapping : makeMapping(readMappedColumns(context, row.item));
			own.read(json, row);
		});
	const keyMapping = keyMappingOf(mapped, autoMap !== undefined);
	return { columns, rows, inMemory: true, keyMapping };
}

function openFiles(context: IExecuteFunctions, columns: ColumnSet): OpenInput {
	const files = openSourceFiles(context);
	const mapped = readMappedColumns(context);
	const mapping = new Mapping(columns, mapped, fileEvaluator(context, mapped));
	const autoMapped = isAutoMapped(context);

	async function* rows() {
		for (const file of files) {
			yield* readFile(file, columns, (names) => {
				const byName = autoMapped ? readHeader(columns, names) : () => undefined;
				if (Array.isArray(byName) || mapped.length === 0) return byName;
				return (record, row) => {
					byName(record, row);
					const json = Object.fromEntries(names.map((name, i) => [name, record[i]]));
					mapping.read(json, row);
				};
			});
		}
	}
	return { columns, rows, inMemory: false, keyMapping: keyMappingOf(mapped, autoMapped) };
}

function keyMappingOf(
	mapped: readonly MappedColumn[],
	autoMapped: boolean,
): KeyMapping | undefined {
	const key = mapped.find(({ name }) => name === KEY_COLUMN);
	if (!key) return undefined;
	// Where nothing varies, the same policy is meant each time; so its key may be the same, too.
	const othersVary = autoMapped || mapped.some(({ raw }) => raw !== key.raw && isExpression(raw));
	return { raw: key.raw, othersVary };
}
