/**
 * The cells of one line of CSV, or undefined if that is no task for a line: a quotation mark where none belongs, or a
 * cell that goes on in the next line.
 */
export function splitLine(line: string, delimiter: string): string[] | undefined {
	if (!line.includes('"')) return line.split(delimiter);
	const cells: string[] = [];
	for (let start = 0; ;) {
		const isQuoted = line[start] === '"';
		const end = isQuoted ? closingQuote(line, start + 1) + 1 : endOfCell(line, delimiter, start);
		if (isQuoted && end === 0) return undefined;
		if (end < line.length && line[end] !== delimiter) return undefined;
		const cell = isQuoted
			? line.slice(start + 1, end - 1).replaceAll('""', '"')
			: line.slice(start, end);
		if (!isQuoted && cell.includes('"')) return undefined;
		cells.push(cell);
		if (end === line.length) return cells;
		start = end + 1;
	}
}

function endOfCell(line: string, delimiter: string, start: number): number {
	const end = line.indexOf(delimiter, start);
	return end < 0 ? line.length : end;
}

/** Where the quotation mark is that is not doubled; -1 if there is none. */
function closingQuote(line: string, start: number): number {
	let at = line.indexOf('"', start);
	while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
	return at;
}
