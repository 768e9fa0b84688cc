import type { ColumnSet } from '../columns/ColumnSet';
import type { KeyRegister } from './KeyRegister';
import type { MakeKey } from './makeKey';
import { keyMaker, makeRandomKey } from './makeKey';
import { makeCheck } from './makeCheck';
import { problem } from '../finding';
import type { RowDoubts } from './rowDoubts';
import { rowDoubts } from './rowDoubts';
import type { CellCheck, CheckSettings } from './types';
import type { Finding } from '../finding';
import type { RawRow, RefusedRow } from '../rows/row';
import { GoodRow } from '../rows/row';

export interface RowSettings extends CheckSettings {
	/** Names of the columns an idempotency key is made from. */
	keyColumns: readonly string[];
	/** Given, keys are made from it instead, and differ from run to run. */
	randomSeed?: string;
}

/** Checks the rows of one pass over the input, in order. */
export class RowChecker {
	private readonly checks: CellCheck[] = [];
	private readonly keyIndexes: number[];
	private readonly makeKey: MakeKey;
	private readonly doubts: RowDoubts;
	/** Of the row that is being checked. */
	private findings: readonly Finding[] = NONE;
	private warnings: readonly Finding[] = NONE;

	constructor(
		private readonly columns: ColumnSet,
		private readonly settings: RowSettings,
		private readonly onWarning: (warning: Finding, row: RawRow) => void,
		/** Shared by the passes of a run. */
		private readonly keys: KeyRegister,
	) {
		const names = [...settings.keyColumns].sort();
		this.keyIndexes = names.flatMap((name) => columns.add(name) ?? []);
		this.makeKey = keyMaker(names);
		this.doubts = rowDoubts(columns.columns);
	}

	check(raw: RawRow): GoodRow | RefusedRow {
		const { row, item, line, cells, findings } = raw;
		this.findings = findings;
		this.warnings = NONE;
		const texts = this.columns.columns.map((_, index) => this.checkCell(index, cells[index]));
		if (this.findings.length === 0) this.addKey(texts, raw);
		if (this.findings.length > 0) return { row, item, line, findings: [...this.findings] };
		for (const doubt of this.doubts(texts)) this.warn(doubt);
		for (const warning of this.warnings) this.onWarning(warning, raw);
		this.columns.markFilled(texts);
		return new GoodRow(row, item, texts, this.warnings.length > 0 ? this.warnings : undefined);
	}

	private checkCell(index: number, value: unknown): string {
		const result = this.checkOf(index)(value, this.warn);
		if (typeof result === 'string') return result;
		if (!isTold(this.findings, result)) this.refuse(result);
		return '';
	}

	private refuse(finding: Finding): void {
		this.findings = [...this.findings, finding];
	}

	private readonly warn = (warning: Finding): void => {
		this.warnings = [...this.warnings, warning];
	};

	private checkOf(index: number): CellCheck {
		const column = this.columns.columns[index];
		return (this.checks[index] ??= column ? makeCheck(column, this.settings) : () => '');
	}

	private addKey(texts: string[], { row, item }: RawRow): void {
		const { keyIndex } = this.columns;
		const key = texts[keyIndex] || this.newKey(texts, row, item);
		const name = this.columns.columns[keyIndex]?.name ?? '';
		if (key === undefined) {
			const message = 'There is no idempotency key, and every key column is empty';
			const hint = "Map 'idempotency_key', or choose filled columns in 'Key Columns'.";
			return this.refuse(problem(name, 'noKey', '', message, hint));
		}
		texts[keyIndex] = key;
		const earlier = this.keys.add(key, row, item);
		if (earlier === undefined) return;
		// Each file of the input counts its rows from 1.
		const source = earlier.item === item ? '' : ` (item ${earlier.item + 1} of the input)`;
		const message = `Row ${earlier.row}${source} has the same idempotency key`;
		const hint =
			"Remove one of the two rows, or add a column to 'Key Columns' that tells them apart.";
		this.refuse(problem(name, 'duplicateKey', key, message, hint));
	}

	private newKey(texts: readonly string[], row: number, item: number): string | undefined {
		const { randomSeed } = this.settings;
		if (randomSeed !== undefined) return makeRandomKey(randomSeed, item, row);
		return this.makeKey(this.keyIndexes.map((index) => texts[index] ?? ''));
	}
}

const NONE: readonly Finding[] = [];

/** A cell that could not be read, or that is missing in its line, is empty, but that is not what is wrong with it. */
function isTold(findings: readonly Finding[], { column, code }: Finding): boolean {
	return (
		code === 'required' &&
		findings.some((finding) => finding.column === column || finding.code === 'malformedRow')
	);
}
