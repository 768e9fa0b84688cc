import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../programs/run';

const NOT_INSTALLED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];
const FLAGS = [
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/**
 * Installs a packed package below `nodesFolder` (n8n's `.n8n/nodes`) in the three steps of n8n's own installer
 * (n8n `community-packages.service.js`), and gives its folder.
 */
export async function installPackage(tarball: string, nodesFolder: string): Promise<string> {
	const folder = join(nodesFolder, 'node_modules', 'n8n-nodes-kasko');
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);

	const file = join(folder, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	NOT_INSTALLED.forEach((key) => delete manifest[key]);
	await writeFile(file, JSON.stringify(manifest, null, 2));

	await run('npm', ['install', ...FLAGS], { cwd: folder });
	return folder;
}
