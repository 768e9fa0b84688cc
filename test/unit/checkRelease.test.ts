import { readFileSync } from 'node:fs';

import { checkRelease } from '../../scripts/release/checkRelease';
import manifest from '../../package.json';

const CHANGELOG = '# Changelog\n\n## 0.2.0 (2027-01-01)\n\n## 0.1.0\n';
const REPOSITORY = 'somebody/n8n-nodes-kasko';
const manifestOf = (version: string, email = 'somebody@kasko.io') => ({
	version,
	author: { email },
	repository: { url: `git+https://github.com/${REPOSITORY}.git` },
});

it.each([
	['v0.2.0', '0.2.0', CHANGELOG, []],
	['0.2.0', '0.2.0', CHANGELOG, ['The tag is 0.2.0']],
	['v0.2.1', '0.2.0', CHANGELOG, ['The tag is v0.2.1']],
	['v0.1.0', '0.1.0', CHANGELOG, ["CHANGELOG.md begins with '0.2.0 (2027-01-01)'"]],
	['v0.2.0', '0.2.0', `## Unreleased\n${CHANGELOG}`, ["CHANGELOG.md begins with 'Unreleased'"]],
	['v1', '2', '', ['The tag is v1', "CHANGELOG.md begins with ''"]],
])('of tag %s and version %s says what does not agree', (tag, version, changelog, expected) => {
	expect(checkRelease(tag, manifestOf(version), changelog, REPOSITORY)).toEqual(
		expected.map((text) => expect.stringContaining(text) as string),
	);
});

it('lets nobody publish under placeholders', () => {
	const placeholder = manifestOf('0.2.0', 'maintainers@n8n-nodes-kasko.example');
	expect(checkRelease('v0.2.0', placeholder, CHANGELOG, 'other/repository')).toEqual([
		expect.stringContaining('placeholder'),
		expect.stringContaining('this is other/repository'),
	]);
});

it('CHANGELOG.md needs nothing but the name of its first part to be one of a release', () => {
	const { version } = manifest;
	const changelog = readFileSync('CHANGELOG.md', 'utf8').replace('## Unreleased', `## ${version}`);
	expect(checkRelease(`v${version}`, manifestOf(version), changelog, REPOSITORY)).toEqual([]);
});

it('is what the workflow asks before it publishes, with provenance', () => {
	const workflow = readFileSync('.github/workflows/publish.yml', 'utf8');
	expect(workflow).toMatch(/release\.ts "\$GITHUB_REF_NAME"[\s\S]*npm publish --provenance/);
	expect(workflow).toContain('id-token: write');
});
