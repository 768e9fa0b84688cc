import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { run } from '../programs/run';

const ROOT = resolve(__dirname, '../..');

/**
 * What users install, in CycloneDX, made by npm from the lock file. It is made without the packages of development beside
 * them: `npm sbom --omit dev` leaves out whatever development needs too, such as ssh2.
 */
export async function makeSbom(): Promise<string> {
	const temporary = await mkdtemp(join(tmpdir(), 'kasko-sbom-'));
	try {
		const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
			name: string;
			devDependencies?: unknown;
			peerDependencies?: unknown;
		};
		delete manifest.devDependencies;
		delete manifest.peerDependencies;
		// npm calls what it describes by the name of its folder.
		const folder = join(temporary, manifest.name);
		await mkdir(folder);
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
		await copyFile(join(ROOT, 'package-lock.json'), join(folder, 'package-lock.json'));
		const fromLock = ['--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
		await run('npm', ['install', ...fromLock], { cwd: folder });
		return await run('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'], {
			cwd: folder,
		});
	} finally {
		await rm(temporary, { recursive: true });
	}
}
