import { resolve } from 'node:path';

import { ensureCluster } from './n8n/ensureCluster';
import { run } from './programs/run';
import { runJest } from './runJest';

/** Where the tests write. */
const TABLES = ['bench/SCALE.md', 'docs/reliability.md'];

/**
 * The tests of n8n's queue mode with big numbers, or with `--short` small ones; further arguments go to jest. What they
 * measure goes into bench/SCALE.md and docs/reliability.md.
 */
async function main(): Promise<void> {
	const args = process.argv.slice(2);
	const isShort = args.includes('--short');
	process.env.KASKO_SCALE = isShort ? 'short' : 'long';
	await ensureCluster();
	const rest = args.filter((arg) => arg !== '--short');
	const counts = await runJest(['scale', 'soak'], ['--runInBand', ...rest]);
	await run('npx', ['prettier', '--write', ...TABLES], { cwd: resolve(__dirname, '..') });
	const { passed, failed } = counts;
	if (failed > 0 || passed === 0) process.exitCode = 1;
	console.log(`\n${passed} passed, ${failed} failed`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
