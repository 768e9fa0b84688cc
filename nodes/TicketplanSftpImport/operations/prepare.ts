import { cancelledError } from '../../shared/sftp/cancelledError';
import { Report } from '../check/Report';
import type { RowSettings } from '../check/RowChecker';
import { RowChecker } from '../check/RowChecker';
import { KeySet } from '../keys/KeySet';
import type { ColumnSet } from '../columns/ColumnSet';
import type { FileOptions, FileSet, RowStream } from '../csv/buildFiles';
import { buildFiles } from '../csv/buildFiles';
import type { GoodRow, RawRow, RefusedRow } from '../types';

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
}

/** Checks every row and plans the files, without sending anything. */
export async function prepare(
	{ columns, rows, keep }: Input,
	settings: RowSettings & FileOptions,
	keepRefused: number,
	signal?: AbortSignal,
): Promise<Prepared> {
	const report = new Report(keepRefused);
	const kept: GoodRow[][] = [];
	const keys = new KeySet();
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
			const good: GoodRow[] = [];
			for (const raw of batch) {
				const result = 'cells' in raw ? checker.check(raw) : raw;
				if ('texts' in result) good.push(result);
				else if (first) report.refuse(result);
			}
			if (first) report.goodRows += good.length;
			if (keep) kept.push(good);
			if (good.length > 0) yield good;
		}
	}
	async function* replay(): AsyncGenerator<GoodRow[]> {
		yield* kept;
	}

	const goodRows: RowStream = () => (keep && pass > 0 ? replay() : checkRows());
	return { ...(await buildFiles(goodRows, columns, settings)), report, goodRows };
}
