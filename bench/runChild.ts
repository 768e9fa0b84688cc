import { run } from '../scripts/programs/run';

/**
 * Runs a TypeScript file of the benchmark on n8n's own Node, in a process of its own.
 * @param input What the file gets as its first argument, as JSON.
 * @returns What it prints, parsed.
 */
export async function runChild<T>(node: string, file: string, input: unknown): Promise<T> {
	return JSON.parse(await run(node, ['--import', 'tsx', file, JSON.stringify(input)])) as T;
}
