import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The process ids below `pid`, children of children too. */
function descendants(pid: number): number[] {
	const parents = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number));
	const below = (parent: number): number[] =>
		parents
			.filter(([, ppid]) => ppid === parent)
			.flatMap(([child]) => (child === undefined ? [] : [child, ...below(child)]));
	return below(pid);
}

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended already
	}
}

/**
 * Ends a process and everything it started: SIGTERM, and SIGKILL for what is left after `graceSeconds`
 * (0 = SIGKILL at once). Resolves when the process itself has ended.
 */
export async function stopProcess(child: ChildProcess, graceSeconds: number): Promise<void> {
	const ended = () => child.exitCode !== null || child.signalCode !== null;
	if (child.pid === undefined || ended()) return;
	const tree = [child.pid, ...descendants(child.pid)];
	const end = once(child, 'exit');
	if (graceSeconds > 0) {
		child.kill('SIGTERM');
		const timer = setTimeout(
			() => tree.forEach((pid) => signal(pid, 'SIGKILL')),
			graceSeconds * 1000,
		);
		await end;
		clearTimeout(timer);
	}
	tree.filter((pid) => pid !== child.pid || !ended()).forEach((pid) => signal(pid, 'SIGKILL'));
	if (!ended()) await end;
}
