import { readdir, readFile, readlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { N8nProcess } from '../../scripts/n8n/N8nProcess';
import { waitFor } from '../../scripts/programs/waitFor';

const TELLS_WITHIN_SECONDS = 60;
const TOLD = /^It holds (\{.*\})$/gm;

/** What a process of n8n has to be started with, so that it can be asked. */
export const TELLS_STATE = {
	NODE_OPTIONS: `--import ${pathToFileURL(resolve(__dirname, 'tellState.mjs')).href}`,
};

/** What one process holds at a moment. */
export interface ProcessState {
	/** Objects and buffers that are still in use, after a collection of garbage. */
	usedMegabytes: number;
	/** Resident: with what V8 and the allocator keep for later. */
	residentMegabytes: number;
	timers: number;
	/** Open descriptors: files, pipes, sockets. */
	handles: number;
	/** Those of them that are sockets. */
	sockets: number;
	threads: number;
}

/** Asks the process itself, and Linux. */
export async function readProcessState(n8nProcess: N8nProcess): Promise<ProcessState> {
	const { pid } = n8nProcess;
	const told = await askForState(n8nProcess);
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const field = (name: string) => {
		const [, value] = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status) ?? [];
		if (value === undefined) throw new Error(`/proc/${pid}/status has no ${name}`);
		return Number(value);
	};
	const folder = `/proc/${pid}/fd`;
	const targets = await Promise.all(
		(await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => 'closed')),
	);
	return {
		usedMegabytes: told.bytes / 2 ** 20,
		residentMegabytes: field('VmRSS') / 1024,
		timers: told.timers,
		handles: targets.filter((target) => target !== 'closed').length,
		sockets: targets.filter((target) => target.startsWith('socket:')).length,
		threads: field('Threads'),
	};
}

async function askForState(n8nProcess: N8nProcess): Promise<{ bytes: number; timers: number }> {
	const answers = () => [...n8nProcess.log().matchAll(TOLD)].map(([, json = '']) => json);
	const before = answers().length;
	process.kill(n8nProcess.pid, 'SIGUSR2');
	const answer = await waitFor(
		`n8n ${n8nProcess.command} tells what it holds`,
		TELLS_WITHIN_SECONDS,
		async () => answers()[before],
	);
	return JSON.parse(answer) as { bytes: number; timers: number };
}
