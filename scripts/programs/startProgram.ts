import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

import { stopProcess } from './stopProcess';
import { waitFor } from './waitFor';

const READY_WITHIN_SECONDS = 30;

export interface Program {
	/** What it has written so far. */
	log(): string;
	stop(): Promise<void>;
}

export interface ProgramOptions {
	/** Added to this process's own. */
	env?: NodeJS.ProcessEnv;
	/** It is ready when it takes connections here, on loopback. */
	port: number;
}

/** Starts a server that stays in the foreground. @throws Error with what it wrote if it ends before it is ready. */
export async function startProgram(
	command: string,
	args: string[],
	{ env, port }: ProgramOptions,
): Promise<Program> {
	const child = spawn(command, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lines: string[] = [];
	for (const input of [child.stdout, child.stderr]) {
		createInterface({ input }).on('line', (line) => lines.push(line));
	}
	let failure: Error | undefined;
	child.once('error', (error) => (failure = error));
	child.once('exit', (code) => {
		failure ??= new Error(`${command} ended with ${code ?? 'a signal'}:\n${lines.join('\n')}`);
	});
	await waitFor(`${command} takes connections`, READY_WITHIN_SECONDS, async () => {
		if (failure) throw failure;
		return await isListening(port);
	});
	return { log: () => lines.join('\n'), stop: () => stopProcess(child, 0) };
}

async function isListening(port: number): Promise<true | undefined> {
	const socket = connect({ host: '127.0.0.1', port });
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return undefined;
	} finally {
		socket.destroy();
	}
}
