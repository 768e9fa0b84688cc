import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { ColumnSet } from '../columns/ColumnSet';
import type { ImportPlan } from '../files/planImport';
import { count, listFindings } from './messages';

/** Shows in n8n's output panel what was refused, what was left out and what is odd. */
export function showHints(
	context: IExecuteFunctions,
	columns: ColumnSet,
	{ report, filled }: ImportPlan,
): void {
	const hints: NodeExecutionHint[] = [];
	const hint = (message: string, type: NodeExecutionHint['type'] = 'warning') =>
		hints.push({ message, type, location: 'outputPane' });

	if (report.refusedRows > 0) {
		hint(`${count(report.refusedRows, 'row')} refused. ${listFindings(report)}`);
	}
	if (report.goodRows === 0) hint('No row is left to send, so no file was made.');
	for (const { column, message, hint: advice, rows, firstRow } of report.warnings) {
		hint(`${column}: ${message}. ${advice} (${count(rows, 'row')}, first: row ${firstRow})`);
	}
	const unfilled = columns.columns.filter(({ expected }, index) => expected && !filled.has(index));
	if (report.goodRows > 0 && unfilled.length > 0) {
		const names = unfilled.map(({ name }) => name).join(', ');
		hint(`No row fills these columns, though KASKO's own examples do: ${names}.`, 'info');
	}
	if (columns.ignoredFields.size > 0) {
		hint(
			`These fields are no columns and were left out: ${[...columns.ignoredFields].join(', ')}.`,
			'info',
		);
	}
	// Not every context in which n8n runs a node can show hints.
	if (hints.length > 0 && typeof context.addExecutionHints === 'function') {
		context.addExecutionHints(...hints);
	}
}
