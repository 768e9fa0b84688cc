import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { OWNER } from './n8n/connectToN8n';
import { ensureN8n } from './n8n/ensureN8n';
import { packPackage } from './n8n/packPackage';
import { reportExamples, reportExcelExample, reportUnconnected } from './demo/reportExamples';
import { runExamples, runExcelExample } from './demo/runExamples';
import { startDemo, type Demo } from './demo/startDemo';
import { withProgress } from './programs/withProgress';

/** How long KASKO's importer leaves a file alone when the user runs an example again. */
const IMPORT_DELAY_MS = 5_000;

async function start(): Promise<Demo> {
	await ensureN8n();
	const folder = await mkdtemp(join(tmpdir(), 'kasko-package-'));
	try {
		const tarball = await withProgress('Building and packing n8n-nodes-kasko', () =>
			packPackage(folder),
		);
		return await withProgress('Starting a local KASKO and n8n with the package', () =>
			startDemo(tarball, { importer: { watch: true, delayMs: IMPORT_DELAY_MS } }),
		);
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function interrupted(): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
	});
}

async function main(): Promise<void> {
	const demo = await start();
	try {
		const runs = await withProgress('Running the examples', () => runExamples(demo));
		const problems = reportExamples(demo, runs);
		problems.push(...reportExcelExample(await runExcelExample(demo)));
		reportUnconnected(demo);
		problems.forEach((problem) => console.error(`NOT AS IT SHOULD BE: ${problem}`));
		if (problems.length > 0) process.exitCode = 1;
		if (process.argv.includes('--once')) return;
		console.log(`\nLook around: ${demo.n8n.url}   (${OWNER.email}, password ${OWNER.password})`);
		console.log(`Cause faults and see what KASKO has: ${demo.page.url}`);
		console.log('Ctrl-C ends n8n and the local KASKO and removes their data.');
		await interrupted();
		console.log('\nStopping …');
	} finally {
		await demo.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
