import { COLUMNS } from './columns';

const CLOSE = 2;

/**
 * The known column a name was probably meant to be, or undefined. Spelling, case and separators are
 * forgiven: `policy.frist_name` and `policy.firstName` both give `policy.first_name`.
 */
export function suggestColumn(name: string): string | undefined {
	const wanted = bare(name);
	let best: { name: string; distance: number } | undefined;
	for (const column of COLUMNS) {
		const distance = editDistance(wanted, bare(column.name));
		if (distance <= CLOSE && (!best || distance < best.distance)) {
			best = { name: column.name, distance };
		}
	}
	return best?.name;
}

/** The known column whose last part is the whole name: `email` or `Event Name` without the dotted path. */
export function suggestByLastPart(name: string): string | undefined {
	const wanted = bare(name);
	return COLUMNS.find((column) => bare(column.name.split('.').pop() ?? '') === wanted)?.name;
}

function bare(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function editDistance(a: string, b: string): number {
	if (Math.abs(a.length - b.length) > CLOSE) return Infinity;
	let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			current[j] = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
		}
		previous = current;
	}
	return previous[b.length] ?? Infinity;
}
