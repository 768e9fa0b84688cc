import { readFileSync } from 'node:fs';

import { makeSbom } from '../../../scripts/release/makeSbom';
import manifest from '../../../package.json';

interface Component {
	name: string;
	version: string;
	purl: string;
	hashes: unknown[];
}

interface Lock {
	packages: Record<string, { version: string; dev?: boolean; peer?: boolean }>;
}

it('names everything that users install by version and hash, and nothing else', async () => {
	const { bomFormat, metadata, components } = JSON.parse(await makeSbom()) as {
		bomFormat: string;
		metadata: { component: Component };
		components: Component[];
	};
	expect(bomFormat).toBe('CycloneDX');
	expect(metadata.component).toMatchObject({
		name: manifest.name,
		purl: `pkg:npm/${manifest.name}@${manifest.version}`,
	});

	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
	const installed = Object.entries(packages)
		.filter(([path, { dev, peer }]) => path !== '' && !dev && !peer)
		.map(([path, { version }]) => `${path.replace('node_modules/', '')}@${version}`);
	expect(installed).toEqual(expect.arrayContaining(['ssh2@1.17.0', 'uuid@11.1.1']));
	expect(components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
		installed.sort(),
	);
	for (const { hashes } of components) expect(hashes).toHaveLength(1);
});
