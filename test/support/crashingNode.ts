import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { ensureN8n } from '../../scripts/n8n/ensureN8n';
import { installPackage } from '../../scripts/n8n/installPackage';
import { packedPackage } from './packedPackage';

const SCRIPT = resolve(__dirname, 'crashingProcess.mjs');

export interface CrashJob {
	node: string;
	credential: { type: string; data: object };
	parameters: IDataObject;
	items: unknown[];
	/** A file of SQLite, which outlives the process. */
	database: string;
	/** The process dies at this step of its own, from 1. 0 = at none. */
	killAt: number;
}

export interface CrashRun {
	/** What the node gave; undefined if the process died before. */
	items?: IDataObject[];
	/** The steps that the process told of before it took them; the last one may be the one at which it died. */
	steps: string[];
}

export interface CrashingNode {
	/** @param onStart Gets the way to kill the process from outside. */
	run(job: CrashJob, onStart?: (kill: () => void) => void): Promise<CrashRun>;
	/** A name for a database that is not there yet. */
	newDatabase(): string;
	stop(): Promise<void>;
}

/**
 * Runs a node of the packed package in n8n's own engine, with n8n's own store, each time in a process of its own that can be
 * killed anywhere. It is n8n without what costs seconds at each start: no server, no queue, no other nodes.
 * @param caFile The authority that the process trusts.
 */
export async function startCrashingNode(caFile: string): Promise<CrashingNode> {
	const { node, n8n } = await ensureN8n();
	const folder = await mkdtemp(join(tmpdir(), 'kasko-crash-'));
	const packageFolder = await installPackage(packedPackage(), folder);
	let databases = 0;
	const alive = new Set<ChildProcess>();

	const boot = async (): Promise<ChildProcess> => {
		const child = fork(SCRIPT, [n8n, packageFolder, folder], {
			execPath: node,
			execArgv: [],
			env: {
				PATH: process.env.PATH,
				N8N_USER_FOLDER: folder,
				NODE_PATH: resolve(n8n, '../../..'),
				NODE_EXTRA_CA_CERTS: caFile,
				NODE_COMPILE_CACHE: join(folder, 'compiled'),
			},
			stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
		});
		alive.add(child);
		child.once('exit', () => alive.delete(child));
		await Promise.race([
			once(child, 'message'),
			once(child, 'exit').then(() => {
				throw new Error('The process ended before its job came');
			}),
		]);
		return child;
	};
	let next = boot();

	return {
		newDatabase: () => join(folder, `${++databases}.sqlite`),
		async run(job, onStart) {
			const child = await next;
			next = boot(); // meanwhile
			next.catch(() => undefined); // thrown by the next run
			let output = '';
			let items: IDataObject[] | undefined;
			child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
			child.on('message', (message: { items: IDataObject[] }) => ({ items } = message));
			onStart?.(() => child.kill('SIGKILL'));
			child.send({ ...job });
			const [code] = (await once(child, 'close')) as [number | null];
			if (code !== 0 && code !== null) throw new Error(`The process ended with ${code}`);
			return { items, steps: output.split('\n').filter((line) => line !== '') };
		},
		async stop() {
			for (const child of alive) child.kill('SIGKILL');
			await next.catch(() => undefined);
			await rm(folder, { recursive: true, force: true });
		},
	};
}
