import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Bench } from '../Bench';
import type { Section } from '../report/Section';
import { runChild } from '../runChild';
import type { Line } from './lines';
import { measure } from './measure';
import { NODE, publishNode } from './workflows';
import { writeSampleFile } from './writeSampleFile';

/** A CSV file as the source of rows: memory at two sizes, and speed beside csv-parse and csv-stringify alone. */
export async function compareFileSource(bench: Bench, line: Line): Promise<Omit<Section, 'title'>> {
	const sizes = bench.quick ? [1_000, 10_000] : [100_000, 1_000_000];
	const path = 'file-source';
	const workflow = await publishNode(bench.session, line, path, 'file', { output: 'files' });
	const fileOf = async (rows: number) => {
		const file = join(bench.folder, `source-${rows}.csv`);
		if (!existsSync(file)) await writeSampleFile(file, rows);
		return file;
	};

	const results = [];
	for (const rows of sizes) {
		const times = 1;
		const nodes = [NODE];
		const run = await measure(bench, { line, workflow, path, nodes, rows, times, fileOf });
		const pipe = await runChild<number>(bench.node, join(__dirname, 'pipeAlone.ts'), {
			file: await fileOf(rows),
		});
		results.push({ rows, seconds: run.seconds, pipe, peak: run.peakBytesAdded / 1e6 });
	}
	const [small, large] = results;
	const name = (rows = 0) => rows.toLocaleString('en-US');
	return {
		method: [
			'File source: the CSV is in binary data, in n8n’s default filesystem mode; one item per file comes out. The node reads the file twice, since it sends nothing before it has checked every row, and it derives nothing from it but keeps the key of each row, to find one that comes twice. The bare pipe is `csv-parse` → `csv-stringify` from the same file to nowhere, once, in plain Node.',
		],
		tables: [
			{
				title: 'Rows from a CSV file',
				head: ['rows', 'node', 'rows/s', 'bare pipe', 'rows/s', 'speed beside the pipe', 'peak MB'],
				rows: results.map(({ rows, seconds, pipe, peak }) => [
					...[rows, seconds, rows / seconds, pipe, rows / pipe, pipe / seconds, peak],
				]),
			},
		],
		targets: [
			{
				what: `File source, peak memory added, ${name(large?.rows)} rows / ${name(small?.rows)} rows`,
				measured: (large?.peak ?? NaN) / (small?.peak ?? NaN),
				limit: 1.2,
			},
			{
				what: `File source, peak memory added, ${name(large?.rows)} rows, MB`,
				measured: large?.peak ?? NaN,
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
