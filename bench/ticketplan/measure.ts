import type { ImportedWorkflow } from '../../scripts/n8n/workflows';
import type { Bench } from '../Bench';
import { median } from '../median';
import { runTimed, type TimedRun } from '../runTimed';
import { emptyFolder, expectRows, type Route } from './routes';

const WARM_UP_ROWS = 10;
/** From here on a run leaves so much in n8n's memory that the next one would be measured on top of it. */
const MANY_ROWS = 100_000;

export interface Case {
	route: Route;
	workflow: ImportedWorkflow;
	/** Of the workflow's webhook. */
	path: string;
	/** The nodes whose time counts. */
	nodes: string[];
	rows: number;
	times: number;
	/** For a workflow that reads a file: its path, for a number of rows. */
	fileOf?: (rows: number) => Promise<string>;
}

export interface Measured {
	seconds: number;
	wholeSeconds: number;
	peakBytesAdded: number;
}

/** Runs a workflow, after one run with few rows, and gives the medians; many rows get a new n8n. */
export async function measure(bench: Bench, each: Case): Promise<Measured> {
	if (each.rows >= MANY_ROWS) await bench.restartN8n();
	await runOnce(bench, each, WARM_UP_ROWS);
	const runs: TimedRun[] = [];
	for (let time = 0; time < each.times; time++) runs.push(await runOnce(bench, each, each.rows));
	const result = {
		seconds: median(runs.map((run) => run.seconds(...each.nodes))),
		wholeSeconds: median(runs.map(({ wholeSeconds }) => wholeSeconds)),
		// Later runs begin with what the first one has left in memory.
		peakBytesAdded: runs[0]?.peakBytesAdded ?? NaN,
	};
	console.log(`  ${each.path}, ${each.rows} rows: ${result.seconds.toFixed(2)} s`);
	return result;
}

async function runOnce(bench: Bench, each: Case, rows: number): Promise<TimedRun> {
	const { route, workflow, path, fileOf } = each;
	const query = new URLSearchParams({ rows: String(rows) });
	if (fileOf) query.set('file', await fileOf(rows));
	await emptyFolder(route);
	const run = await runTimed(bench, workflow, `${path}?${query}`);
	await expectRows(route, rows);
	return run;
}
