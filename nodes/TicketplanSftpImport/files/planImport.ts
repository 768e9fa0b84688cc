import { setImmediate } from 'node:timers/promises';

import { asSeen } from '../../shared/identity';
import { KaskoError, cancelledError } from '../../shared/KaskoError';
import type { Progress } from '../../shared/Progress';
import { count } from '../../shared/text';
import { RepeatedKeys } from '../check/RepeatedKeys';
import { Report } from '../check/Report';
import type { RowSettings } from '../check/RowChecker';
import { RowChecker } from '../check/RowChecker';
import type { ColumnSet } from '../columns/ColumnSet';
import { KEY_COLUMN } from '../columns/columns';
import { findColumn } from '../columns/findColumn';
import { problem } from '../finding';
import { BrokenFileError } from '../rows/readFile';
import type { RawRow, RefusedRow } from '../rows/row';
import { GoodRow } from '../rows/row';
import { KeptContent } from './KeptContent';
import type { FileOptions, FileSet, MeasuredFiles } from './planFiles';
import { measureFiles, planFiles } from './planFiles';

export interface Input {
	columns: ColumnSet;
	/** The rows in batches, from the first one, each time it is called. */
	rows: () => AsyncGenerator<Array<RawRow | RefusedRow>>;
	/** Whether the checked rows stay in memory, instead of being read and checked again when they are needed again. */
	inMemory: boolean;
	/** Has a file count as one that can't be read, from now on. */
	leaveOut?: (broken: BrokenFileError) => void;
}

/** What goes on beside the work. */
export interface Run {
	signal?: AbortSignal;
	/** Hears how many rows are checked. */
	progress?: Progress;
}

export interface ImportPlan extends FileSet {
	report: Report;
	/** The indexes of the columns that some row fills. */
	filled: ReadonlySet<number>;
	/** All rows in batches, read and checked once more, unless they are in memory. */
	rows: () => AsyncGenerator<Array<GoodRow | RefusedRow>>;
	/** All refused rows, in batches; those that the report did not keep are read and checked once more. */
	refusedRows: () => AsyncGenerator<RefusedRow[]>;
}

type CheckedRows = () => AsyncGenerator<Array<GoodRow | RefusedRow>>;

/**
 * Checks every row and plans the files, without sending anything. Reads the input once; once more if there are rows with
 * the same key, and once more if a column is filled for the first time very late (see `measureFiles`).
 * @param maxKept Of how many findings the report keeps the rows.
 * @throws KaskoError if a key column is none of the run, or when the run is cancelled.
 */
export async function planImport(
	input: Input,
	settings: RowSettings & FileOptions,
	maxKept: number,
	run: Run = {},
): Promise<ImportPlan> {
	const kept = new KeptContent(settings.maxBytesInMemory);
	const planOrLeaveOut = async () =>
		await planOnce(input, settings, maxKept, kept, run).catch((error: unknown) =>
			leaveOut(error, input),
		);
	let plan: ImportPlan | undefined;
	try {
		// Some rows of a file that is left out were in the plan already: it is made anew without them.
		do plan = await planOrLeaveOut();
		while (!plan);
		return plan;
	} finally {
		if (!plan) await kept.close();
	}
}

function leaveOut(error: unknown, input: Input): undefined {
	if (!(error instanceof BrokenFileError) || !input.leaveOut) throw error;
	input.leaveOut(error);
}

async function planOnce(
	input: Input,
	settings: RowSettings & FileOptions,
	maxKept: number,
	kept: KeptContent,
	{ signal, progress }: Run,
): Promise<ImportPlan> {
	const { columns } = input;
	const read = () => checkRows(input, settings, signal);
	const checkedRows = input.inMemory ? remembered(read()) : read;
	const keys = new RepeatedKeys();
	const measure = async (report?: Report, filled?: ReadonlySet<number>) =>
		await measureFiles(
			goodRows(() => counted(checkedRows(), progress), columns, keys, report),
			columns,
			settings,
			kept,
			filled,
		);

	let report = new Report(maxKept);
	let measured = await measure(report);
	keys.endFirstPass();
	if (keys.needsSecondPass) {
		report = new Report(maxKept);
		measured = await measure(report);
	}
	if (!measured.isFinal) measured = await measure(undefined, measured.filled);
	const rows = () => allRows(checkedRows, columns, keys);
	await requireKeyColumns(settings.keyColumns, columns, measured, rows);
	const stream = () => goodRows(checkedRows, columns, keys);
	const files = planFiles(measured, kept, stream, columns, settings);
	const refusedRows = () => allRefused(rows, report);
	return { ...files, report, filled: measured.filled, rows, refusedRows };
}

async function* checkRows(
	{ columns, rows }: Input,
	settings: RowSettings,
	signal?: AbortSignal,
): AsyncGenerator<Array<GoodRow | RefusedRow>> {
	const checker = new RowChecker(columns, settings);
	for await (const batch of rows()) {
		if (signal?.aborted) throw cancelledError();
		yield batch.map((row) => ('cells' in row ? checker.check(row) : row));
	}
}

/** The same batches, while the log hears how many rows have come by. */
async function* counted<Row>(
	batches: AsyncGenerator<Row[]>,
	progress?: Progress,
): AsyncGenerator<Row[]> {
	let rows = 0;
	for await (const batch of batches) {
		rows += batch.length;
		progress?.tell(() => `${count(rows, 'row')} checked so far`);
		yield batch;
	}
}

/** The same rows again and again, read once: n8n may give other values when it evaluates a mapping again. */
function remembered(rows: AsyncGenerator<Array<GoodRow | RefusedRow>>): CheckedRows {
	const kept: Array<Array<GoodRow | RefusedRow>> = [];
	return async function* () {
		for (const batch of kept) {
			yield batch;
			await setImmediate();
		}
		for await (const batch of rows) {
			kept.push(batch);
			yield batch;
		}
	};
}

/** The rows that may be sent. A report counts all of them. */
async function* goodRows(
	checkedRows: CheckedRows,
	columns: ColumnSet,
	keys: RepeatedKeys,
	report?: Report,
): AsyncGenerator<GoodRow[]> {
	for await (const rows of allRows(checkedRows, columns, keys)) {
		report?.count(rows);
		const good = rows.filter((row) => row instanceof GoodRow);
		if (good.length > 0) yield good;
	}
}

async function* allRows(
	checkedRows: CheckedRows,
	{ keyIndex }: ColumnSet,
	keys: RepeatedKeys,
): AsyncGenerator<Array<GoodRow | RefusedRow>> {
	for await (const batch of checkedRows()) {
		yield batch.map((row) => refuseRepeated(row, keyIndex, keys));
	}
}

async function* allRefused(rows: CheckedRows, report: Report): AsyncGenerator<RefusedRow[]> {
	if (report.isComplete) return yield report.refused;
	for await (const batch of rows()) {
		yield batch.filter((row) => 'findings' in row);
	}
}

const OTHER_OWN_KEY =
	'Keep one of the rows. If they are different tickets, give each an idempotency key of its own.';
const OTHER_KEY_COLUMNS =
	"Keep one of the rows. If they are different tickets, give each a key of its own, or add a column that tells them apart to 'Key Columns', which gives every row a new key.";

/** Of several rows with one key none is sent: which of them is meant can't be known. */
function refuseRepeated(
	row: GoodRow | RefusedRow,
	keyIndex: number,
	keys: RepeatedKeys,
): GoodRow | RefusedRow {
	const isGood = row instanceof GoodRow;
	const key = isGood ? row.texts[keyIndex] : row.key;
	const other = key === undefined ? undefined : keys.add(asSeen(key), row);
	if (key === undefined || !other) return row;
	// Each file of the input counts its rows from 1; of items, each is a row.
	const isElsewhere = row.line !== undefined && other.item !== row.item;
	const source = isElsewhere ? ` (item ${other.item + 1} of the input)` : '';
	const finding = problem({
		column: KEY_COLUMN,
		code: 'duplicateKey',
		value: key,
		message: `Row ${other.row}${source} has the same idempotency key`,
		hint: row.hasOwnKey ? OTHER_OWN_KEY : OTHER_KEY_COLUMNS,
	});
	return isGood
		? {
				row: row.row,
				item: row.item,
				line: row.line,
				findings: [finding],
				texts: row.texts,
				key,
				hasOwnKey: row.hasOwnKey,
			}
		: { ...row, findings: [...row.findings, finding] };
}

/** A column that is not in KASKO's document has to be in the input, or keys would be made without it. */
async function requireKeyColumns(
	names: readonly string[],
	columns: ColumnSet,
	{ filled, parts }: MeasuredFiles,
	rows: CheckedRows,
): Promise<void> {
	let missing = names.filter(
		(name) => !findColumn(name) && !filled.has(columns.indexOf(name) ?? -1),
	);
	if (missing.length === 0 || parts.length === 0) return;
	// It may be filled in rows only that are refused for another reason.
	for await (const batch of rows()) {
		const isFilled = (name: string) =>
			batch.some(({ texts }) => texts?.[columns.indexOf(name) ?? -1]);
		missing = missing.filter((name) => !isFilled(name));
	}
	if (missing.length === 0) return;
	throw new KaskoError(
		`'Key Columns' has a column that no row fills: ${missing.join(', ')}`,
		'Correct its name, or take it out of the list. Nothing was sent.',
	);
}
