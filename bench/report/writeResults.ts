import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Puts a part's section in place of its last one; everything else in the file stays as it is.
 * @param name The file's, in `bench/`.
 */
export async function writeResults(
	part: string,
	markdown: string,
	name = 'RESULTS.md',
): Promise<void> {
	const file = join(__dirname, '..', name);
	const [begin, end] = [`<!-- begin ${part} -->`, `<!-- end ${part} -->`];
	const text = await readFile(file, 'utf8');
	const [before, rest] = [text.indexOf(begin), text.indexOf(end)];
	if (before < 0 || rest < before) throw new Error(`${file} has no place for ${part}`);
	const section = `${begin}\n\n${markdown}\n\n`;
	await writeFile(file, text.slice(0, before) + section + text.slice(rest));
}
