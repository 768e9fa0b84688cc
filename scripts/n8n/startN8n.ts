import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../programs/freePort';
import { stopProcess } from '../programs/stopProcess';
import { waitFor } from '../programs/waitFor';
import { ensureN8n } from './ensureN8n';
import { environment, workerEnvironment, type N8nInstance } from './environment';
import { installPackage } from './installPackage';

const READY_WITHIN_SECONDS = 120;
const STOP_WITHIN_SECONDS = 15;

export interface N8nOptions extends Pick<N8nInstance, 'caFile' | 'redisPort' | 'postgres'> {
	/** What `packPackage` gave; without, n8n starts without this package. */
	tarball?: string;
	/** How many processes do the executions in queue mode; more than one wants a PostgreSQL. */
	workers?: number;
	/** Further environment variables; they win over the usual ones. */
	env?: Record<string, string>;
}

export interface N8n {
	/** `http://127.0.0.1:port`, without a slash at the end. */
	url: string;
	/** The main process; another one after `restart`. */
	pid(): number;
	/** What n8n has written so far, over all restarts. */
	log(): string;
	/** Ends n8n as a crash does: at once, nothing saved that isn't yet. `restart` goes on from there. */
	kill(): Promise<void>;
	/** Starts n8n again on the same data, at the same address; ends it properly before, if it runs. */
	restart(): Promise<void>;
	/** Ends n8n and everything it started, and removes its data. */
	stop(): Promise<void>;
}

/**
 * Starts the real n8n with this package installed, on loopback, with new data, and waits until it is ready. With a
 * Redis it runs in queue mode: workers beside the main process, on the same data, do all executions.
 */
export async function startN8n({
	tarball,
	workers = 1,
	env = {},
	...options
}: N8nOptions): Promise<N8n> {
	const { node, n8n } = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'kasko-n8n-'));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const usual = environment({ ...options, userFolder, port });
	const log: string[] = [];
	let running: ChildProcess[] = [];

	async function run(command: 'start' | 'worker', ownUrl: string, ownEnv: NodeJS.ProcessEnv = {}) {
		const brokerPort = { N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
		const n8nProcess = spawn(node, [n8n, command], {
			cwd: userFolder,
			env: { ...usual, ...brokerPort, ...ownEnv, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		running.push(n8nProcess);
		for (const stream of [n8nProcess.stdout, n8nProcess.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
		}
		await waitFor(`n8n ${command} gets ready`, READY_WITHIN_SECONDS, async () => {
			const ended = n8nProcess.exitCode ?? n8nProcess.signalCode;
			if (ended !== null) throw new Error(`n8n ${command} has ended:\n${log.join('')}`);
			return await fetch(`${ownUrl}/healthz/readiness`).then(
				(response) => (response.ok ? true : undefined),
				() => undefined,
			);
		});
	}

	async function start(): Promise<void> {
		await run('start', url);
		if (options.redisPort === undefined) return;
		for (let worker = 0; worker < workers; worker++) {
			const healthPort = await freePort();
			await run('worker', `http://127.0.0.1:${healthPort}`, workerEnvironment(healthPort));
		}
	}

	async function end(graceSeconds: number): Promise<void> {
		await Promise.all(running.map((n8nProcess) => stopProcess(n8nProcess, graceSeconds)));
		running = [];
	}

	async function stop(): Promise<void> {
		await end(STOP_WITHIN_SECONDS);
		await rm(userFolder, { recursive: true, force: true });
	}

	try {
		if (tarball) await installPackage(tarball, join(userFolder, '.n8n', 'nodes'));
		await start();
	} catch (error) {
		await stop();
		throw error;
	}

	return {
		url,
		pid: () => running[0]?.pid ?? 0,
		log: () => log.join(''),
		kill: () => end(0),
		async restart() {
			await end(STOP_WITHIN_SECONDS);
			await start();
		},
		stop,
	};
}
