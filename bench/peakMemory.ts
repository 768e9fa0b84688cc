import { readFile, writeFile } from 'node:fs/promises';

import { waitFor } from '../scripts/programs/waitFor';

const RESET_PEAK = '5';
const STEADY_SECONDS = 5;
const STEADY_WITHIN_SECONDS = 60;
const STEADY_BYTES = 1e6;

async function read(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const [, kibibytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
	if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
	return Number(kibibytes) * 1024;
}

/**
 * Begins to watch a process's resident memory. Linux itself keeps the highest value (`VmHWM`), so nothing is missed
 * between samples and nothing is slowed down.
 * @returns Tells by how many bytes the highest value since then is above the one at the beginning.
 */
export async function watchPeak(pid: number): Promise<() => Promise<number>> {
	await writeFile(`/proc/${pid}/clear_refs`, RESET_PEAK);
	const before = await read(pid, 'VmRSS');
	return async () => (await read(pid, 'VmHWM')) - before;
}

/** Waits until a process's resident memory has hardly changed for some seconds: one that has just started still grows by itself. */
export async function waitUntilSteady(pid: number): Promise<void> {
	let steady = { bytes: await read(pid, 'VmRSS'), since: Date.now() };
	await waitFor('memory stays as it is', STEADY_WITHIN_SECONDS, async () => {
		const bytes = await read(pid, 'VmRSS');
		if (Math.abs(bytes - steady.bytes) > STEADY_BYTES) steady = { bytes, since: Date.now() };
		return Date.now() - steady.since >= STEADY_SECONDS * 1000 ? true : undefined;
	});
}
