import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';

import { connectToN8n } from '../../scripts/n8n/connectToN8n';
import n8nManifest from '../../scripts/n8n/package.json';
import { startN8n, type N8n } from '../../scripts/n8n/startN8n';
import { packedPackage } from '../support/packedPackage';
import manifest from '../../package.json';

jest.setTimeout(300_000);

interface Compose {
	services: { n8n: { image: string; environment: Record<string, string>; volumes: string[] } };
	volumes: Record<string, unknown>;
}

let folder: string;
let compose: Compose;
let n8n: N8n | undefined;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'kasko-compose-'));
	compose = parse(await readFile('compose.yaml', 'utf8')) as Compose;
});
afterAll(async () => {
	await n8n?.stop();
	await rm(folder, { recursive: true });
});

/** An `npm` that has this checkout's package as its registry would, and else is the real one. */
async function npmWithThisPackage(): Promise<string> {
	const { name, version } = manifest;
	const npm = join(folder, 'npm');
	await writeFile(
		npm,
		`#!/bin/sh
case "$1 $2" in
	"view ${name}@${version}") echo '"${version}"' ;;
	"pack ${name}@${version}") cp '${packedPackage()}' packed.tgz && echo packed.tgz ;;
	*) PATH="$REAL_PATH" exec npm "$@" ;;
esac
`,
	);
	await chmod(npm, 0o755);
	return folder;
}

it('names the n8n that the tests run, keeps its data, and installs this version', () => {
	const { image, environment, volumes } = compose.services.n8n;
	expect(image).toBe(`docker.n8n.io/n8nio/n8n:${n8nManifest.dependencies.n8n}`);
	expect(volumes).toEqual(['n8n:/home/node/.n8n']);
	expect(Object.keys(compose.volumes)).toEqual(['n8n']);
	expect(JSON.parse(environment.N8N_COMMUNITY_PACKAGES ?? '')).toEqual([
		{ name: manifest.name, version: manifest.version },
	]);
});

it('has an n8n that installs the package by itself, shows its nodes, and still has them after a restart', async () => {
	const { PATH = '' } = process.env;
	n8n = await startN8n({
		env: {
			...compose.services.n8n.environment,
			PATH: [await npmWithThisPackage(), PATH].join(delimiter),
			REAL_PATH: PATH,
		},
	});
	expect(await shownNodes(n8n.url)).toEqual([
		'n8n-nodes-kasko.aragPush',
		'n8n-nodes-kasko.aragPushTool',
		'n8n-nodes-kasko.kaskoTrigger',
		'n8n-nodes-kasko.ticketplanSftpImport',
		'n8n-nodes-kasko.ticketplanSftpImportTool',
	]);
	await n8n.restart();
	expect(await shownNodes(n8n.url)).toHaveLength(5);
});

async function shownNodes(url: string): Promise<string[]> {
	const { headers } = await connectToN8n(url);
	const response = await fetch(`${url}/types/nodes.json`, { headers });
	const types = (await response.json()) as Array<{ name: string }>;
	const own = types.map(({ name }) => name).filter((name) => name.startsWith('n8n-nodes-kasko.'));
	return [...new Set(own)].sort();
}
