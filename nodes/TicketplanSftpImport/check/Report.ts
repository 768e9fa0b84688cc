import type { GoodRow, RefusedRow } from '../rows/row';
import { FindingKinds } from './FindingKinds';

/** What the check of all rows came to. Rows are many, so it counts more than it keeps. */
export class Report {
	goodRows = 0;
	/** How many of them came with an idempotency key. */
	ownKeys = 0;
	refusedRows = 0;
	findings = 0;
	/** The refused rows, as far as they are kept. */
	readonly refused: RefusedRow[] = [];
	/** All findings by kind, and all warnings. */
	readonly kinds = new FindingKinds();
	readonly warnings = new FindingKinds();
	private keptFindings = 0;

	/** @param maxKept Of how many findings the rows are kept. */
	constructor(private readonly maxKept: number) {}

	/** Whether all refused rows are kept. */
	get isComplete(): boolean {
		return this.refused.length === this.refusedRows;
	}

	/** Takes up what the check of some rows gave. */
	count(rows: ReadonlyArray<GoodRow | RefusedRow>): void {
		for (const row of rows) {
			if ('findings' in row) this.refuse(row);
			else this.accept(row);
		}
	}

	private accept(row: GoodRow): void {
		this.goodRows++;
		if (row.hasOwnKey) this.ownKeys++;
		for (const warning of row.warnings ?? []) this.warnings.add(warning, row);
	}

	private refuse(row: RefusedRow): void {
		this.refusedRows++;
		this.findings += row.findings.length;
		for (const finding of row.findings) this.kinds.add(finding, row);
		if (this.keptFindings + row.findings.length > this.maxKept) return;
		this.keptFindings += row.findings.length;
		// Without its cells: they would keep the blocks of the file that they were read from.
		this.refused.push(withoutTexts(row));
	}
}

function withoutTexts({ row, item, line, findings }: RefusedRow): RefusedRow {
	return { row, item, line, findings };
}
