import { readdirSync, readFileSync, statSync } from 'node:fs';

const FOLDER = 'docs/pictures';
const ONLINE = `https://raw.githubusercontent.com/n8n-nodes-kasko/n8n-nodes-kasko/main/${FOLDER}/`;
const LARGEST_BYTES = 100_000;

const PAGES = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md'))].map(
	(name) => (name === 'README.md' ? name : `docs/${name}`),
);

/** The pictures in a page's text. */
function picturesIn(page: string) {
	const text = readFileSync(page, 'utf8');
	const shown = [...text.matchAll(/!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g)];
	return shown.map(([, alt = '', address = '']) => ({ page, alt, address }));
}

const SHOWN = PAGES.flatMap(picturesIn);
const files = readdirSync(FOLDER);

it.each(SHOWN)('$page shows $address, which is there', ({ page, alt, address }) => {
	const prefix = page === 'README.md' ? ONLINE : 'pictures/';
	expect(address.slice(0, prefix.length)).toBe(prefix);
	expect(files).toContain(address.slice(prefix.length));
	expect(alt.length).toBeGreaterThan(10);
});

it('has no picture that no page shows', () => {
	const shown = new Set(SHOWN.map(({ address }) => address.split('/').at(-1)));
	expect(files.filter((name) => !shown.has(name))).toEqual([]);
});

it('has small pictures only', () => {
	const large = files.filter((name) => statSync(`${FOLDER}/${name}`).size > LARGEST_BYTES);
	expect(large).toEqual([]);
	expect(SHOWN.length).toBeGreaterThan(0);
});
