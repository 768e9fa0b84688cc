import type { Section, Table, Target } from './Section';

/** @param conditions Machine, versions and load. */
export function toMarkdown(section: Section, conditions: string[]): string {
	const { title, method, tables, targets } = section;
	const verdicts: Table = {
		title: 'Targets',
		head: ['case', 'measured', 'target', ''],
		rows: targets.map(toRow),
	};
	return [
		`## ${title}`,
		toList(conditions),
		...(targets.length > 0 ? [toTable(verdicts)] : []),
		...tables.map(toTable),
		'How it was measured:',
		toList(method),
	].join('\n\n');
}

function toRow({ what, measured, atLeast, limit }: Target): string[] {
	const met = atLeast ? measured >= limit : measured <= limit;
	const bound = `${atLeast ? '≥' : '≤'} ${number(limit)}`;
	return [what, number(measured), bound, met ? 'met' : '**not met**'];
}

export function toTable({ title, head, rows }: Table): string {
	const line = (cells: Array<string | number>) =>
		`| ${cells.map((cell) => (typeof cell === 'number' ? number(cell) : cell)).join(' | ')} |`;
	return [
		`### ${title}\n`,
		line(head),
		line(head.map(() => '---')),
		...rows.map((row) => line(row)),
	].join('\n');
}

function toList(lines: string[]): string {
	return lines.map((text) => `- ${text}`).join('\n');
}

function number(value: number): string {
	if (!Number.isFinite(value)) return '–';
	if (Number.isInteger(value) || Math.abs(value) >= 100) {
		return Math.round(value).toLocaleString('en-US');
	}
	return value.toPrecision(3);
}
