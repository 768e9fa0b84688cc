import type { IExecuteFunctions } from 'n8n-workflow';

import { isExpression } from '../../shared/plainExpression';
import { ColumnSet } from '../columns/ColumnSet';
import type { Encoding } from '../csv/readCsv';
import { AutoMap } from '../rows/AutoMap';
import type { MappedColumn } from '../rows/Mapping';
import { byMapping } from '../rows/Mapping';
import { readFile } from '../rows/readFile';
import { readItems } from '../rows/readItems';
import { isAutoMapped, readMappedColumns } from './mappedColumns';
import { fileEvaluator, openSourceFiles } from './sourceFiles';
import type { KeyMapping } from '../check/ownKey';
import { KEY_COLUMN } from '../columns/columns';
import type { Input } from '../files/planImport';
import type { Finding } from '../finding';
import type { ImportSettings } from './settings';

export interface OpenInput extends Input {
	/** Given, if the user has mapped the idempotency key in the panel. */
	keyMapping?: KeyMapping;
	/** The indexes of the items whose files have no rows, as far as they have been read. */
	emptyFiles: ReadonlySet<number>;
}

/**
 * The rows the user wants to send, as the node's parameters describe them.
 * @throws KaskoError when its mapping can't be used for a file.
 */
export function openInput(context: IExecuteFunctions, settings: ImportSettings): OpenInput {
	const columns = new ColumnSet(settings.otherFields === 'ignore');
	return settings.rowSource === 'file'
		? openFiles(context, columns, settings.fileEncoding)
		: openItems(context, columns);
}

function openItems(context: IExecuteFunctions, columns: ColumnSet): OpenInput {
	const items = context.getInputData();
	const mapped = readMappedColumns(context);
	const makeMapping = (own: MappedColumn[]) =>
		byMapping(columns, own, ({ parameter }, item) =>
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
			own(json, row);
		});
	const keyMapping = keyMappingOf(mapped, autoMap !== undefined);
	return { columns, rows, inMemory: true, keyMapping, emptyFiles: new Set() };
}

function openFiles(context: IExecuteFunctions, columns: ColumnSet, encoding: Encoding): OpenInput {
	const files = openSourceFiles(context);
	const mapped = readMappedColumns(context);
	const emptyFiles = new Set<number>();
	const broken = new Map<number, Finding>();
	const reading = {
		encoding,
		autoMap: isAutoMapped(context),
		mapped,
		fillMapped: byMapping(columns, mapped, fileEvaluator(context, mapped)),
		onEmpty: (item: number) => emptyFiles.add(item),
	};

	async function* rows() {
		for (const file of files) {
			const { item } = file;
			const finding = broken.get(item);
			if (finding) yield [{ row: 0, item, findings: [finding] }];
			else yield* readFile(file, columns, reading);
		}
	}
	return {
		columns,
		rows,
		inMemory: false,
		leaveOut: ({ item, finding }) => broken.set(item, finding),
		emptyFiles,
		keyMapping: keyMappingOf(mapped, isAutoMapped(context)),
	};
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
