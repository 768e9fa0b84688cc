import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { freePort } from './freePort';
import { stopProcess } from './stopProcess';

export interface Redis {
	port: number;
	stop(): Promise<void>;
}

/** A real Redis on loopback that keeps everything in memory. */
export async function startRedis(): Promise<Redis> {
	const port = await freePort();
	const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
	const redis = spawn('/usr/bin/redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
	await new Promise<void>((resolve, reject) => {
		const log: string[] = [];
		redis.once('error', reject);
		redis.once('exit', () => reject(new Error(`Redis did not start:\n${log.join('\n')}`)));
		createInterface({ input: redis.stdout }).on('line', (line) => {
			log.push(line);
			if (line.includes('Ready to accept connections')) resolve();
		});
	});
	return { port, stop: () => stopProcess(redis, 0) };
}
