import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { run } from '../programs/run';
import { withProgress } from '../programs/withProgress';

const LOOK_EVERY_MS = 2_000;

export interface N8nInstallation {
	/** The Node that runs n8n. */
	node: string;
	/** The script it runs. */
	n8n: string;
}

/**
 * Installs the n8n that `package-lock.json` beside this file names, once: into the user's cache, in a folder
 * named after the lock file's content. It takes minutes the first time and nothing after that.
 */
export async function ensureN8n(): Promise<N8nInstallation> {
	const lock = await readFile(join(__dirname, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-kasko');
	const folder = join(cache, `n8n-${hash}`);
	if (!existsSync(folder)) await build(folder);
	return { node: nodeIn(folder), n8n: join(folder, 'node_modules/n8n/bin/n8n') };
}

/** Only a complete installation ever gets the final name. */
async function build(folder: string): Promise<void> {
	const building = `${folder}.building`;
	if (!(await claim(building))) {
		await withProgress('Another process is installing n8n: waiting for it', async () => {
			do await sleep(LOOK_EVERY_MS);
			while (!existsSync(folder) && !(await claim(building)));
		});
	}
	if (existsSync(folder)) return;
	try {
		await install(building);
		await rename(building, folder);
	} catch (error) {
		await rm(building, { recursive: true, force: true });
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(
			`n8n could not be installed into ${folder}. It needs the npm registry and about 3 GB of disk.\n${reason}`,
		);
	}
}

/** Makes the folder ours in one step, unless a process that is still alive works in it. */
async function claim(folder: string): Promise<boolean> {
	await mkdir(dirname(folder), { recursive: true });
	const draft = await mkdtemp(`${folder}-`);
	await writeFile(join(draft, 'pid'), String(process.pid));
	try {
		await rename(draft, folder);
		return true;
	} catch (error) {
		await rm(draft, { recursive: true });
		if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
	}
	const owner = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'));
	if (!isAlive(owner)) await rm(folder, { recursive: true, force: true });
	return false;
}

function isAlive(pid: number): boolean {
	if (pid === 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function install(folder: string): Promise<void> {
	const files = ['package.json', 'package-lock.json'];
	await Promise.all(files.map((file) => copyFile(join(__dirname, file), join(folder, file))));
	await withProgress('Installing n8n into the cache, once (1 of 2: about 2,300 packages)', () =>
		run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder }),
	);
	const node = nodeIn(folder);
	const env = {
		PATH: [dirname(node), process.env.PATH].join(delimiter),
		npm_config_nodedir: dirname(dirname(node)), // its headers lie beside it: nothing to download
	};
	await withProgress('Installing n8n into the cache, once (2 of 2: compiling sqlite3)', () =>
		run('npm', ['rebuild', 'sqlite3'], { cwd: folder, env }),
	);
}

/** n8n 2.41 needs Node 24: on Linux it comes with the installation, elsewhere the one in use has to do. */
function nodeIn(folder: string): string {
	const own = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
	if (existsSync(own)) return own;
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	throw new Error(
		`n8n 2.41 needs Node 24, and this is ${process.version}. Install Node 24 and run the same command again.`,
	);
}
