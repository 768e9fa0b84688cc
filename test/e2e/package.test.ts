import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { ensureN8n } from '../../scripts/n8n/ensureN8n';
import { installPackage } from '../../scripts/n8n/installPackage';
import { run } from '../../scripts/programs/run';
import { packedPackage } from '../support/packedPackage';

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '../..');
const SCANNER = join(ROOT, 'test/support/scanPackage.mjs');

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

interface Finding {
	file: string;
	ruleId: string;
	message: string;
}

let folder: string;
let installed: string;
let manifest: Manifest;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'kasko-installed-'));
	installed = await installPackage(packedPackage(), folder);
	manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('packs dist and documents only', async () => {
	const files = (await run('tar', ['-tzf', packedPackage()])).trim().split('\n');
	const documents = ['README.md', 'CHANGELOG.md', 'LICENSE.md', 'package.json'];
	const others = files
		.map((file) => file.replace(/^package\//, ''))
		.filter(
			(file) => !documents.includes(file) && !/^dist\/(nodes|credentials|icons)\//.test(file),
		);
	expect(others).toEqual([]);
	expect(files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
	expect(files.filter((file) => /\.(svg|node\.json)$/.test(file))).toHaveLength(5);
	expect(files.filter((file) => /__schema__.*\.json$/.test(file))).toHaveLength(9);
});

describe("n8n's scanner of community packages", () => {
	/** SSH, and files in pieces and on the disk, need Node's own modules beside the three dependencies. */
	const FINDINGS = [
		'no-restricted-globals: clearTimeout',
		'no-restricted-globals: setTimeout',
		'no-restricted-imports: csv-stringify/sync',
		'no-restricted-imports: node:fs/promises',
		'no-restricted-imports: node:net',
		'no-restricted-imports: node:os',
		'no-restricted-imports: node:path',
		'no-restricted-imports: node:stream',
		'no-restricted-imports: node:timers/promises',
		'no-restricted-imports: ssh2-sftp-client',
		'no-restricted-imports: uuid',
		'no-runtime-dependencies: package.json',
	];

	// The scanner reads the sources of a release, and what of it was published.
	it.each([
		['the sources', async () => ROOT, 'package.json', '{nodes,credentials}/**/*.{js,ts,json}'],
		['the packed package', unpack, 'package.json', '**/*.js'],
	])('finds in %s what SSH and CSV take, in Ticketplan SFTP Import alone', async (...row) => {
		const [, findFolder, ...patterns] = row;
		const args = [SCANNER, await findFolder(), ...patterns];
		// Under jest's `test` n8n's plugin takes every file for one of its own examples.
		const output = await run(process.execPath, args, { env: { NODE_ENV: 'production' } });
		const findings = JSON.parse(output) as Finding[];
		const found = findings.map(({ file, ruleId, message }) => {
			const [, subject = file] = /'(.+?)'/.exec(message) ?? [];
			return `${ruleId.replace('@n8n/community-nodes/', '')}: ${subject}`;
		});
		expect([...new Set(found)].sort()).toEqual(FINDINGS);
		expect(new Set(findings.map(({ file }) => placeOf(file)))).toEqual(
			new Set(['package.json', 'nodes/TicketplanSftpImport', 'nodes/shared/sftp']),
		);
	});

	async function unpack(): Promise<string> {
		const packed = join(folder, 'packed');
		await mkdir(packed);
		await run('tar', ['-xzf', packedPackage(), '-C', packed, '--strip-components=1']);
		return packed;
	}

	function placeOf(file: string): string {
		const parts = file.replace(/^dist\//, '').split('/');
		return parts.slice(0, parts[1] === 'shared' ? 3 : 2).join('/');
	}
});

it('stays small', async () => {
	expect((await stat(packedPackage())).size).toBeLessThan(300_000);
});

/** n8n lets packages find its own n8n-workflow in the same way. */
const usualN8nWorkflow = async () => dirname(dirname(require.resolve('n8n-workflow/package.json')));

/** An n8n-workflow that lets nobody read any of its files but the entry, as packages with `exports` do. */
async function closedN8nWorkflow(): Promise<string> {
	const closed = join(folder, 'closed', 'n8n-workflow');
	await mkdir(closed, { recursive: true });
	const manifest = { name: 'n8n-workflow', exports: { '.': './index.js' } };
	await writeFile(join(closed, 'package.json'), JSON.stringify(manifest));
	const entry = require.resolve('n8n-workflow');
	await writeFile(join(closed, 'index.js'), `module.exports = require('${entry}');`);
	return dirname(closed);
}

describe.each([
	['the Node that runs these tests', async () => process.execPath, usualN8nWorkflow],
	['the Node that runs n8n', async () => (await ensureN8n()).node, usualN8nWorkflow],
	['an n8n-workflow with closed files', async () => (await ensureN8n()).node, closedN8nWorkflow],
])('installed with the flags of n8n, on %s', (_name, findNode, findN8nWorkflow) => {
	it('loads every class', async () => {
		const { nodes, credentials } = manifest.n8n;
		const load = `
			for (const file of ${JSON.stringify([...nodes, ...credentials])}) {
				const name = require('node:path').basename(file).split('.')[0];
				console.log(new (require('${installed}/' + file)[name])().constructor.name);
			}`;
		const output = await run(await findNode(), ['-e', load], {
			cwd: installed,
			env: { NODE_PATH: await findN8nWorkflow() },
		});
		expect(output.trim().split('\n')).toEqual([
			'AragPush',
			'TicketplanSftpImport',
			'KaskoTrigger',
			'KaskoApi',
			'KaskoSftpApi',
			'KaskoWebhookApi',
		]);
	});
});
