import {
	compilePlainExpression,
	hasEmptyReference,
	LEFT_TO_N8N,
} from '../../shared/plainExpression';
import { reasonOf } from '../../shared/text';
import type { ColumnSet } from '../columns/ColumnSet';
import { KEY_COLUMN } from '../columns/columns';
import { keySaysNothing, problem } from '../finding';
import type { FillRow, RowBuilder } from './RowBuilder';

/** A column the user has mapped, with its value as it stands in the workflow: expressions not yet evaluated. */
export interface MappedColumn {
	name: string;
	raw: unknown;
	/** Where n8n finds the value, to evaluate it. */
	parameter: string;
}

/** Asks n8n for a column's value. */
export type Evaluate = (column: MappedColumn, item: number) => unknown;

/** Fills rows by the user's mapping: plain references at once, everything else through n8n. */
export function byMapping(
	columns: ColumnSet,
	mapped: readonly MappedColumn[],
	evaluate: Evaluate,
): FillRow {
	const fills = mapped.map((column) => fillColumn(columns, column, evaluate));
	return (json, row) => {
		for (const fill of fills) fill(json, row);
	};
}

function fillColumn(columns: ColumnSet, column: MappedColumn, evaluate: Evaluate): FillRow {
	const { name, raw } = column;
	const plain = compilePlainExpression(raw) ?? (() => LEFT_TO_N8N);
	const field = columns.resolveTyped(name);
	if ('finding' in field) return (_json, row) => row.refuse(field.finding);
	const { index } = field;
	const isIncomplete = name === KEY_COLUMN ? hasEmptyReference(raw) : () => false;
	return (json, row: RowBuilder) => {
		try {
			const value = plain(json);
			row.set(index, value === LEFT_TO_N8N ? evaluate(column, row.item) : value);
			if (isIncomplete(json)) row.refuse(keySaysNothing(name, value, INCOMPLETE_KEY));
		} catch (error) {
			const hint = 'Correct the expression that is mapped to this column.';
			const message = `The expression can't be evaluated: ${reasonOf(error)}`;
			row.refuse(problem({ column: name, code: 'notResolved', value: raw, message, hint }));
		}
	};
}

const INCOMPLETE_KEY = 'A field that the idempotency key is made from is empty in this row';
