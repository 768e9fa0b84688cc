import { spawn } from 'node:child_process';
import { once } from 'node:events';

const SHOWN_LINES = 60;

export interface RunOptions {
	cwd?: string;
	/** Added to this process's own. */
	env?: NodeJS.ProcessEnv;
	/** Whom it runs as, if not as this process does. */
	uid?: number;
	gid?: number;
}

/**
 * Runs a program quietly and gives what it wrote to standard output.
 * @throws Error with the end of its whole output when it can't be started or ends with another code than 0.
 */
export async function run(
	command: string,
	args: string[],
	{ env, ...options }: RunOptions = {},
): Promise<string> {
	const child = spawn(command, args, {
		...options,
		env: { ...process.env, npm_config_loglevel: 'error', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		output += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) {
		const end = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
		throw new Error(`${[command, ...args].join(' ')} ended with ${code ?? 'a signal'}:\n${end}`);
	}
	return stdout;
}
