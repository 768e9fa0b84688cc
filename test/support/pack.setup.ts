import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

import { packPackage } from '../../scripts/n8n/packPackage';

/** Once per run: builds and packs the package for all end-to-end tests. */
export default async function pack(): Promise<void> {
	const folder = resolve(__dirname, '../../.test-results');
	await mkdir(folder, { recursive: true });
	process.env.KASKO_TARBALL = await packPackage(folder);
}
