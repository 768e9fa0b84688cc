import { KaskoError } from '../../shared/KaskoError';
import { capitalized, count, listUpTo, toSentence } from '../../shared/text';
import type { FindingKind, RowPlace } from '../check/FindingKinds';
import type { Report } from '../check/Report';
import { findColumn } from '../columns/findColumn';
import type { Finding } from '../finding';
import type { RefusedRow } from '../rows/row';

/** So many kinds of findings are named; a longer list would not be read. */
const NAMED_KINDS = 20;

/** For "On Error: Stop Workflow": nothing is sent while a row is refused. */
export function refusedRunError(report: Report): KaskoError {
	const [kind] = report.kinds.list;
	const total = report.goodRows + report.refusedRows;
	if (kind?.code === 'unreadableFile' && report.refusedRows === 1) {
		const isAlone = total === 1 && kind.first.item === 0;
		const place = isAlone ? '' : `${capitalized(placeOf(kind.first))}: `;
		return new KaskoError(`${place}${kind.message}; nothing was sent`, kind.hint);
	}
	const refused = countRefused(report);
	return new KaskoError(
		isAboutFiles(report)
			? `${refused} can't be read, so nothing was sent`
			: `${refused} of ${total} can't be imported, so nothing was sent`,
		listFindings(report),
		{ refusedRows: report.refusedRows, findings: report.findings },
	);
}

/** How many rows are refused, or files, if nothing else is. */
export function countRefused(report: Report): string {
	return count(report.refusedRows, isAboutFiles(report) ? 'file' : 'row');
}

function isAboutFiles({ kinds }: Report): boolean {
	return kinds.list.every(({ first }) => first.row === 0);
}

/** For the error output: what is wrong with one row. */
export function refusedRowError(refused: RefusedRow): KaskoError {
	const { row, line, findings } = refused;
	const [first] = findings;
	return new KaskoError(
		`${capitalized(placeOf(refused))} was not sent: ${row === 0 && first ? first.message : count(findings.length, 'finding')}`,
		findings.map((finding) => describeFinding(finding)).join('\n'),
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

/** The same for the refused rows of a file, each of which would be an item with its findings. */
export function tooManyRefusedError(report: Report, limit: number): KaskoError {
	return new KaskoError(
		`${count(report.refusedRows, 'row')} of the file can't be imported, with more than ${limit} findings, too many for items of n8n; nothing was sent`,
		`Correct the file first. The operation Preview File gives a table of all findings.\n${listFindings(report)}`,
		{ status: 'notSubmitted', refusedRows: report.refusedRows, findings: report.findings },
	);
}

/** What is wrong, kind by kind, with the number of rows and the first of them. */
export function listFindings({ kinds }: Report): string {
	const lines = kinds.list.map(describeKind);
	return listUpTo(NAMED_KINDS, lines, lines.length + kinds.others).join('\n');
}

/** `Row 2, Email · policy.email: …`, or `Email · policy.email: … (60 rows, first: row 2)`. */
export function describeKind({ rows, first, ...finding }: FindingKind): string {
	const place = placeOf(first);
	const noun = first.row === 0 ? 'file' : 'row';
	if (rows > 1) return `${describeFinding(finding)} (${count(rows, noun)}, first: ${place})`;
	const start = capitalized(place);
	return finding.column
		? `${start}, ${describeFinding(finding)}`
		: `${start}: ${describeFinding(finding)}`;
}

/** The finding about a whole file, with the number of its item in front, since no row tells which one it is. */
export function namingFile<T extends Finding>(finding: T, place: RowPlace): T {
	if (place.row > 0) return finding;
	return { ...finding, message: `${capitalized(placeOf(place))}: ${finding.message}` };
}

/** The name that the panel shows, and behind it the one in the file. */
export function describeFinding({ column, ...finding }: Finding): string {
	const label = findColumn(column)?.label;
	const place = label === undefined ? column : `${label} · ${column}`;
	return `${place && `${place}: `}${toSentence(finding)}`;
}

/** What a preview has found, for the line above its output. */
export function describePreview(report: Report, listed?: number): string {
	const { goodRows, refusedRows } = report;
	const refused = refusedRows > 0 ? `, ${refusedRows} with findings` : '';
	const total = goodRows + refusedRows;
	const some =
		listed !== undefined && listed < total
			? ` ${listed} of ${total} are listed, those with findings first.`
			: '';
	return `${count(goodRows, 'row')} in order${refused}. Nothing was sent.${some}`;
}

function placeOf({ row, item, line }: RowPlace): string {
	if (row === 0) return `the file of item ${item + 1}`;
	// A file counts its rows from 1; of items, each is a row.
	const file = line === undefined || item === 0 ? '' : ` of item ${item + 1}`;
	return `row ${row}${file}${line === undefined ? '' : ` (line ${line})`}`;
}
