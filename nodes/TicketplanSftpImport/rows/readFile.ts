import type { Readable } from 'node:stream';

import { KaskoError } from '../../shared/KaskoError';
import { plainReferences } from '../../shared/plainExpression';
import { reasonOf } from '../../shared/text';
import type { ColumnSet, Field } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import { nearestNames } from '../columns/spelling';
import type { CsvRecord } from '../csv/CsvReader';
import type { Encoding } from '../csv/readCsv';
import { readCsv } from '../csv/readCsv';
import type { Finding } from '../finding';
import { problem } from '../finding';
import type { MappedColumn } from './Mapping';
import type { FillRow } from './RowBuilder';
import { RowBuilder } from './RowBuilder';
import type { RawRow, RefusedRow } from './row';

/** A CSV file of the input. */
export interface SourceFile {
	/** The index of the n8n item that holds it. */
	item: number;
	/** @throws KaskoError when there is none. */
	open: () => Promise<Readable>;
}

/** How the lines of a file become rows. */
export interface FileReading {
	encoding: Encoding;
	/** Whether names in the header are names of columns. */
	autoMap: boolean;
	mapped: readonly MappedColumn[];
	fillMapped: FillRow;
}

/** The rows of a CSV file, in batches. If the file can't be read at all, one refused row with the number 0. */
export async function* readFile(
	{ item, open }: SourceFile,
	columns: ColumnSet,
	reading: FileReading,
): AsyncGenerator<Array<RawRow | RefusedRow>> {
	const begun = await begin(open, reading.encoding);
	if ('code' in begun) return yield [{ row: 0, item, findings: [begun] }];
	const { first, batches } = begun;
	try {
		const [header] = first;
		if (!header) return;
		const readLine = lineReader(header.cells.map(cleanName), item, columns, reading);
		yield first.slice(1).map(readLine);
		for await (const records of batches) yield records.map(readLine);
	} finally {
		await batches.return(undefined);
	}
}

interface Begun {
	/** The first of its records, the header in front; none if the file is empty. */
	first: CsvRecord[];
	batches: AsyncGenerator<CsvRecord[]>;
}

/** Reads the header, or finds out why the file can't be read. What fails later fails the run: half a file is none. */
async function begin(open: SourceFile['open'], encoding: Encoding): Promise<Begun | Finding> {
	try {
		const batches = readCsv(await open(), encoding);
		const { value, done } = await batches.next();
		const first = done ? [] : value;
		const [header] = first;
		if (!header?.fault) return { first, batches };
		await batches.return(undefined);
		const { line, fault } = header;
		return unreadable(`The header in line ${line} can't be read as CSV: ${fault.reason}`, QUOTING);
	} catch (error) {
		const hint = error instanceof KaskoError ? error.description : 'Look at the step before.';
		return unreadable(reasonOf(error), hint);
	}
}

type ReadLine = (record: CsvRecord) => RawRow | RefusedRow;

function lineReader(
	names: readonly string[],
	item: number,
	columns: ColumnSet,
	{ autoMap, mapped, fillMapped }: FileReading,
): ReadLine {
	const fields = names.map((name) =>
		autoMap && name !== '' ? columns.resolve(name) : { ignored: true as const },
	);
	const fillNamed = byHeader(names, fields, autoMap);
	const ofHeader = [...fields.flatMap(findingOf), ...missingNames(mapped, names)];
	const namedTwice = findNamedTwice(mapped, names);
	let rows = 0;

	return ({ cells, line, fault }) => {
		rows++;
		if (fault) {
			return { row: rows, item, line, findings: [malformed(fault.reason, names[fault.cell])] };
		}
		const row = new RowBuilder(rows, item, columns, line);
		for (const finding of ofHeader) row.refuse(finding);
		refuseLength(cells, names, columns, fields, row);
		fillNamed(cells, row);
		if (mapped.length > 0) {
			fillMapped(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])), row);
			for (const twice of namedTwice) refuseDifferent(twice, cells, row);
		}
		return row;
	};
}

function findingOf(field: Field): Finding[] {
	return 'finding' in field ? [field.finding] : [];
}

function byHeader(names: readonly string[], fields: readonly Field[], autoMap: boolean) {
	return (cells: readonly string[], row: RowBuilder) => {
		for (let i = 0; i < fields.length; i++) {
			const field = fields[i];
			const cell = cells[i] ?? '';
			if (cell.includes('\uFFFD')) row.refuse(notUtf8(names[i] ?? '', cell));
			else if (field && 'index' in field) row.set(field.index, cell);
			else if (autoMap && names[i] === '' && cell.trim() !== '') row.refuse(namelessCell(i));
		}
	};
}

/** Cells may be missing at the end of a line: spreadsheets leave out empty ones. Not if a required one is among them. */
function refuseLength(
	cells: readonly string[],
	names: readonly string[],
	columns: ColumnSet,
	fields: readonly Field[],
	row: RowBuilder,
): void {
	if (cells.length === names.length) return;
	const tooMany = cells.slice(names.length).some((cell) => cell.trim() !== '');
	const isLost = fields
		.slice(cells.length)
		.some((field) => 'index' in field && columns.columns[field.index]?.required);
	if (!tooMany && !isLost) return;
	const reason = `it has ${cells.length} cells, but the header has ${names.length} names`;
	row.refuse(malformed(reason, tooMany ? names.at(-1) : names[cells.length]));
}

/** Columns that are mapped to names which the header does not have. */
function missingNames(mapped: readonly MappedColumn[], names: readonly string[]): Finding[] {
	return mapped.flatMap(({ name, raw }) =>
		plainReferences(raw)
			.filter((path) => path.length > 1 || !names.includes(path[0] ?? ''))
			.map((path): Finding => {
				const wanted = path.join('.');
				const [best] = nearestNames(wanted, names);
				const hint =
					best === undefined
						? 'Map it to a name in the first line of the file.'
						: `Did you mean '${best}'? Map it as {{ $json["${best}"] }}.`;
				const message = `It is mapped to '${wanted}', but the header of the file has no such name`;
				return { column: name, code: 'unknownColumn', message, hint };
			}),
	);
}

interface NamedTwice {
	/** The column that is mapped to the name. */
	column: string;
	name: string;
	/** Where the name stands in the header. */
	places: number[];
}

function findNamedTwice(mapped: readonly MappedColumn[], names: readonly string[]): NamedTwice[] {
	return mapped
		.flatMap(({ name: column, raw }) =>
			plainReferences(raw).map(([name = '']) => {
				const places = names.flatMap((each, place) => (each === name ? [place] : []));
				return { column, name, places };
			}),
		)
		.filter(({ places }) => places.length > 1);
}

function refuseDifferent(
	{ column, name, places }: NamedTwice,
	cells: readonly string[],
	row: RowBuilder,
): void {
	const values = new Set(places.map((place) => (cells[place] ?? '').trim()));
	if (values.size <= 1) return;
	row.refuse(
		problem(
			column,
			'contradiction',
			[...values].join(' / '),
			`'${name}' stands in the header of the file ${places.length} times, with different values`,
			'Give each column of the file a name of its own, and map the one that is meant.',
		),
	);
}

function unreadable(message: string, hint: string): Finding {
	return { column: '', code: 'unreadableFile', message, hint };
}

const QUOTING =
	'Put quotation marks around cells that hold the separator, a line break or a quotation mark, and double those inside.';

function malformed(reason: string, column = ''): Finding {
	return {
		column,
		code: 'malformedRow',
		message: `The line can't be read as CSV: ${reason}`,
		hint: QUOTING,
	};
}

function notUtf8(column: string, cell: string): Finding {
	return problem(
		column,
		'brokenCharacter',
		cell,
		'The cell holds a character that is not UTF-8',
		"If the file is saved as Windows-1252, as Excel's plain CSV is, set the option 'File Encoding' to Windows-1252, or save it as 'CSV UTF-8'. Otherwise correct the text where it comes from.",
	);
}

function namelessCell(i: number): Finding {
	return {
		column: '',
		code: 'unknownColumn',
		message: `Cell ${i + 1} of the line is filled, but has no name in the header`,
		hint: 'Name the column in the first line of the file, or empty its cells.',
	};
}
