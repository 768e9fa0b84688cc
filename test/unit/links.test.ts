import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Where the repository's files are seen, and pictures alone: npm shows the README only, so there all links have to be whole. */
const REPOSITORY =
	/^https:\/\/(?:github\.com\/n8n-nodes-kasko\/n8n-nodes-kasko\/(?:blob|tree)|raw\.githubusercontent\.com\/n8n-nodes-kasko\/n8n-nodes-kasko)\/main\//;

const FILES = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
	.split('\n')
	.filter((file) => existsSync(file));
const PAGES = FILES.filter((file) => /^(?:docs\/.*|[A-Z]+|(?:bench|sandbox)\/.*)\.md$/.test(file));
const SOURCES = FILES.filter((file) =>
	/^(?:nodes|credentials|examples)\/.*\.(?:ts|json)$/.test(file),
);

/** Without what is no text: examples to copy, and HTML comments. */
function textOf(page: string): string {
	return readFileSync(page, 'utf8')
		.replace(/^( *)```[^]*?^\1```$/gm, '')
		.replace(/<!--[^]*?-->/g, '');
}

/** The links of a page: what stands in its parentheses. */
function linksOf(page: string): string[] {
	const text = textOf(page).replace(/`[^`\n]*`/g, '');
	return [...text.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map(([, link = '']) => link);
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): string[] {
	const seen = new Map<string, number>();
	return [...textOf(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
		const anchor = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-');
		const times = seen.get(anchor) ?? 0;
		seen.set(anchor, times + 1);
		return times === 0 ? anchor : `${anchor}-${times}`;
	});
}

interface Target {
	file: string;
	anchor?: string;
}

/** What a link of a file points to; undefined for anything outside the repository. */
function targetOf(file: string, link: string): Target | undefined {
	const isWhole = REPOSITORY.test(link);
	if (!isWhole && /^[a-z]+:/.test(link)) return undefined;
	const [path = '', anchor] = link.replace(REPOSITORY, '').split('#');
	if (path === '') return { file, anchor };
	return {
		file: isWhole ? path : normalize(join(dirname(file), path)),
		anchor,
	};
}

function isBroken({ file, anchor }: Target): boolean {
	return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
}

it.each(PAGES)('%s links to files and headings that exist', (page) => {
	const broken = linksOf(page).filter((link) => {
		const target = targetOf(page, link);
		return target && isBroken(target);
	});
	expect(broken).toEqual([]);
});

it('the nodes, credentials and examples link to files and headings that exist', () => {
	const links = SOURCES.flatMap((file) =>
		[
			...readFileSync(file, 'utf8').matchAll(
				/https:\/\/github\.com\/n8n-nodes-kasko\/[^\s"'<>)\\]+/g,
			),
		].map(([link]) => ({ file, link })),
	);
	expect(links.length).toBeGreaterThan(0);
	const broken = links.filter(({ file, link }) => {
		const target = targetOf(file, link);
		return !target || isBroken(target);
	});
	expect(broken).toEqual([]);
});

it('the README has whole links, so that they work on npm', () => {
	const relative = linksOf('README.md').filter((link) => !/^(?:#|https:\/\/)/.test(link));
	expect(relative).toEqual([]);
});

it('every page is reached from the README', () => {
	const reached = new Set(['README.md']);
	for (const page of reached) {
		if (!page.endsWith('.md') || !existsSync(page)) continue;
		for (const link of linksOf(page)) {
			const target = targetOf(page, link);
			if (target) reached.add(target.file);
		}
	}
	const pages = PAGES.filter((page) => page.startsWith('docs/'));
	expect(pages.length).toBeGreaterThan(10);
	expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});
