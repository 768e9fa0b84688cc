import { readFile, writeFile } from 'node:fs/promises';

const RESET_PEAK = '5';

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
