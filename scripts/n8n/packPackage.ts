import { join, resolve } from 'node:path';

import { run } from '../programs/run';

const ROOT = resolve(__dirname, '../..');

/** Builds this package and packs it as npm would publish it. Gives the tarball, in `folder`. */
export async function packPackage(folder: string): Promise<string> {
	await run('npm', ['run', 'build'], { cwd: ROOT });
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const [packed] = JSON.parse(await run('npm', args, { cwd: ROOT })) as Array<{ filename: string }>;
	if (!packed) throw new Error('npm pack named no file.');
	return join(folder, packed.filename);
}
