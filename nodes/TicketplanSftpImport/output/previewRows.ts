import type { INodeExecutionData } from 'n8n-workflow';

import type { Report } from '../check/Report';
import type { ColumnSet } from '../columns/ColumnSet';
import type { ImportPlan } from '../files/planImport';
import { GoodRow, type RefusedRow } from '../rows/row';
import { describeFinding, namingFile } from './messages';

type Row = GoodRow | RefusedRow;

/** A person looks at the first ones only, and n8n shows 25 at a time. */
const MAX_ROWS = 1_000;

/**
 * The rows as a table for a person, those with findings first: the number of the row, whether it may be sent, what is to
 * be said of it, and its cells. A cell with a finding shows the value that was refused.
 */
export async function toPreviewRows(
	{ rows, report }: Pick<ImportPlan, 'rows' | 'report'>,
	columns: ColumnSet,
): Promise<INodeExecutionData[]> {
	const listed = await listRows(rows(), report);
	const shown = columns.all.flatMap(({ name }, index) =>
		listed.some((row) => cellOf(row, index, name) !== '') ? [{ name, index }] : [],
	);
	return listed.map((row) => {
		const cells = shown.map(({ name, index }) => [name, cellOf(row, index, name)]);
		return {
			json: { ...summaryOf(row), ...Object.fromEntries(cells) },
			pairedItem: { item: row.item },
		};
	});
}

async function listRows(
	batches: AsyncIterable<Row[]>,
	{ refusedRows, goodRows }: Report,
): Promise<Row[]> {
	const maxRefused = Math.min(refusedRows, MAX_ROWS);
	const maxGood = Math.min(goodRows, MAX_ROWS - maxRefused);
	const refused: Row[] = [];
	const good: Row[] = [];
	for await (const rows of batches) {
		for (const row of rows) {
			const isGood = row instanceof GoodRow;
			const list = isGood ? good : refused;
			if (list.length < (isGood ? maxGood : maxRefused)) list.push(row);
		}
		if (refused.length === maxRefused && good.length === maxGood) break;
	}
	return [...refused, ...good];
}

function summaryOf(row: Row) {
	const findings = row instanceof GoodRow ? (row.warnings ?? []) : row.findings;
	return {
		row: row.row,
		...(row.line !== undefined && { line: row.line }),
		status: row instanceof GoodRow ? 'valid' : 'refused',
		remarks:
			findings.map((finding) => describeFinding(namingFile(finding, row))).join('\n') || 'none',
	};
}

function cellOf(row: Row, index: number, name: string): string {
	const refused =
		row instanceof GoodRow ? undefined : row.findings.find(({ column }) => column === name);
	return refused?.value ?? row.texts?.[index] ?? '';
}
