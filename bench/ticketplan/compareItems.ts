import { join } from 'node:path';

import type { Bench } from '../Bench';
import type { Section, Table, Target } from '../report/Section';
import type { Routes } from './routes';
import { measure } from './measure';
import { timeOpenSsh } from './timeOpenSsh';
import { BUILT_IN, NODE, publishBuiltIn, publishNode } from './workflows';
import { writeSampleFile } from './writeSampleFile';

/** 100,000 rows take n8n's own nodes a minute, and its database 100 MB. */
const timesFor = (rows: number) => (rows >= 100_000 ? 1 : 3);

/** Items, auto-mapped: this node beside Convert to File and FTP. */
export async function compareItems(bench: Bench, routes: Routes): Promise<Omit<Section, 'title'>> {
	const sizes = bench.quick ? [100, 1_000] : [1_000, 10_000, 100_000];
	const table: Table = {
		title: 'Items to a CSV file on the server: this node beside Convert to File → FTP',
		head: [
			...['rows', 'route', 'this node', 'Convert to File + FTP', 'ratio', '`sftp -b` put'],
			...['whole run, this', 'whole run, n8n’s', 'peak MB, this', 'peak MB, n8n’s'],
		],
		rows: [],
	};
	const targets: Target[] = [];
	for (const [index, route] of routes.entries()) {
		const [ours, theirs] = [`node-${index}`, `built-in-${index}`];
		const node = await publishNode(bench.session, route, ours);
		const builtIn = await publishBuiltIn(bench.session, route, theirs);
		for (const rows of sizes) {
			const times = timesFor(rows);
			const common = { route, rows, times };
			const a = await measure(bench, { ...common, workflow: node, path: ours, nodes: [NODE] });
			const b = await measure(bench, {
				...common,
				workflow: builtIn,
				path: theirs,
				nodes: BUILT_IN,
			});
			const file = join(bench.folder, 'items.csv');
			await writeSampleFile(file, rows);
			const wire = await timeOpenSsh(route, file);
			const ratio = a.seconds / b.seconds;
			table.rows.push([
				...[rows, route.name, a.seconds, b.seconds, ratio, wire],
				...[a.wholeSeconds, b.wholeSeconds, a.peakBytesAdded / 1e6, b.peakBytesAdded / 1e6],
			]);
			if (rows === sizes.at(-1)) {
				const what = `${rows.toLocaleString('en-US')} items, ${route.name}: node time / (Convert to File + FTP)`;
				targets.push({ what, measured: ratio, limit: 0.1 });
			}
		}
	}
	return {
		method: [
			'Items: median of 3 runs, 1 run at 100,000 rows. This node also connects, looks for the same content, checks every cell, compares the size and renames; the others only write. `sftp -b` is the transfer of the same rows alone, without connecting.',
		],
		tables: [table],
		targets,
	};
}
