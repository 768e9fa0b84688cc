import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
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
import { findColumn, toColumnName } from '../columns/findColumn';
import type { Input } from '../files/planImport';
import type { Finding } from '../finding';
import type { ImportSettings } from './settings';

export interface OpenInput extends Input {
	/** Given, if the user has mapped the idempotency key in the panel. */
	keyMapping?: KeyMapping;
	/** The indexes of the items whose files have no rows, as far as they have been read. */
	emptyFiles: ReadonlySet<number>;
}

/** What KASKO's names begin with, whole or as the group that holds them. */
const KASKO_NAME = /^(?:quote|policy)(?:\.|$)/;
const TABLE_FILE = /^(?:csv|tsv|txt|xlsx?|ods)$/i;

/**
 * The rows the user wants to send, as the node's parameters describe them.
 * @throws KaskoError when its mapping can't be used for a file, or when files were meant that would be taken for rows.
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
	if (isAutoMapped(context) && mapped.length === 0) requireRows(items);
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

/** A file whose 'Row Source' was forgotten has no field of a row: all that is required would be called empty. */
function requireRows(items: readonly INodeExecutionData[]): void {
	const isColumn = (name: string) => KASKO_NAME.test(name) || findColumn(name) !== undefined;
	const fields = items.map(({ json, binary = {} }) =>
		Object.keys(json).some((name) => isColumn(toColumnName(name)))
			? undefined
			: Object.keys(binary).find((name) => TABLE_FILE.test(binary[name]?.fileExtension ?? '')),
	);
	const [field] = fields;
	if (field === undefined || fields.includes(undefined)) return;
	throw new KaskoError(
		`The input holds a file in '${field}', and no field that is a column of KASKO's file`,
		`To read a CSV file, set 'Row Source' to 'File' and 'Input Binary Field' to '${field}'. An Excel file goes through n8n's Extract from File before this node.`,
	);
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
