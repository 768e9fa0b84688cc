import { plainReferences } from '../../shared/plainExpression';
import { count } from '../../shared/text';
import type { ColumnSet, Field } from '../columns/ColumnSet';
import type { CsvRecord } from '../csv/CsvReader';
import { isMisread } from '../csv/misread';
import type { Encoding } from '../csv/readCsv';
import type { Finding } from '../finding';
import { problem } from '../finding';
import type { NamedTwice } from './fileHeader';
import { findNamedTwice, howToDecode, missingNames, placesOf, QUOTING } from './fileHeader';
import type { MappedColumn } from './Mapping';
import type { FillRow } from './RowBuilder';
import { RowBuilder } from './RowBuilder';
import type { RawRow, RefusedRow } from './row';

/** How the lines of a file become rows. */
export interface LineReading {
	encoding: Encoding;
	/** Whether names in the header are names of columns. */
	autoMap: boolean;
	mapped: readonly MappedColumn[];
	fillMapped: FillRow;
}

export type ReadLine = (record: CsvRecord) => RawRow | RefusedRow;

/**
 * Reads the lines of one file, in their order.
 * @param names Those in its header, and `fields` what each of them stands for.
 * @param item The index of the n8n item that holds the file.
 */
export function lineReader(
	names: readonly string[],
	fields: readonly Field[],
	item: number,
	columns: ColumnSet,
	{ encoding, autoMap, mapped, fillMapped }: LineReading,
): ReadLine {
	// A column's own name, however it is spelt in the header.
	const shownNames = names.map((name, i) => columnIn(fields[i], columns) ?? name);
	const referred = referredCells(names, mapped);
	const used = usedCells(fields, referred);
	const fillNamed = byHeader(shownNames, fields, used, columns, { autoMap, encoding });
	const ofHeader = [...fields.flatMap(findingOf), ...missingNames(mapped, names)];
	const namedTwice = findNamedTwice(mapped, names);
	let rows = 0;

	return ({ cells, line, fault }) => {
		rows++;
		const finding = fault
			? malformed(fault.reason, shownNames[fault.cell])
			: tooManyCells(cells, shownNames);
		if (finding) return { row: rows, item, line, findings: [finding] };
		const row = new RowBuilder(rows, item, columns, line);
		for (const finding of ofHeader) row.refuse(finding);
		for (const missing of missingCells(cells, shownNames, columns, fields)) row.refuse(missing);
		fillNamed(cells, row);
		if (mapped.length > 0) {
			fillMapped(Object.fromEntries(referred.map(([name, i]) => [name, cells[i] ?? ''])), row);
			for (const twice of namedTwice) refuseDifferent(twice, cells, row);
		}
		return row;
	};
}

function columnIn(field: Field | undefined, columns: ColumnSet): string | undefined {
	return field && 'index' in field ? columns.all[field.index]?.name : undefined;
}

function findingOf(field: Field): Finding[] {
	return 'finding' in field ? [field.finding] : [];
}

/** Which cells of a line are sent: what stands in the others is nobody's trouble. */
function usedCells(fields: readonly Field[], referred: readonly ReferredCell[]): boolean[] {
	const places = new Set(referred.map(([, place]) => place));
	return fields.map((field, place) => !('ignored' in field) || places.has(place));
}

type ReferredCell = [name: string, place: number];

/** The names that columns are mapped to, as the mapping has them, and where their cells stand. */
function referredCells(names: readonly string[], mapped: readonly MappedColumn[]): ReferredCell[] {
	const references = new Set(
		mapped.flatMap(({ raw }) => plainReferences(raw).map(([name = '']) => name)),
	);
	return [...references].flatMap((name) =>
		placesOf(name, names).map((place): ReferredCell => [name, place]),
	);
}

function byHeader(
	names: readonly string[],
	fields: readonly Field[],
	used: readonly boolean[],
	columns: ColumnSet,
	{ autoMap, encoding }: Pick<LineReading, 'autoMap' | 'encoding'>,
) {
	const isBroken = encoding === 'utf-8' ? isNotUtf8 : isMisread;
	const broken = encoding === 'utf-8' ? notUtf8 : misread;
	return (cells: readonly string[], row: RowBuilder) => {
		for (let i = 0; i < fields.length; i++) {
			const field = fields[i];
			const cell = cells[i] ?? '';
			if (used[i] && isBroken(cell)) row.refuse(broken(names[i] ?? '', cell));
			else if (field && 'index' in field) row.set(field.index, cell);
			else if (autoMap && names[i] === '' && cell.trim() !== '') {
				for (const finding of findingOf(columns.resolveNameless(i))) row.refuse(finding);
			}
		}
	};
}

/** Empty cells do not count: spreadsheets write them behind the last column. */
function tooManyCells(cells: readonly string[], names: readonly string[]): Finding | undefined {
	if (cells.length <= names.length) return undefined;
	if (cells.slice(names.length).every((cell) => cell.trim() === '')) return undefined;
	return malformed(lengths(cells, names), names.at(-1));
}

/** Cells may be missing at the end of a line: spreadsheets leave out empty ones. Not if a required one is among them. */
function missingCells(
	cells: readonly string[],
	names: readonly string[],
	columns: ColumnSet,
	fields: readonly Field[],
): Finding[] {
	const isLost = fields
		.slice(cells.length)
		.some((field) => 'index' in field && columns.all[field.index]?.required);
	return isLost ? [malformed(lengths(cells, names), names[cells.length])] : [];
}

function lengths(cells: readonly string[], names: readonly string[]): string {
	return `it has ${count(cells.length, 'cell')}, but the header has ${count(names.length, 'name')}`;
}

function refuseDifferent(
	{ column, name, places }: NamedTwice,
	cells: readonly string[],
	row: RowBuilder,
): void {
	const values = new Set(places.map((place) => (cells[place] ?? '').trim()));
	if (values.size <= 1) return;
	row.refuse(
		problem({
			column,
			code: 'contradiction',
			value: [...values].join(' / '),
			message: `'${name}' stands in the header of the file ${places.length} times, with different values`,
			hint: 'Give each column of the file a name of its own, and map the one that is meant.',
		}),
	);
}

function malformed(reason: string, column = ''): Finding {
	return {
		column,
		code: 'malformedRow',
		message: `The line can't be read as CSV: ${reason}`,
		hint: QUOTING,
	};
}

function isNotUtf8(cell: string): boolean {
	return cell.includes('\uFFFD');
}

function notUtf8(column: string, cell: string): Finding {
	return problem({
		column,
		code: 'brokenCharacter',
		value: cell,
		message: 'The cell holds a character that is not UTF-8',
		hint: howToDecode(cell),
	});
}

function misread(column: string, cell: string): Finding {
	return problem({
		column,
		code: 'brokenCharacter',
		value: cell,
		message: "The cell makes no sense in the encoding that 'File Encoding' says",
		hint: "Save the file as 'CSV UTF-8', or export it in UTF-8, and set the option 'File Encoding' to UTF-8.",
	});
}
