import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { startSshd } from '../../scripts/programs/sshd';
import type { Bench } from '../Bench';
import { median } from '../median';
import { waitUntilSteady, watchPeak } from '../peakMemory';
import type { Section } from '../report/Section';
import { runChild } from '../runChild';
import { startMark } from '../startMark';
import type { Route } from './routes';
import { measure } from './measure';
import { NODE, publishFileSource } from './workflows';
import { writeSampleFile } from './writeSampleFile';

const TIMES = 5;

interface FileCase {
	rows: number;
	/** Every so many rows hold a quoted cell; 0 for none. */
	quotedEvery: number;
	/** Rows per second beside the bare pipe. */
	atLeast: number;
}

const CASES: FileCase[] = [
	{ rows: 100_000, quotedEvery: 0, atLeast: 1 },
	{ rows: 100_000, quotedEvery: 10, atLeast: 1 },
	{ rows: 1_000_000, quotedEvery: 0, atLeast: 1.2 },
];
const QUICK_CASES: FileCase[] = [
	{ rows: 1_000, quotedEvery: 0, atLeast: 0 },
	{ rows: 1_000, quotedEvery: 10, atLeast: 0 },
	{ rows: 10_000, quotedEvery: 0, atLeast: 0 },
];

/** A CSV file as the source of rows: memory at two sizes, and speed beside csv-parse and csv-stringify alone. */
export async function benchFileSource(bench: Bench): Promise<Section> {
	const sshd = await startSshd();
	try {
		return await compare(bench, { name: 'direct', sshd, port: sshd.port });
	} finally {
		await sshd.stop();
	}
}

async function compare(bench: Bench, route: Route): Promise<Section> {
	const cases = bench.quick ? QUICK_CASES : CASES;
	const path = 'file-source';
	const makeFile = async (rows: number, quotedEvery: number) => {
		const file = join(bench.folder, `source-${rows}-${quotedEvery}.csv`);
		if (!existsSync(file)) await writeSampleFile(file, rows, quotedEvery);
		return file;
	};
	let peak: () => Promise<number> = () => Promise.resolve(NaN);
	const mark = await startMark(async () => {
		await waitUntilSteady(bench.n8n.pid());
		peak = await watchPeak(bench.n8n.pid());
	});

	const results = [];
	try {
		const workflow = await publishFileSource(bench.session, route, path, mark.url);
		for (const { rows, quotedEvery, atLeast } of cases) {
			const nodes = [NODE];
			const fileOf = async (count: number) => await makeFile(count, quotedEvery);
			const seconds: number[] = [];
			const pipes: number[] = [];
			const peaks: number[] = [];
			for (let time = 0; time < TIMES; time++) {
				const one = { route, workflow, path, nodes, rows, times: 1, fileOf };
				seconds.push((await measure(bench, one)).seconds);
				peaks.push((await peak()) / 1e6);
				const file = await fileOf(rows);
				pipes.push(await runChild<number>(bench.node, join(__dirname, 'pipeAlone.ts'), { file }));
			}
			const [pipe, own] = [median(pipes), median(seconds)];
			results.push({ rows, quotedEvery, atLeast, seconds: own, pipe, peaks });
		}
	} finally {
		await mark.stop();
	}
	const small = results[0];
	const large = results.at(-1);
	const name = (rows = 0) => rows.toLocaleString('en-US');
	const share = (quotedEvery: number) => (quotedEvery === 0 ? 'none' : `1 in ${quotedEvery}`);
	return {
		title: 'Ticketplan SFTP Import, rows from a CSV file',
		method: [
			'Seconds; the node’s are its `executionTime` in the saved run data. The server is a real OpenSSH sshd on loopback. Medians of 5 runs of both in turn, n8n started anew before each. The CSV is in binary data, in n8n’s default filesystem mode; one item per file comes out. The node sends nothing before it has checked every row: what it will send it keeps until then, up to 50 MB of it in memory, more in a temporary file. Its peak memory, `VmHWM` of Linux, is counted from the moment when n8n has copied the file into its binary data and has come to rest: n8n’s own copying takes more memory the bigger the file is. The bare pipe is `csv-parse` → `csv-stringify` from the same file to nowhere, in plain Node.',
		],
		tables: [
			{
				title: 'Rows from a CSV file',
				head: [
					'rows',
					'rows with quoted cells',
					'node',
					'rows/s',
					'bare pipe',
					'rows/s',
					'speed beside the pipe',
					'peak MB',
					'in each run',
				],
				rows: results.map(({ rows, quotedEvery, seconds, pipe, peaks }) => [
					...[
						rows,
						share(quotedEvery),
						seconds,
						rows / seconds,
						pipe,
						rows / pipe,
						pipe / seconds,
						median(peaks),
					],
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
			...results.map(({ rows, quotedEvery, atLeast, pipe, seconds }) => ({
				what: `File source, ${name(rows)} rows, ${share(quotedEvery)} with quoted cells: rows per second / bare pipe`,
				measured: pipe / seconds,
				atLeast: true,
				limit: atLeast,
			})),
		],
	};
}
