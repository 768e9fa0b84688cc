import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../freePort';
import { stopProcess } from '../stopProcess';
import { waitFor } from '../waitFor';
import { ensureN8n } from './ensureN8n';
import { installPackage } from './installPackage';

const READY_WITHIN_SECONDS = 120;
const STOP_WITHIN_SECONDS = 15;

export interface N8nOptions {
	/** What `packPackage` gave. */
	tarball: string;
	/** A certificate in PEM that n8n trusts besides the public ones. */
	caFile?: string;
	/** Further environment variables, before the ones here. */
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

/** Starts the real n8n with this package installed, on loopback, with new data, and waits until it is ready. */
export async function startN8n({ tarball, caFile, env = {} }: N8nOptions): Promise<N8n> {
	const { node, n8n } = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'kasko-n8n-'));
	const [port, brokerPort] = [await freePort(), await freePort()];
	const url = `http://127.0.0.1:${port}`;
	const log: string[] = [];
	let running: ChildProcess | undefined;

	async function start(): Promise<void> {
		const n8nProcess = spawn(node, [n8n, 'start'], {
			cwd: userFolder,
			env: { ...environment(userFolder, port, brokerPort, caFile), ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		running = n8nProcess;
		for (const stream of [n8nProcess.stdout, n8nProcess.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
		}
		await waitFor('n8n gets ready', READY_WITHIN_SECONDS, async () => {
			const ended = n8nProcess.exitCode ?? n8nProcess.signalCode;
			if (ended !== null) throw new Error(`n8n has ended:\n${log.join('')}`);
			return await fetch(`${url}/healthz/readiness`).then(
				(response) => (response.ok ? true : undefined),
				() => undefined,
			);
		});
	}

	const end = async (graceSeconds: number) => {
		if (running) await stopProcess(running, graceSeconds);
	};

	async function stop(): Promise<void> {
		await end(STOP_WITHIN_SECONDS);
		await rm(userFolder, { recursive: true, force: true });
	}

	try {
		await installPackage(tarball, join(userFolder, '.n8n', 'nodes'));
		await start();
	} catch (error) {
		await stop();
		throw error;
	}

	return {
		url,
		pid: () => running?.pid ?? 0,
		log: () => log.join(''),
		kill: () => end(0),
		async restart() {
			await end(STOP_WITHIN_SECONDS);
			await start();
		},
		stop,
	};
}

/** Nothing of the developer's own n8n, npm or Node settings gets in; nothing goes out to n8n's servers. */
function environment(
	userFolder: string,
	port: number,
	brokerPort: number,
	caFile: string | undefined,
): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: userFolder,
		TMPDIR: tmpdir(),
		...(caFile && { NODE_EXTRA_CA_CERTS: caFile }),
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		WEBHOOK_URL: `http://127.0.0.1:${port}`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false', // plain HTTP on loopback
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	};
}
