import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { ensureN8n } from '../../../scripts/n8n/ensureN8n';

const NODE = `node_modules/node-${process.platform}-${process.arch}/bin`;

let cache: string;
const { PATH, XDG_CACHE_HOME } = process.env;
delete process.env.KASKO_N8N;

/** Puts an `npm` before the real one that writes down its arguments and then does what `script` says. */
async function fakeNpm(script: string): Promise<void> {
	const npm = join(cache, 'npm');
	await writeFile(npm, `#!/bin/sh\necho "$1" >> '${join(cache, 'calls')}'\n${script}\n`);
	await chmod(npm, 0o755);
}

beforeEach(async () => {
	jest.spyOn(console, 'log').mockImplementation(() => {});
	cache = await mkdtemp(join(tmpdir(), 'kasko-cache-'));
	process.env.XDG_CACHE_HOME = cache;
	process.env.PATH = [cache, PATH].join(delimiter);
});
afterEach(async () => {
	delete process.env.KASKO_N8N;
	process.env.PATH = PATH;
	if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
	else process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
	await rm(cache, { recursive: true });
});

it('installs once, also when two start at the same time', async () => {
	await fakeNpm(`mkdir -p ${NODE} && touch ${NODE}/node`);
	const [first, second] = await Promise.all([ensureN8n(), ensureN8n()]);
	expect(second).toEqual(first);
	expect(await ensureN8n()).toEqual(first);
	expect(await readFile(join(cache, 'calls'), 'utf8')).toBe('ci\nrebuild\n');
	const folders = await readdir(join(cache, 'n8n-nodes-kasko'));
	expect(folders).toEqual([expect.stringMatching(/^n8n-[0-9a-f]{12}$/)]);
});

it('takes the n8n that KASKO_N8N names, and says which ones there are', async () => {
	await fakeNpm(`mkdir -p ${NODE} && touch ${NODE}/node`);
	const usual = await ensureN8n();
	process.env.KASKO_N8N = '1.123.81';
	expect(await ensureN8n()).not.toEqual(usual);
	process.env.KASKO_N8N = '1.0';
	await expect(ensureN8n()).rejects.toThrow("KASKO_N8N is '1.0'. It can be one of 1.123.81, 2.0.3");
});

it('says why it failed, and leaves nothing behind', async () => {
	await fakeNpm('echo no network >&2; exit 1');
	await expect(ensureN8n()).rejects.toThrow(/could not be installed[^]*no network/);
	expect(await readdir(join(cache, 'n8n-nodes-kasko'))).toEqual([]);
});
