import { listUpTo } from '../../shared/text';
import type { ColumnSet } from '../columns/ColumnSet';
import { KEY_COLUMN } from '../columns/columns';
import type { Finding } from '../finding';
import type { RawRow, RefusedRow } from '../rows/row';
import { GoodRow } from '../rows/row';
import type { DeriveKey } from './deriveKey';
import { keyDeriver, randomKey } from './deriveKey';
import { makeCheck } from './makeCheck';
import type { RowDoubts } from './rowDoubts';
import { rowDoubts } from './rowDoubts';
import type { KeyMapping, OwnKeyCheck } from './ownKey';
import { ownKeyCheck } from './ownKey';
import type { CellCheck, CheckSettings } from './types';

export interface RowSettings extends CheckSettings {
	/** Names of the columns an idempotency key is made from. */
	keyColumns: readonly string[];
	/** Given, keys are made from it instead, and differ from run to run. */
	randomSeed?: string;
	/** Given, if the user has mapped the idempotency key in the panel. */
	keyMapping?: KeyMapping;
}

/** Checks rows, one by one, and gives each its idempotency key. */
export class RowChecker {
	private readonly checks: CellCheck[] = [];
	private readonly keyNames: string[];
	private readonly deriveKey: DeriveKey;
	private readonly checkOwnKey: OwnKeyCheck;
	private readonly doubts: RowDoubts;
	/**
	 * Of each column, the last text that nothing was to be said of, and what is sent for it: rows that follow each other are
	 * often orders of one event, and to compare a text is faster than to check it.
	 */
	private readonly plainValues: string[] = [];
	private readonly plainTexts: string[] = [];
	/** Of the row that is being checked. */
	private findings: readonly Finding[] = NONE;
	private warnings: readonly Finding[] = NONE;

	constructor(
		private readonly columns: ColumnSet,
		private readonly settings: RowSettings,
	) {
		this.keyNames = [...new Set(settings.keyColumns)].sort();
		this.deriveKey = keyDeriver(this.keyNames);
		this.checkOwnKey = ownKeyCheck(settings.keyMapping);
		this.doubts = rowDoubts(columns.all);
	}

	check(raw: RawRow): GoodRow | RefusedRow {
		const { row, item, line, cells, findings } = raw;
		const { keyIndex } = this.columns;
		this.findings = findings;
		this.warnings = NONE;
		const texts = this.columns.all.map((_, index) => this.checkCell(index, cells[index]));
		const ownKey = texts[keyIndex] ?? '';
		const key = this.keyOf(raw, texts);
		if (this.findings.length > 0) {
			const hasOwnKey = ownKey !== '' || this.isRefused(KEY_COLUMN);
			return { row, item, line, findings: [...this.findings], texts, key, hasOwnKey };
		}
		texts[keyIndex] = key ?? '';
		for (const doubt of this.doubts(texts, cells)) this.warn(doubt);
		const warnings = this.warnings.length > 0 ? this.warnings : undefined;
		return new GoodRow(row, item, texts, ownKey !== '', warnings, line);
	}

	private checkCell(index: number, value: unknown): string {
		if (value !== undefined && value === this.plainValues[index])
			return this.plainTexts[index] ?? '';
		const { warnings } = this;
		const result = this.checkOf(index)(value, this.warn);
		if (typeof result === 'string') {
			if (typeof value === 'string' && this.warnings === warnings) {
				this.plainValues[index] = value;
				this.plainTexts[index] = result;
			}
			return result;
		}
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
		const column = this.columns.all[index];
		return (this.checks[index] ??= column ? makeCheck(column, this.settings) : () => '');
	}

	/** A refused row has a key, too, unless what it would be made from can't be read. */
	private keyOf(raw: RawRow, texts: readonly string[]): string | undefined {
		const { keyIndex } = this.columns;
		if (this.isRefused(KEY_COLUMN)) return this.keyText(KEY_COLUMN, raw, texts);
		const ownKey = texts[keyIndex] ?? '';
		const finding = this.checkOwnKey(raw.cells[keyIndex], ownKey);
		if (finding) this.refuse(finding);
		if (finding ?? ownKey) return ownKey || undefined;
		return this.newKey(raw, texts);
	}

	private newKey(raw: RawRow, texts: readonly string[]): string | undefined {
		const { randomSeed } = this.settings;
		if (randomSeed !== undefined) return randomKey(randomSeed, raw.item, raw.row);
		const keyTexts = this.keyNames.map((name) => this.keyText(name, raw, texts));
		if (!keyTexts.every((text) => text !== undefined)) return undefined;
		const key = this.deriveKey(keyTexts);
		if (key === undefined && !hasOwnNames(this.findings)) this.refuse(noKey(this.keyNames));
		return key;
	}

	/** A refused text counts as it stands: rows that are the same now are likely to be the same once it is corrected. */
	private keyText(name: string, { cells }: RawRow, texts: readonly string[]): string | undefined {
		// A column of the user's own may come with a later row.
		const index = this.columns.indexOf(name) ?? -1;
		if (!this.isRefused(name)) return texts[index] ?? '';
		const value = cells[index];
		const text = typeof value === 'number' ? String(value) : value;
		return typeof text === 'string' && text.trim() !== '' ? text : undefined;
	}

	private isRefused(name: string): boolean {
		return this.findings.some(({ column }) => column === name);
	}
}

const NONE: readonly Finding[] = [];

function noKey(keyNames: readonly string[]): Finding {
	const names = listUpTo(3, keyNames).join(', ');
	const why = names === '' ? "'Key Columns' has none" : `every key column is empty: ${names}`;
	const message = `There is no idempotency key, and ${why}`;
	const hint = "Map 'idempotency_key', or choose filled columns in 'Key Columns'.";
	return { column: KEY_COLUMN, code: 'noKey', value: '', message, hint };
}

/**
 * A cell that could not be read, that is missing in its line, or whose field has another name is empty, but that is not
 * what is wrong with it.
 */
function isTold(findings: readonly Finding[], { column, code }: Finding): boolean {
	return (
		code === 'required' &&
		(hasOwnNames(findings) ||
			findings.some((finding) => finding.column === column || finding.code === 'malformedRow'))
	);
}

function hasOwnNames(findings: readonly Finding[]): boolean {
	return findings.some(({ code }) => code === 'ownNames');
}
