import type { Readable } from 'node:stream';

import { KaskoError } from '../../shared/KaskoError';
import { reasonOf } from '../../shared/text';
import type { ColumnSet, Field } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import type { CsvRecord } from '../csv/CsvReader';
import type { Encoding } from '../csv/readCsv';
import { readCsv } from '../csv/readCsv';
import type { Finding } from '../finding';
import { foreignHeader, headerFault, unreadable } from './fileHeader';
import type { LineReading } from './readLine';
import { lineReader } from './readLine';
import type { RawRow, RefusedRow } from './row';

/** A CSV file of the input. */
export interface SourceFile {
	/** The index of the n8n item that holds it. */
	item: number;
	/** @throws KaskoError when there is none. */
	open: () => Promise<Readable>;
}

/** How a file becomes rows. */
export interface FileReading extends LineReading {
	/** Takes the index of an item whose file has no rows. */
	onEmpty: (item: number) => void;
}

/** A file that can't be read to its end: half a file is none, so none of its rows may be sent. */
export class BrokenFileError extends Error {
	constructor(
		/** The index of the n8n item that holds it. */
		readonly item: number,
		readonly finding: Finding,
	) {
		super(finding.message);
	}
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

function fieldOf(name: string, columns: ColumnSet, { autoMap }: FileReading): Field {
	return autoMap && name !== '' ? columns.resolve(name) : { ignored: true };
}

function toMap(names: readonly string[], fields: readonly Field[]): Map<string, Field> {
	const named = names.map((name, i) => [name, fields[i] ?? { ignored: true as const }] as const);
	return new Map(named.filter(([name]) => name !== ''));
}
