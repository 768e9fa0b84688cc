import { compilePlainExpression, LEFT_TO_N8N } from '../../shared/plainExpression';
import { problem } from '../check/problem';
import type { ColumnSet } from '../columns/ColumnSet';
import type { Cells } from './Cells';

/** A column the user has mapped, with its value as it stands in the workflow: expressions not yet evaluated. */
export interface MappedColumn {
	name: string;
	raw: unknown;
	/** Where n8n finds the value, to evaluate it. */
	parameter: string;
}

/** Has n8n evaluate a column for an item. */
export type Evaluate = (column: MappedColumn, item: number) => unknown;

/** Reads items into cells by the user's mapping: plain references at once, everything else through n8n. */
export class Mapping {
	private readonly readers: Array<(json: unknown, item: number, cells: Cells) => void>;

	constructor(columns: ColumnSet, mapped: readonly MappedColumn[], evaluate: Evaluate) {
		this.readers = mapped.map((column) => makeReader(columns, column, evaluate));
	}

	read(json: object, item: number, cells: Cells): void {
		for (const reader of this.readers) reader(json, item, cells);
	}
}

function makeReader(
	columns: ColumnSet,
	column: MappedColumn,
	evaluate: Evaluate,
): (json: unknown, item: number, cells: Cells) => void {
	const { name, raw } = column;
	const plain = compilePlainExpression(raw) ?? (() => LEFT_TO_N8N);
	const index = columns.add(name);
	if (index === undefined) {
		const finding = columns.refuse(name);
		return (_json, _item, cells) => {
			cells.findings.push(finding);
		};
	}
	return (json, item, cells) => {
		try {
			const value = plain(json);
			cells.set(index, value === LEFT_TO_N8N ? evaluate(column, item) : value);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			const hint = 'Correct the expression that is mapped to this column.';
			const message = `The expression can't be evaluated: ${reason}`;
			cells.findings.push(problem(name, 'notResolved', raw, message, hint));
		}
	};
}
