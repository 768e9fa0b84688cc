import { shown } from '../../shared/text';
import type { ColumnSet } from '../columns/ColumnSet';
import type { Finding } from '../finding';
import type { RawRow } from './row';

/** Fills the cells of one row from the fields of its item, or of its line by the names in the header. */
export type FillRow = (json: Record<string, unknown>, row: RowBuilder) => void;

/** A row while its fields are being read. */
export class RowBuilder implements RawRow {
	readonly cells: unknown[];
	findings: readonly Finding[] = NO_FINDINGS;

	constructor(
		readonly row: number,
		readonly item: number,
		private readonly columns: ColumnSet,
		readonly line?: number,
	) {
		this.cells = columns.emptyCells();
	}

	/** Sets a cell. Two different values for the same one are a finding: which is meant can't be known. */
	set(index: number, value: unknown): void {
		const earlier = this.cells[index];
		if (isBlank(earlier)) {
			this.cells[index] = value;
		} else if (!isBlank(value) && String(earlier).trim() !== String(value).trim()) {
			this.refuse({
				column: this.columns.all[index]?.name ?? '',
				code: 'contradiction',
				value: `${shown(earlier)} / ${shown(value)}`,
				message: 'The column is given twice, with different values',
				hint: 'Keep one of the two. A column can come from a dotted field name, a nested object, a name that is twice in the header of a file, or an additional column.',
			});
		}
	}

	refuse(finding: Finding): void {
		this.findings = [...this.findings, finding];
	}

	/** Says one thing in the place of all that was said of some unknown names. */
	replaceUnknown(isMeant: (name: string) => boolean, finding: Finding): void {
		const others = this.findings.filter(
			({ code, column }) => code !== 'unknownColumn' || !isMeant(column),
		);
		this.findings = [finding, ...others];
	}
}

const NO_FINDINGS: readonly Finding[] = [];

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
