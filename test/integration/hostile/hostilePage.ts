import { readFileSync } from 'node:fs';

/** A row of a table in docs/hostile-servers.md: what a server does, and what comes of it. */
export interface Row {
	server: string;
	status: string;
	/** Part of the message and the advice. */
	says: string;
}

/** The rows below a heading of the page. */
export function rowsOfPage(heading: string): Row[] {
	const page = readFileSync('docs/hostile-servers.md', 'utf8');
	const [, section = ''] = page.split(`\n## ${heading}\n`);
	const [table = ''] = section.split('\n## ');
	return table
		.split('\n')
		.filter((line) => line.startsWith('| '))
		.slice(2)
		.map((line) => {
			const [, server = '', status = '', says = ''] = line.split('|').map((cell) => cell.trim());
			return { server, status: status.replaceAll('`', ''), says };
		});
}

/** Nothing that colours a terminal, turns the text round, hides or goes on for ever; no secret. */
export function expectClean(text: string, secrets: string[]): void {
	expect(text).not.toMatch(/[\p{Bidi_Control}]|(?!\n)\p{Cc}/u);
	expect(text.length).toBeLessThan(3_000);
	for (const secret of secrets) expect(text).not.toContain(secret);
}

/** Resident memory may not grow by what a server sends. */
export function expectLittleMemory(): void {
	let before = 0;
	beforeAll(() => {
		before = process.memoryUsage().rss;
	});
	afterAll(() => {
		expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024);
	});
}
