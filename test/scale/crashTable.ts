import { toTable } from '../../bench/report/toMarkdown';
import { writeResults } from '../../bench/report/writeResults';
import { writesFigures } from './sizes';

/** Where the process died, and what came of it. */
export interface CrashStep {
	step: string;
	/** By head of the table. */
	outcome: Record<string, string | number>;
}

/** Puts a table into docs/reliability.md; to be called when all its steps are known to be as they should. */
export async function describeSteps(part: string, steps: CrashStep[]): Promise<void> {
	const heads = Object.keys(steps[0]?.outcome ?? {});
	// Steps of one kind with one outcome share a line.
	const lines = new Map<string, { cells: Array<string | number>; times: number }>();
	for (const { step, outcome } of steps) {
		const cells = [step, ...heads.map((head) => outcome[head] ?? '')];
		const line = lines.get(cells.join()) ?? { cells, times: 0 };
		lines.set(cells.join(), { ...line, times: line.times + 1 });
	}
	if (!writesFigures) return;
	const rows = [...lines.values()].map(({ cells: [step = '', ...rest], times }) => [
		step,
		times,
		...rest,
	]);
	const table = toTable({ title: '', head: ['killed', 'times', ...heads], rows });
	await writeResults(part, table.replace(/^### \n+/, ''), '../docs/reliability.md');
}
