import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = join(__dirname, '..', 'RESULTS.md');

/** Puts a part's section in place of its last one; everything else in the file stays as it is. */
export async function writeResults(part: string, markdown: string): Promise<void> {
	const [begin, end] = [`<!-- begin ${part} -->`, `<!-- end ${part} -->`];
	const text = await readFile(FILE, 'utf8');
	const [before, rest] = [text.indexOf(begin), text.indexOf(end)];
	if (before < 0 || rest < before) throw new Error(`${FILE} has no place for ${part}`);
	const section = `${begin}\n\n${markdown}\n\n`;
	await writeFile(FILE, text.slice(0, before) + section + text.slice(rest));
}
