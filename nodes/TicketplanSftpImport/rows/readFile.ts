import type { Readable } from 'node:stream';

import { KaskoError } from '../../shared/KaskoError';
import { plainReferences } from '../../shared/plainExpression';
import { reasonOf } from '../../shared/text';
import type { ColumnSet, Field } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import type { CsvRecord } from '../csv/CsvReader';
import type { Encoding } from '../csv/readCsv';
import { readCsv } from '../csv/readCsv';
import type { Finding } from '../finding';
import { problem } from '../finding';
import type { NamedTwice } from './fileHeader';
import {
	ENCODING,
	findNamedTwice,
	foreignHeader,
	headerFault,
	missingNames,
	QUOTING,
	unreadable,
} from './fileHeader';
import { BrokenFileError } from './BrokenFileError';
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
	/** Takes the index of an item whose file has no rows. */
	onEmpty: (item: number) => void;
}

/**
 * The rows of a CSV file, in batches. If the file can't be read at all, one refused row with the number 0.
 * @throws BrokenFileError when it breaks off after its beginning.
 */
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
		if (!header) return reading.onEmpty(item);
		const names = header.cells.map(cleanName);
		const fields = names.map((name) => fieldOf(name, columns, reading));
		const isMapped = !reading.autoMap || reading.mapped.length > 0;
		const foreign = isMapped ? undefined : foreignHeader(header, toMap(names, fields));
		if (foreign) return yield [{ row: 0, item, findings: [foreign] }];
		const readLine = lineReader(names, fields, item, columns, reading);
		let isEmpty = true;
		for await (const records of whole(first.slice(1), batches, item)) {
			isEmpty &&= records.length === 0;
			yield records.map(readLine);
		}
		if (isEmpty) reading.onEmpty(item);
	} finally {
		await batches.return(undefined);
	}
}

interface Begun {
	/** The first of its records, the header in front; none if the file is empty. */
	first: CsvRecord[];
	batches: AsyncGenerator<CsvRecord[]>;
}

/** All records; what was read before a file breaks off comes before the error. */
async function* whole(
	first: CsvRecord[],
	batches: AsyncGenerator<CsvRecord[]>,
	item: number,
): AsyncGenerator<CsvRecord[]> {
	yield first;
	for (;;) {
		const next = await batches.next().catch((error: unknown) => breakOff(item, error));
		if (next.done) return;
		yield next.value;
	}
}

function breakOff(item: number, error: unknown): never {
	const message = `The file can't be read to its end: ${reasonOf(error)}`;
	throw new BrokenFileError(item, unreadable(message, 'Look at the step before, and run again.'));
}

/** Reads the header, or finds out why the file can't be read. */
async function begin(open: SourceFile['open'], encoding: Encoding): Promise<Begun | Finding> {
	try {
		const batches = readCsv(await open(), encoding);
		const { value, done } = await batches.next();
		const first = done ? [] : value;
		const [header] = first;
		const finding = header && headerFault(header);
		if (!finding) return { first, batches };
		await batches.return(undefined);
		return finding;
	} catch (error) {
		const hint = error instanceof KaskoError ? error.description : 'Look at the step before.';
		return unreadable(reasonOf(error), hint);
	}
}

type ReadLine = (record: CsvRecord) => RawRow | RefusedRow;

function lineReader(
	names: readonly string[],
	fields: readonly Field[],
	item: number,
	columns: ColumnSet,
	{ autoMap, mapped, fillMapped }: FileReading,
): ReadLine {
	const fillNamed = byHeader(names, fields, autoMap, usedCells(names, fields, mapped));
	const ofHeader = [...fields.flatMap(findingOf), ...missingNames(mapped, names)];
	const namedTwice = findNamedTwice(mapped, names);
	let rows = 0;

	return ({ cells, line, fault }) => {
		rows++;
		const finding = fault ? malformed(fault.reason, names[fault.cell]) : tooManyCells(cells, names);
		if (finding) return { row: rows, item, line, findings: [finding] };
		const row = new RowBuilder(rows, item, columns, line);
		for (const finding of ofHeader) row.refuse(finding);
		for (const missing of missingCells(cells, names, columns, fields)) row.refuse(missing);
		fillNamed(cells, row);
		if (mapped.length > 0) {
			fillMapped(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])), row);
			for (const twice of namedTwice) refuseDifferent(twice, cells, row);
		}
		return row;
	};
}

function fieldOf(name: string, columns: ColumnSet, { autoMap }: FileReading): Field {
	return autoMap && name !== '' ? columns.resolve(name) : { ignored: true };
}

function toMap(names: readonly string[], fields: readonly Field[]): Map<string, Field> {
	const named = names.map((name, i) => [name, fields[i] ?? { ignored: true as const }] as const);
	return new Map(named.filter(([name]) => name !== ''));
}

function findingOf(field: Field): Finding[] {
	return 'finding' in field ? [field.finding] : [];
}

/** Which cells of a line are sent: what stands in the others is nobody's trouble. */
function usedCells(
	names: readonly string[],
	fields: readonly Field[],
	mapped: readonly MappedColumn[],
): boolean[] {
	const references = new Set(
		mapped.flatMap(({ raw }) => plainReferences(raw).map(([name]) => name)),
	);
	return names.map((name, i) => {
		const field = fields[i];
		return (field !== undefined && !('ignored' in field)) || references.has(name);
	});
}

function byHeader(
	names: readonly string[],
	fields: readonly Field[],
	autoMap: boolean,
	used: readonly boolean[],
) {
	return (cells: readonly string[], row: RowBuilder) => {
		for (let i = 0; i < fields.length; i++) {
			const field = fields[i];
			const cell = cells[i] ?? '';
			if (used[i] && cell.includes('\uFFFD')) row.refuse(notUtf8(names[i] ?? '', cell));
			else if (field && 'index' in field) row.set(field.index, cell);
			else if (autoMap && names[i] === '' && cell.trim() !== '') row.refuse(namelessCell(i));
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
	return `it has ${cells.length} cells, but the header has ${names.length} names`;
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
		ENCODING,
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
