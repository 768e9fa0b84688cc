import type { ColumnSet } from '../columns/ColumnSet';
import { shown } from '../check/problem';
import type { Finding } from '../types';

/** The cells of one row, while its fields are being read. */
export class Cells {
	readonly values: unknown[] = [];
	readonly findings: Finding[] = [];

	constructor(private readonly columns: ColumnSet) {}

	/** Sets a cell. Two different values for the same one are a finding: which is meant can't be known. */
	set(index: number, value: unknown): void {
		const earlier = this.values[index];
		if (isBlank(earlier)) {
			this.values[index] = value;
		} else if (!isBlank(value) && String(earlier).trim() !== String(value).trim()) {
			this.findings.push({
				column: this.columns.columns[index]?.name ?? '',
				code: 'contradiction',
				value: `${shown(earlier)} / ${shown(value)}`,
				message: 'The column is given twice, with different values',
				hint: 'Keep one of the two. A column can come from a dotted field name, a nested object, a name that is twice in the header of a file, or an additional column.',
			});
		}
	}
}

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
