import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureCertificate } from '../sandbox';
import { ensureProgram } from '../scripts/programs/ensureProgram';
import { connectToN8n } from '../scripts/n8n/connectToN8n';
import { ensureN8n } from '../scripts/n8n/ensureN8n';
import { packPackage } from '../scripts/n8n/packPackage';
import { startN8n } from '../scripts/n8n/startN8n';
import { withProgress } from '../scripts/programs/withProgress';
import type { Bench } from './Bench';

export interface BenchOptions {
	quick: boolean;
	/** Where n8n leaves a CPU profile each time it ends. */
	profileFolder?: string;
}

/** A real n8n with this package, as users get it: default settings but for the three that a benchmark needs. */
export async function startBench({
	quick,
	profileFolder,
}: BenchOptions): Promise<Bench & { stop(): Promise<void> }> {
	await ensureProgram(['/usr/sbin/sshd'], 'openssh-server');
	await ensureProgram(['/usr/bin/sftp'], 'openssh-client');
	const { node } = await ensureN8n();
	const { certFile } = await ensureCertificate();
	const home = await mkdtemp(join(tmpdir(), 'kasko-bench-'));
	const folder = join(home, 'files');
	await mkdir(folder);
	const database = join(home, 'database.sqlite');
	const tarball = await withProgress('Building and packing n8n-nodes-kasko', () =>
		packPackage(home),
	);
	const n8n = await withProgress('Starting n8n', () =>
		startN8n({
			tarball,
			caFile: certFile,
			env: {
				DB_SQLITE_DATABASE: database,
				N8N_RESTRICT_FILE_ACCESS_TO: folder,
				...(profileFolder && {
					NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}`,
				}),
			},
		}),
	);
	const bench: Bench = {
		n8n,
		session: await connectToN8n(n8n.url),
		async restartN8n() {
			await n8n.restart();
			bench.session = await connectToN8n(n8n.url);
		},
		node,
		database,
		folder,
		quick,
	};
	const stop = async () => {
		await n8n.stop();
		await rm(home, { recursive: true, force: true });
	};
	return Object.assign(bench, { stop });
}
