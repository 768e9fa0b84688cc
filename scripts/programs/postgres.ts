import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from './freePort';
import { run } from './run';
import { stopProcess } from './stopProcess';

const STOP_WITHIN_SECONDS = 10;

/** Where Debian and Ubuntu put it. */
export const POSTGRES = [18, 17, 16, 15, 14].map(
	(version) => `/usr/lib/postgresql/${version}/bin/postgres`,
);

export interface Postgres {
	port: number;
	/** Its superuser, who needs no password; `postgres` is the name of a database, too. */
	user: 'postgres';
	/** Runs SQL in the database `postgres` and gives what psql says to it, such as `UPDATE 1`. */
	query(sql: string): Promise<string>;
	/** To be called when nobody is connected any more. */
	stop(): Promise<void>;
}

/** A real PostgreSQL on loopback with new data, which a crash of the machine would not survive. */
export async function startPostgres(): Promise<Postgres> {
	const postgres = POSTGRES.find((path) => existsSync(path));
	if (postgres === undefined) throw new Error('PostgreSQL is not installed.');
	const owner = unprivilegedUser();
	const folder = await mkdtemp(join(tmpdir(), 'kasko-postgres-'));
	if (owner) await chown(folder, owner.uid, owner.gid);
	const flags = ['--no-locale', '--encoding=UTF8', '--auth=trust', '--username=postgres'];
	await run(join(dirname(postgres), 'initdb'), ['-D', folder, '--no-sync', ...flags], {
		cwd: folder,
		...owner,
	});

	const port = await freePort();
	const settings = {
		port,
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		max_connections: 200,
		fsync: 'off',
	};
	const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const server = spawn(postgres, ['-D', folder, ...args], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'pipe'],
		...owner,
	});
	await new Promise<void>((resolve, reject) => {
		const log: string[] = [];
		server.once('error', reject);
		server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log.join('\n')}`)));
		createInterface({ input: server.stderr }).on('line', (line) => {
			log.push(line);
			if (line.includes('ready to accept connections')) resolve();
		});
	});
	return {
		port,
		user: 'postgres',
		async query(sql) {
			const address = ['--host=127.0.0.1', `--port=${port}`, '--username=postgres'];
			const psql = join(dirname(postgres), 'psql');
			return await run(psql, [...address, '--no-psqlrc', `--command=${sql}`, 'postgres']);
		},
		async stop() {
			await stopProcess(server, STOP_WITHIN_SECONDS);
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** PostgreSQL refuses to run as root; its package has made a user for it. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	return { uid: id('-u'), gid: id('-g') };
}
