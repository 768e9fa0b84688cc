import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { SFTP_SERVERS } from '../../scripts/programs/sftpServers';

const FOLDER = '.github/workflows';
const FILES = readdirSync(FOLDER).map((file): [string, string] => [
	file,
	readFileSync(`${FOLDER}/${file}`, 'utf8'),
]);

it.each(FILES)('%s takes every action by its hash, with its version beside it', (_file, text) => {
	const used = text.match(/^.*\buses:.*$/gm) ?? [];
	expect(used.length).toBeGreaterThan(0);
	for (const line of used) {
		expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	}
});

it('one action has one version', () => {
	const used = FILES.flatMap(([, text]) => text.match(/(?<=uses: ).*$/gm) ?? []);
	const names = new Set(used.map((action) => action.split('@')[0]));
	expect(new Set(used).size).toBe(names.size);
});

// The runners of GitHub are no root, so the tests can install nothing; Chrome, curl and openssl are there.
it('every job that runs the tests installs the programs that they need', () => {
	interface Workflow {
		jobs: Record<string, { steps: Array<{ run?: string }> }>;
	}
	const needed = [
		...['redis-server', 'postgresql'],
		...SFTP_SERVERS.flatMap(({ packages }) => packages.map(({ debianPackage }) => debianPackage)),
	];
	const jobs = FILES.flatMap(([, text]) => Object.values((parse(text) as Workflow).jobs))
		.map(({ steps }) => steps.map(({ run = '' }) => run).join('\n'))
		.filter((commands) => /^(?:\.ci\/run|npm test)/m.test(commands));
	expect(jobs).toHaveLength(3);
	for (const commands of jobs) {
		const installed = /apt-get install -y (.*)/.exec(commands)?.[1]?.split(' ');
		expect(installed?.sort()).toEqual(needed.sort());
	}
});

it('CI runs the end-to-end tests in every n8n that has a lock file, and docs/versions.md names each', () => {
	interface Ci {
		jobs: { n8n: { strategy: { matrix: { n8n: string[] } } } };
	}
	const ci = parse(readFileSync(`${FOLDER}/ci.yml`, 'utf8')) as Ci;
	const folders = readdirSync('scripts/n8n', { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	expect([...ci.jobs.n8n.strategy.matrix.n8n].sort()).toEqual(folders.sort());
	const page = readFileSync('docs/versions.md', 'utf8');
	expect(folders.filter((version) => !page.includes(version))).toEqual([]);
});
