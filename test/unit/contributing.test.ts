import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** Outside `nodes/` the map ends two levels down. */
const LEVELS = 2;

/** The folders that the map in CONTRIBUTING.md names: a line holds folders of one parent, then what they are for. */
function foldersOfMap(): string[] {
	const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
	const [, map = ''] = /```\n([\s\S]*?)```/.exec(text) ?? [];
	const parents: string[] = [];
	return map
		.trimEnd()
		.split('\n')
		.flatMap((line) => {
			const level = line.search(/\S/) / 2;
			const names = line
				.trim()
				.split(/\s{2,}/)
				.filter((part) => /^[\w./-]+\/$/.test(part));
			const folders = names.map((name) =>
				[...parents.slice(0, level), name.slice(0, -1)].join('/'),
			);
			parents[level] = names.at(-1)?.slice(0, -1) ?? '';
			return folders;
		});
}

/** The folders that git knows. */
function foldersOnDisk(): string[] {
	const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
	const folders = files.flatMap((file) => {
		const parts = file.split('/').slice(0, -1);
		return parts.map((_, level) => parts.slice(0, level + 1).join('/'));
	});
	// The folders in which n8n looks for previews of outputs have n8n's names.
	return [...new Set(folders)].filter(
		(folder) =>
			!folder.includes('/__schema__') &&
			(folder.startsWith('nodes/') || folder.split('/').length <= LEVELS),
	);
}

it('CONTRIBUTING.md shows the folders that there are', () => {
	// `.github/workflows` stands for both of its folders.
	expect(foldersOfMap().sort()).toEqual(
		foldersOnDisk()
			.filter((folder) => folder !== '.github')
			.sort(),
	);
});
