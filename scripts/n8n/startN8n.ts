import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../programs/freePort';
import { ensureN8n } from './ensureN8n';
import { environment, workerEnvironment, type N8nInstance } from './environment';
import { N8nProcess, type N8nCommand } from './N8nProcess';

const STOP_WITHIN_SECONDS = 15;

/** n8n's queue mode: a Redis, a PostgreSQL, and processes beside the main one that share them. */
export interface QueueMode extends Required<Pick<N8nInstance, 'redisPort' | 'postgres'>> {
	/** How many processes do the executions. */
	workers: number;
	/** How many processes take the calls of webhooks, in place of the main one. */
	webhookProcesses?: number;
}

export interface N8nOptions extends Pick<N8nInstance, 'caFile'> {
	/** What `packPackage` gave; without, n8n starts without this package. */
	tarball?: string;
	queueMode?: QueueMode;
	/** Further environment variables; they win over the usual ones. */
	env?: Record<string, string>;
}

export interface N8n {
	/** `http://127.0.0.1:port`, without a slash at the end. */
	url: string;
	/** The same of the process that takes the calls of webhooks. */
	webhooksUrl: string;
	/** All of them, the main one first. */
	processes: readonly N8nProcess[];
	/** The main process; another one after `restart`. */
	pid(): number;
	/** What n8n has written so far, over all restarts, process by process. */
	log(): string;
	/** Ends n8n as a crash does: at once, nothing saved that isn't yet. `restart` goes on from there. */
	kill(): Promise<void>;
	/** Starts n8n again on the same data, at the same address; ends it properly before, if it runs. */
	restart(): Promise<void>;
	/** Ends n8n and everything it started, and removes its data. */
	stop(): Promise<void>;
}

/**
 * Starts the real n8n with this package installed, on loopback, with new data, and waits until it is ready. In queue mode
 * each process has a folder of its own, as on a machine of its own, with the package installed there.
 */
export async function startN8n({ tarball, caFile, queueMode, env = {} }: N8nOptions): Promise<N8n> {
	const installation = await ensureN8n();
	const home = await mkdtemp(join(tmpdir(), 'kasko-n8n-'));
	const { workers = 0, webhookProcesses = 0, ...services } = queueMode ?? {};
	const commands: N8nCommand[] = [
		'start',
		...Array<N8nCommand>(webhookProcesses).fill('webhook'),
		...Array<N8nCommand>(workers).fill('worker'),
	];
	const ports = await Promise.all(commands.map(() => freePort()));
	const [url = '', firstAfter = ''] = ports.map((port) => `http://127.0.0.1:${port}`);
	const webhooksUrl = webhookProcesses > 0 ? firstAfter : url;
	// Elsewhere n8n makes this key itself and keeps it in its folder.
	const sharedKey = queueMode && { N8N_ENCRYPTION_KEY: randomUUID() };

	const processes = commands.map((command, index) => {
		const port = ports[index] ?? 0;
		const userFolder = join(home, `${command}-${index}`);
		const usual = environment({ ...services, caFile, userFolder, port, url, webhooksUrl });
		const ofWorker = command === 'worker' ? workerEnvironment(port) : {};
		const options = {
			command,
			userFolder,
			port,
			tarball,
			env: { ...usual, ...sharedKey, ...ofWorker, ...env },
		};
		return new N8nProcess(installation, options);
	});
	const [main, ...others] = processes;

	async function start(): Promise<void> {
		await main?.start(); // makes the tables
		await Promise.all(others.map((other) => other.start()));
	}

	async function end(graceSeconds: number): Promise<void> {
		await Promise.all(processes.map((n8nProcess) => n8nProcess.end(graceSeconds)));
	}

	async function stop(): Promise<void> {
		await end(STOP_WITHIN_SECONDS);
		await rm(home, { recursive: true, force: true, maxRetries: 5 }); // its children may still write
	}

	try {
		await Promise.all(processes.map((n8nProcess) => n8nProcess.install()));
		await start();
	} catch (error) {
		await stop();
		throw error;
	}

	return {
		url,
		webhooksUrl,
		processes,
		pid: () => main?.pid ?? 0,
		log: () => processes.map((n8nProcess) => n8nProcess.log()).join(''),
		kill: () => end(0),
		async restart() {
			await end(STOP_WITHIN_SECONDS);
			await start();
		},
		stop,
	};
}
