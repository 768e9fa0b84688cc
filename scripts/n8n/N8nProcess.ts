import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../programs/freePort';
import { stopProcess } from '../programs/stopProcess';
import { waitFor } from '../programs/waitFor';
import type { N8nInstallation } from './ensureN8n';
import { installPackage } from './installPackage';

const READY_WITHIN_SECONDS = 300;

/** What n8n is told to be: everything, or one of the two that help it in queue mode. */
export type N8nCommand = 'start' | 'worker' | 'webhook';

export interface N8nProcessOptions {
	command: N8nCommand;
	/** Where it keeps its data. */
	userFolder: string;
	port: number;
	env: NodeJS.ProcessEnv;
	/** What `packPackage` gave; without, it starts without this package. */
	tarball?: string;
}

/** One process of n8n on loopback, with the package installed. It can be ended and started again on the same data. */
export class N8nProcess {
	readonly command: N8nCommand;
	/** `http://127.0.0.1:port`, without a slash at the end. A worker only tells there how it is. */
	readonly url: string;
	private readonly output: string[] = [];
	private child?: ChildProcess;

	constructor(
		private readonly installation: N8nInstallation,
		private readonly options: N8nProcessOptions,
	) {
		this.command = options.command;
		this.url = `http://127.0.0.1:${options.port}`;
	}

	/** 0 before the first start. */
	get pid(): number {
		return this.child?.pid ?? 0;
	}

	/** What it has written so far, over all its starts. */
	log(): string {
		return this.output.join('');
	}

	/** Makes its folder, with the package in it. To be called once, before the first start. */
	async install(): Promise<void> {
		const { tarball, userFolder } = this.options;
		await mkdir(userFolder, { recursive: true });
		if (tarball) await installPackage(tarball, join(userFolder, '.n8n', 'nodes'));
	}

	/** @throws Error with all that it has written when it ends instead of getting ready. */
	async start(): Promise<void> {
		const { node, n8n } = this.installation;
		const { command, userFolder, env } = this.options;
		const brokerPort = { N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
		const child = spawn(node, [n8n, command], {
			cwd: userFolder,
			env: { ...brokerPort, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.child = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
		}
		await waitFor(`n8n ${command} gets ready`, READY_WITHIN_SECONDS, async () => {
			const ended = child.exitCode ?? child.signalCode;
			if (ended !== null) throw new Error(`n8n ${command} has ended:\n${this.log()}`);
			return await fetch(`${this.url}/healthz/readiness`).then(
				(response) => (response.ok ? true : undefined),
				() => undefined,
			);
		});
	}

	/** Ends it and everything it started: properly if it takes no longer than `graceSeconds`, as a crash does with 0. */
	async end(graceSeconds: number): Promise<void> {
		if (this.child) await stopProcess(this.child, graceSeconds);
	}
}
