import { readFileSync } from 'node:fs';

import { checkRelease, type Manifest } from './release/checkRelease';

/** `tsx scripts/release.ts v0.2.0`, in GitHub's CI: fails where the release does not agree with what it says of itself. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const [tag = ''] = process.argv.slice(2);
const { GITHUB_REPOSITORY = '' } = process.env;
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const problems = checkRelease(tag, manifest, changelog, GITHUB_REPOSITORY);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
