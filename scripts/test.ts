import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { BROWSERS } from './programs/browsers';
import { ensureProgram } from './programs/ensureProgram';
import { SFTP_SERVERS } from './programs/sftpServers';
import { ensureCluster } from './n8n/ensureCluster';
import { runJest, type Counts } from './runJest';

const extraArguments = process.argv.slice(2);

async function setUp(): Promise<void> {
	for (const { packages } of SFTP_SERVERS) {
		for (const { paths, debianPackage } of packages) await ensureProgram(paths, debianPackage);
	}
	await ensureProgram(BROWSERS, 'chromium');
	await ensureProgram(['/usr/bin/curl'], 'curl');
	await ensureProgram(['/usr/bin/openssl'], 'openssl');
	await ensureCluster();
}

/** A check that passes isn't counted: the sum is about tests. */
async function check(script: string): Promise<Counts> {
	console.log(`\n== npm run ${script}`);
	const [code] = (await once(spawn('npm', ['run', script], { stdio: 'inherit' }), 'close')) as [
		number | null,
	];
	return { passed: 0, failed: code === 0 ? 0 : 1 };
}

async function main(): Promise<void> {
	await setUp();
	const counts = [
		await check('typecheck'),
		await check('lint'),
		await runJest(['unit', 'integration'], extraArguments),
		// Each file takes its time, whatever the machine: jest would leave one processor to others.
		await runJest(['fuzz'], ['--maxWorkers=100%', ...extraArguments]),
		await runJest(['e2e', 'scale'], ['--runInBand', ...extraArguments]),
	];
	const sum = (key: keyof Counts) => counts.reduce((total, count) => total + count[key], 0);
	const [passed, failed] = [sum('passed'), sum('failed')];
	if (failed > 0 || passed === 0) process.exitCode = 1;
	console.log(`\n${passed} passed, ${failed} failed`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	console.log('\n0 passed, 1 failed');
	process.exitCode = 1;
});
