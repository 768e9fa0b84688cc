/**
 * Puts what is made from the code into a page, between `<!-- begin name -->` and `<!-- end name -->`; the rest of the page is
 * written by hand.
 * @throws Error when the page has no place for a part, or a place for which there is none.
 */
export function fillPage(page: string, parts: Record<string, string>): string {
	const unfilled = new Set(Object.keys(parts));
	const filled = page.replace(
		/<!-- begin ([\w-]+) -->\n[^]*?<!-- end \1 -->/g,
		(_all, name: string) => {
			const part = parts[name];
			if (part === undefined) throw new Error(`Nothing makes the part '${name}'`);
			unfilled.delete(name);
			return `<!-- begin ${name} -->\n\n${part}\n\n<!-- end ${name} -->`;
		},
	);
	if (unfilled.size > 0) throw new Error(`The page has no place for ${[...unfilled].join(', ')}`);
	return filled;
}
