import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { ensureN8n } from '../../scripts/n8n/ensureN8n';
import { installPackage } from '../../scripts/n8n/installPackage';
import { run } from '../../scripts/programs/run';
import { packedPackage } from '../support/packedPackage';

jest.setTimeout(120_000);

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
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
	expect(files.filter((file) => /__schema__.*\.json$/.test(file))).toHaveLength(6);
});

describe.each([
	['the Node that runs these tests', async () => process.execPath],
	['the Node that runs n8n', async () => (await ensureN8n()).node],
])('installed with the flags of n8n, on %s', (_name, findNode) => {
	it('loads every class', async () => {
		const { nodes, credentials } = manifest.n8n;
		const load = `
			for (const file of ${JSON.stringify([...nodes, ...credentials])}) {
				const name = require('node:path').basename(file).split('.')[0];
				console.log(new (require('${installed}/' + file)[name])().constructor.name);
			}`;
		// n8n lets packages find its own n8n-workflow in the same way.
		const NODE_PATH = dirname(dirname(require.resolve('n8n-workflow/package.json')));
		const output = await run(await findNode(), ['-e', load], {
			cwd: installed,
			env: { NODE_PATH },
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
