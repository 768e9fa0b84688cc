import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const RESULTS = resolve(__dirname, '../.test-results');

export interface Counts {
	passed: number;
	/** Skipped tests, and test files that could not run, count too. */
	failed: number;
}

interface JestResults {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	numRuntimeErrorTestSuites: number;
	success: boolean;
}

/** Runs jest in a process of its own, with its progress in view. */
export async function runJest(projects: string[], args: string[]): Promise<Counts> {
	console.log(`\n== ${projects.join(' and ')} tests`);
	const file = join(RESULTS, `${projects.join('-')}.json`);
	await mkdir(RESULTS, { recursive: true });
	await rm(file, { force: true });
	const jest = [
		require.resolve('jest/bin/jest'),
		...['--selectProjects', ...projects],
		...['--json', `--outputFile=${file}`, '--passWithNoTests'],
		...args,
	];
	const [code] = (await once(
		spawn(process.execPath, jest, { stdio: ['ignore', 'ignore', 'inherit'] }),
		'close',
	)) as [number | null];

	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) return { passed: 0, failed: code === 0 ? 0 : 1 };
	const results = JSON.parse(text) as JestResults;
	// A filter by name (`-t`) shows all other tests as skipped.
	const filtered = args.some((arg) => arg === '-t' || arg.startsWith('--testNamePattern'));
	const skipped = filtered ? 0 : results.numPendingTests + results.numTodoTests;
	const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped;
	return {
		passed: results.numPassedTests,
		failed: failed === 0 && code !== 0 ? 1 : failed,
	};
}
