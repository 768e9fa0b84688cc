import { readdir, readFile, readlink } from 'node:fs/promises';

/** What one process holds at a moment. */
export interface ProcessState {
	/** Resident. */
	megabytes: number;
	/** Open descriptors: files, pipes, sockets. */
	handles: number;
	/** Those of them that are sockets. */
	sockets: number;
	threads: number;
}

/** Read from Linux, so that the process itself does nothing for it. */
export async function readProcessState(pid: number): Promise<ProcessState> {
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
		megabytes: field('VmRSS') / 1024,
		handles: targets.filter((target) => target !== 'closed').length,
		sockets: targets.filter((target) => target.startsWith('socket:')).length,
		threads: field('Threads'),
	};
}
