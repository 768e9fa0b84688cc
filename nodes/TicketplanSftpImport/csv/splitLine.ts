/**
 * The cells of one line of CSV, or undefined if that is no task for a line: a quotation mark where none belongs, or a
 * cell that goes on in the next line.
 */
export function splitLine(line: string, delimiter: string): string[] | undefined {
	const cells = line.split(delimiter);
	if (!line.includes('"')) return cells;
	let count = 0;
	for (let at = 0; at < cells.length; at++) {
		let cell = cells[at] ?? '';
		const quote = cell.indexOf('"');
		if (quote > 0) return undefined;
		if (quote === 0) {
			while (!isClosed(cell)) {
				const rest = cells[++at];
				if (rest === undefined) return undefined;
				cell += delimiter + rest;
			}
			cell = cell.slice(1, -1);
			if (cell.includes('"')) {
				if (cell.replaceAll('""', '').includes('"')) return undefined;
				cell = cell.replaceAll('""', '"');
			}
		}
		cells[count++] = cell;
	}
	cells.length = count;
	return cells;
}

/** Whether a cell that begins with a quotation mark ends with the one that closes it: one that is not doubled. */
function isClosed(cell: string): boolean {
	let end = cell.length;
	while (end > 1 && cell[end - 1] === '"') end--;
	return (cell.length - end) % 2 === 1;
}
