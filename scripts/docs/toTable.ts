/** A table in Markdown. What would end a cell is escaped. */
export function toTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) => `| ${cells.map(toCell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function toCell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}
