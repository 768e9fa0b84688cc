import type { Finding } from '../finding';
import type { GoodRow, RefusedRow } from '../rows/row';

/** One kind of warning, and how many rows it is about. */
export interface Warning extends Finding {
	rows: number;
	firstRow: number;
	firstItem: number;
}

/** What the check of all rows came to. Rows are many, so it counts more than it keeps. */
export class Report {
	goodRows = 0;
	/** How many of them came with an idempotency key. */
	ownKeys = 0;
	refusedRows = 0;
	findings = 0;
	/** The refused rows, as far as they are kept. */
	readonly refused: RefusedRow[] = [];
	private readonly warningsByKind = new Map<string, Warning>();

	/** @param keep How many refused rows to keep. */
	constructor(private readonly keep: number) {}

	/** Takes up what the check of some rows gave. */
	count(rows: ReadonlyArray<GoodRow | RefusedRow>): void {
		for (const row of rows) {
			if ('findings' in row) this.refuse(row);
			else this.accept(row);
		}
	}

	get warnings(): Warning[] {
		return [...this.warningsByKind.values()];
	}

	private accept(row: GoodRow): void {
		this.goodRows++;
		if (row.hasOwnKey) this.ownKeys++;
		for (const warning of row.warnings ?? []) this.warn(warning, row);
	}

	private warn(warning: Finding, { row, item }: GoodRow): void {
		const kind = `${warning.column} ${warning.code}`;
		const known = this.warningsByKind.get(kind);
		if (known) known.rows++;
		else this.warningsByKind.set(kind, { ...warning, rows: 1, firstRow: row, firstItem: item });
	}

	private refuse(row: RefusedRow): void {
		this.refusedRows++;
		this.findings += row.findings.length;
		if (this.refused.length < this.keep) this.refused.push(row);
	}
}
