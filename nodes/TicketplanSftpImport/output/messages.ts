import { KaskoError } from '../../shared/KaskoError';
import type { Report } from '../check/Report';
import type { Finding } from '../finding';
import type { RefusedRow } from '../rows/row';

/** So many findings are named one by one; a longer list would not be read. */
export const NAMED_FINDINGS = 20;

/** For "On Error: Stop Workflow": nothing is sent while a row is refused. */
export function refusedRunError(report: Report): KaskoError {
	const [first] = report.refused;
	if (first?.row === 0 && report.refusedRows === 1) {
		const { message, hint } = first.findings[0] ?? { message: '', hint: '' };
		return new KaskoError(`${message}; nothing was sent`, hint);
	}
	const total = report.goodRows + report.refusedRows;
	return new KaskoError(
		`${count(report.refusedRows, 'row')} of ${total} can't be imported, so nothing was sent`,
		listFindings(report),
		{ refusedRows: report.refusedRows, findings: report.findings },
	);
}

/** For the error output: what is wrong with one row. */
export function refusedRowError(refused: RefusedRow): KaskoError {
	const { row, line, findings } = refused;
	const [first] = findings;
	return new KaskoError(
		`${place(refused)} was not sent: ${row === 0 && first ? first.message : count(findings.length, 'finding')}`,
		findings.map((finding) => describe(finding)).join('\n'),
		{
			...(row === 0 && { status: 'notSubmitted' }),
			row,
			...(line !== undefined && { line }),
			findings,
		},
	);
}

export function noRowsError(): KaskoError {
	return new KaskoError(
		'There are no rows to import, so no file was made',
		'Check the step before this node: it has to give one item, or one line of the file, for each policy.',
	);
}

/** Before anything is sent: running out of memory after it would lose what became of the rows. */
export function tooManyItemsError(rows: number, limit: number): KaskoError {
	return new KaskoError(
		`The file has ${rows} rows, more than the ${limit} items n8n should be given; nothing was sent`,
		"Set 'Output' to 'One Item per File'.",
	);
}

export function listFindings(report: Report): string {
	const lines = report.refused.flatMap((refused) =>
		refused.findings.map((finding) => describe(finding, place(refused))),
	);
	const named = lines.slice(0, NAMED_FINDINGS);
	const more = report.findings - named.length;
	return [...named, ...(more > 0 ? [`… and ${count(more, 'more finding')}.`] : [])].join('\n');
}

export function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function place({ row, item, line }: RefusedRow): string {
	if (row === 0) return `The file of item ${item + 1}`;
	return line === undefined ? `Row ${row}` : `Row ${row} (line ${line})`;
}

function describe({ column, message, hint, value }: Finding, place = ''): string {
	const where = [place, column].filter(Boolean).join(', ');
	return `${where && `${where}: `}${message}${value ? ` ('${value}')` : ''}. ${hint}`;
}
