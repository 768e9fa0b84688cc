import { readFileSync } from 'node:fs';

import { checkRelease } from './release/checkRelease';

/** `tsx scripts/release.ts v0.2.0`: fails where tag, version and changelog do not agree. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const [tag = ''] = process.argv.slice(2);
const problems = checkRelease(tag, version, readFileSync('CHANGELOG.md', 'utf8'));
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
