/** The names nearest to one that is not among them, if they are near enough to be meant: case, separators, slips. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
	const words = toWords(wanted);
	const distances = names.map((name) => (name === '' ? Infinity : distance(words, toWords(name))));
	const least = Math.min(...distances);
	return least === Infinity ? [] : names.filter((_, index) => distances[index] === least);
}

/** The words of a name, in lower case: parts, `snake_case` and `camelCase` are taken apart. */
export function toWords(name: string): string[] {
	return name
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
}

/** How many letters are different in two names; Infinity if they are too many to be slips. */
export function distance(a: readonly string[], b: readonly string[]): number {
	if (a.join('') === b.join('')) return 0;
	if (a.length !== b.length) return editDistance(a.join(''), b.join('')) === 1 ? 1 : Infinity;
	return a.reduce((sum, word, index) => sum + wordDistance(word, b[index] ?? ''), 0);
}

function wordDistance(a: string, b: string): number {
	if (a === b) return 0;
	if (/\d/.test(a + b)) return Infinity;
	const slips = b.length >= 8 ? 2 : b.length >= 4 ? 1 : 0;
	const edits = editDistance(a, b);
	return edits <= slips ? edits : Infinity;
}

/** Letters that are missing, added, replaced, or have changed places with the next one. */
function editDistance(a: string, b: string): number {
	if (Math.abs(a.length - b.length) > 2) return Infinity;
	const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
	const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		rows.push(row);
		for (let j = 1; j <= b.length; j++) {
			const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
			const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			const swapped = isSwap ? at(i - 2, j - 2) + 1 : Infinity;
			row.push(Math.min(replaced, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
		}
	}
	return at(a.length, b.length);
}
