import type { ColumnSet } from '../columns/ColumnSet';
import { KeySet } from '../keys/KeySet';
import { makeKey, makeRandomKey } from '../keys/makeKey';
import type { Finding, GoodRow, RawRow, RefusedRow } from '../types';
import { makeCheck } from './makeCheck';
import { problem } from './problem';
import type { CellCheck, CheckSettings } from './types';

export interface RowSettings extends CheckSettings {
	/** Names of the columns an idempotency key is made from. */
	keyColumns: readonly string[];
	/** Given, keys are made from it instead, and differ from run to run. */
	randomSeed?: string;
}

/** Checks the rows of one pass over the input, in order. A second pass, with a new checker, gives the same. */
export class RowChecker {
	private readonly checks: CellCheck[] = [];
	private readonly keys = new KeySet();
	private readonly keyIndexes: number[];

	constructor(
		private readonly columns: ColumnSet,
		private readonly settings: RowSettings,
		private readonly warn: (warning: Finding, row: RawRow) => void,
	) {
		this.keyIndexes = settings.keyColumns
			.flatMap((name) => columns.add(name) ?? [])
			.sort((a, b) => a - b);
	}

	check(raw: RawRow): GoodRow | RefusedRow {
		const { row, item, cells } = raw;
		const { columns } = this.columns;
		const findings = raw.findings.slice();
		const warnings: Finding[] = [];
		const warn = (warning: Finding) => warnings.push(warning);
		const texts = new Array<string>(columns.length);
		for (let index = 0; index < columns.length; index++) {
			const result = this.checkOf(index)(cells[index], warn);
			if (typeof result !== 'string') findings.push(result);
			texts[index] = typeof result === 'string' ? result : '';
		}
		if (findings.length === 0) this.addKey(texts, row, findings);
		if (findings.length > 0) return { row, item, findings };
		for (const warning of warnings) this.warn(warning, raw);
		for (let index = 0; index < texts.length; index++) {
			if (texts[index] !== '') this.columns.markFilled(index);
		}
		return { row, item, texts };
	}

	private checkOf(index: number): CellCheck {
		const column = this.columns.columns[index];
		return (this.checks[index] ??= column ? makeCheck(column, this.settings) : () => '');
	}

	private addKey(texts: string[], row: number, findings: Finding[]): void {
		const { keyIndex } = this.columns;
		const name = this.nameOf(keyIndex);
		const key = texts[keyIndex] || this.newKey(texts, row);
		if (key === undefined) {
			const message = 'There is no idempotency key, and every key column is empty';
			const hint = "Map 'idempotency_key', or choose filled columns in 'Key Columns'.";
			findings.push(problem(name, 'noKey', '', message, hint));
			return;
		}
		texts[keyIndex] = key;
		const earlier = this.keys.add(key, row);
		if (earlier === undefined) return;
		const hint =
			"Remove one of the two rows, or add a column to 'Key Columns' that tells them apart.";
		findings.push(
			problem(name, 'duplicateKey', key, `Row ${earlier} has the same idempotency key`, hint),
		);
	}

	private newKey(texts: string[], row: number): string | undefined {
		if (this.settings.randomSeed !== undefined) return makeRandomKey(this.settings.randomSeed, row);
		return makeKey(
			this.keyIndexes.map((index) => ({ column: this.nameOf(index), text: texts[index] ?? '' })),
		);
	}

	private nameOf(index: number): string {
		return this.columns.columns[index]?.name ?? '';
	}
}
