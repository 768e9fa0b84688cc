import { cancelledError } from '../../shared/cancelledError';
import { Report } from '../check/Report';
import type { RowSettings } from '../check/RowChecker';
import { RowChecker } from '../check/RowChecker';
import type { KeyRegister } from '../check/KeyRegister';
import { RepeatedKeys } from '../check/RepeatedKeys';
import { SeenKeys } from '../check/SeenKeys';
import type { ColumnSet } from '../columns/ColumnSet';
import type { FileOptions, FileSet, RowStream } from './planFiles';
import { buildFiles } from './planFiles';
import type { RawRow, RefusedRow } from '../rows/row';
import { GoodRow } from '../rows/row';

export interface Input {
	columns: ColumnSet;
	/** The rows in batches, from the first one, each time it is called. */
	rows: () => AsyncGenerator<Array<RawRow | RefusedRow>>;
	/** Whether the checked rows are to stay in memory, instead of being read and checked again when they are sent. */
	keep: boolean;
}

export interface Prepared extends FileSet {
	report: Report;
	/** The rows that are in the files, in their order. */
	goodRows: RowStream;
	/** All refused rows; those that the report did not keep are read and checked once more. */
	refusedRows: () => AsyncGenerator<RefusedRow[]>;
}

/** Checks every row and plans the files, without sending anything. */
export async function prepare(
	input: Input,
	settings: RowSettings & FileOptions,
	maxKept: number,
	signal?: AbortSignal,
): Promise<Prepared> {
	const keys = input.keep ? new SeenKeys() : new RepeatedKeys();
	const prepared = await checkAndPlan(input, settings, keys, maxKept, signal);
	if (!keys.needsSecondPass) return prepared;
	input.columns.forgetFilled();
	return await checkAndPlan(input, settings, keys, maxKept, signal);
}

async function checkAndPlan(
	{ columns, rows, keep }: Input,
	settings: RowSettings & FileOptions,
	keys: KeyRegister,
	maxKept: number,
	signal?: AbortSignal,
): Promise<Prepared> {
	const report = new Report(maxKept);
	const kept: GoodRow[][] = [];
	let pass = 0;

	async function* checkRows(): AsyncGenerator<GoodRow[]> {
		const first = pass++ === 0;
		const checker = new RowChecker(
			columns,
			settings,
			(warning, row) => {
				if (first) report.warn(warning, row);
			},
			keys,
		);
		for await (const batch of rows()) {
			if (signal?.aborted) throw cancelledError();
			const results = batch.map((row) => ('cells' in row ? checker.check(row) : row));
			const good = results.filter((result) => result instanceof GoodRow);
			if (first) report.count(results);
			if (keep) kept.push(good);
			if (good.length > 0) yield good;
		}
		keys.endFirstPass();
	}
	async function* replay(): AsyncGenerator<GoodRow[]> {
		yield* kept;
	}

	async function* refusedRows(): AsyncGenerator<RefusedRow[]> {
		if (report.isComplete) return yield report.refused;
		const checker = new RowChecker(columns, settings, () => undefined, keys);
		for await (const batch of rows()) {
			if (signal?.aborted) throw cancelledError();
			const results = batch.map((row) => ('cells' in row ? checker.check(row) : row));
			yield results.filter((result) => 'findings' in result);
		}
	}

	const goodRows: RowStream = () => (keep && pass > 0 ? replay() : checkRows());
	return { ...(await buildFiles(goodRows, columns, settings)), report, goodRows, refusedRows };
}
