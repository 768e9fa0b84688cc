import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Bench } from '../Bench';
import { median } from '../median';
import { waitUntilSteady, watchPeak } from '../peakMemory';
import type { Section } from '../report/Section';
import { runChild } from '../runChild';
import { startMark } from '../startMark';
import type { Line } from './lines';
import { measure } from './measure';
import { NODE, publishFileSource } from './workflows';
import { writeSampleFile } from './writeSampleFile';

const TIMES = 3;

/** A CSV file as the source of rows: memory at two sizes, and speed beside csv-parse and csv-stringify alone. */
export async function compareFileSource(bench: Bench, line: Line): Promise<Omit<Section, 'title'>> {
	const sizes = bench.quick ? [1_000, 10_000] : [100_000, 1_000_000];
	const path = 'file-source';
	const fileOf = async (rows: number) => {
		const file = join(bench.folder, `source-${rows}.csv`);
		if (!existsSync(file)) await writeSampleFile(file, rows);
		return file;
	};
	let peak: () => Promise<number> = () => Promise.resolve(NaN);
	const mark = await startMark(async () => {
		await waitUntilSteady(bench.n8n.pid());
		peak = await watchPeak(bench.n8n.pid());
	});

	const results = [];
	try {
		const workflow = await publishFileSource(bench.session, line, path, mark.url);
		for (const rows of sizes) {
			const nodes = [NODE];
			const seconds: number[] = [];
			const peaks: number[] = [];
			for (let time = 0; time < TIMES; time++) {
				const one = { line, workflow, path, nodes, rows, times: 1, fileOf };
				seconds.push((await measure(bench, one)).seconds);
				peaks.push((await peak()) / 1e6);
			}
			const pipe = await runChild<number>(bench.node, join(__dirname, 'pipeAlone.ts'), {
				file: await fileOf(rows),
			});
			results.push({ rows, seconds: median(seconds), pipe, peaks });
		}
	} finally {
		await mark.stop();
	}
	const [small, large] = results;
	const name = (rows = 0) => rows.toLocaleString('en-US');
	return {
		method: [
			'File source: median of 3 runs, n8n started anew before each. The CSV is in binary data, in n8n’s default filesystem mode; one item per file comes out. The node reads the file twice, since it sends nothing before it has checked every row. Its peak memory is counted from the moment when n8n has copied the file into its binary data and has come to rest: n8n’s own copying takes more memory the bigger the file is. The bare pipe is `csv-parse` → `csv-stringify` from the same file to nowhere, once, in plain Node.',
		],
		tables: [
			{
				title: 'Rows from a CSV file',
				head: [
					'rows',
					'node',
					'rows/s',
					'bare pipe',
					'rows/s',
					'speed beside the pipe',
					'peak MB',
					'in each run',
				],
				rows: results.map(({ rows, seconds, pipe, peaks }) => [
					...[rows, seconds, rows / seconds, pipe, rows / pipe, pipe / seconds, median(peaks)],
					peaks.map((peak) => peak.toFixed(1)).join(', '),
				]),
			},
		],
		targets: [
			{
				what: `File source, peak memory added, ${name(large?.rows)} rows / ${name(small?.rows)} rows`,
				measured: median(large?.peaks ?? []) / median(small?.peaks ?? []),
				limit: 1.2,
			},
			{
				what: `File source, peak memory added, ${name(large?.rows)} rows, MB`,
				measured: median(large?.peaks ?? []),
				limit: 200,
			},
			...results.map(({ rows, pipe, seconds }) => ({
				what: `File source, ${name(rows)} rows: rows per second / bare pipe`,
				measured: pipe / seconds,
				atLeast: true,
				limit: 0.5,
			})),
		],
	};
}
