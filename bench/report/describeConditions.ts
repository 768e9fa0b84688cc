import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

import type { Bench } from '../Bench';
import n8nManifest from '../../scripts/n8n/package.json';

/**
 * Machine, versions and load: one line each.
 * @param loadBefore The 1-minute load when the part began.
 * @param setUp How n8n runs.
 */
export function describeConditions(
	{ node, quick }: Pick<Bench, 'node' | 'quick'>,
	loadBefore: number,
	setUp = 'default settings, SQLite',
): string[] {
	const [cpu] = cpus();
	const gibibytes = Math.round(totalmem() / 2 ** 30);
	const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
	const [openSsh] = spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr.split(',');
	return [
		`${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC${quick ? ', **quick run: small sizes, no figures to rely on**' : ''}`,
		`${cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${gibibytes} GiB, ${type()} ${release()}; 1-minute load ${loadBefore.toFixed(1)} before, ${loadavg()[0]?.toFixed(1) ?? ''} after`,
		`n8n ${n8nManifest.dependencies.n8n} on Node ${nodeVersion}, ${setUp}; ${openSsh}`,
	];
}
