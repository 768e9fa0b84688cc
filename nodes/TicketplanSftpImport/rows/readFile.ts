import type { Readable } from 'node:stream';

import type { ColumnSet } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import { readCsv } from '../csv/readCsv';
import { RowBuilder } from './RowBuilder';
import type { Finding } from '../finding';
import type { RawRow, RefusedRow } from './row';

/** A CSV file of the input. */
export interface SourceFile {
	/** The index of the n8n item that holds it. */
	item: number;
	open: () => Promise<Readable>;
}

/** Fills the cells of one row from its record. */
export type ReadRecord = (record: readonly string[], row: RowBuilder) => void;

/** Made once for each file, from its header; gives findings if the header can't be used. */
export type ReadHeader = (names: readonly string[]) => ReadRecord | Finding[];

/** The rows of CSV files, in batches. Row 0 is the header, and comes only if there is something wrong with it. */
export async function* readFile(
	{ item, open }: SourceFile,
	columns: ColumnSet,
	readHeader: ReadHeader,
): AsyncGenerator<Array<RawRow | RefusedRow>> {
	let names: string[] | undefined;
	let readRecord: ReadRecord = () => undefined;
	let rows = 0;
	function readRow(record: string[], { length }: readonly string[]): RawRow | RefusedRow {
		rows++;
		if (record.length !== length) {
			return { row: rows, item, findings: [malformedRow(record.length, length)] };
		}
		const row = new RowBuilder(rows, item, columns);
		readRecord(record, row);
		return row;
	}

	for await (let records of readCsv(await open())) {
		if (!names) {
			const [header = []] = records;
			names = header.map(cleanName);
			const read = readHeader(names);
			if (Array.isArray(read)) return yield [{ row: 0, item, findings: read }];
			readRecord = read;
			records = records.slice(1);
		}
		const header = names;
		// Spreadsheets leave empty lines at the end.
		yield records.filter(hasText).map((record) => readRow(record, header));
	}
}

function hasText(record: readonly string[]): boolean {
	return record.some((cell) => cell.trim() !== '');
}

function malformedRow(cells: number, names: number): Finding {
	return {
		column: '',
		code: 'malformedRow',
		message: `The line has ${cells} cells, but the header has ${names}`,
		hint: 'Put quotation marks around cells that hold the separator.',
	};
}
