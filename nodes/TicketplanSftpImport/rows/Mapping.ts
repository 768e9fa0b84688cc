import { compilePlainExpression, LEFT_TO_N8N } from '../../shared/plainExpression';
import { problem } from '../finding';
import type { ColumnSet } from '../columns/ColumnSet';
import type { RowBuilder } from './RowBuilder';

/** A column the user has mapped, with its value as it stands in the workflow: expressions not yet evaluated. */
export interface MappedColumn {
	name: string;
	raw: unknown;
	/** Where n8n finds the value, to evaluate it. */
	parameter: string;
}

/** Has n8n evaluate a column for an item. */
export type Evaluate = (column: MappedColumn, item: number) => unknown;

/** Reads items into the cells of rows by the user's mapping: plain references at once, everything else through n8n. */
export class Mapping {
	private readonly readers: Array<(json: unknown, row: RowBuilder) => void>;

	constructor(columns: ColumnSet, mapped: readonly MappedColumn[], evaluate: Evaluate) {
		this.readers = mapped.map((column) => makeReader(columns, column, evaluate));
	}

	read(json: object, row: RowBuilder): void {
		for (const reader of this.readers) reader(json, row);
	}
}

function makeReader(
	columns: ColumnSet,
	column: MappedColumn,
	evaluate: Evaluate,
): (json: unknown, row: RowBuilder) => void {
	const { name, raw } = column;
	const plain = compilePlainExpression(raw) ?? (() => LEFT_TO_N8N);
	const field = columns.resolveTyped(name);
	if ('finding' in field) return (_json, row) => row.refuse(field.finding);
	const { index } = field;
	return (json, row) => {
		try {
			const value = plain(json);
			row.set(index, value === LEFT_TO_N8N ? evaluate(column, row.item) : value);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			const hint = 'Correct the expression that is mapped to this column.';
			const message = `The expression can't be evaluated: ${reason}`;
			row.refuse(problem(name, 'notResolved', raw, message, hint));
		}
	};
}
