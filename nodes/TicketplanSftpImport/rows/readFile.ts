import type { Readable } from 'node:stream';

import type { ColumnSet } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import type { Finding, RawRow, RefusedRow } from '../types';
import { Cells } from './Cells';
import { readCsv } from './readCsv';

/** A CSV file of the input. */
export interface SourceFile {
	/** The index of the n8n item that holds it. */
	item: number;
	open: () => Promise<Readable>;
}

/** Fills the cells of one row from its record. */
export type ReadRecord = (record: readonly string[], cells: Cells) => void;

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
	let row = 0;
	for await (const records of readCsv(await open())) {
		const batch: Array<RawRow | RefusedRow> = [];
		for (const record of records) {
			if (!names) {
				names = record.map(cleanName);
				const read = readHeader(names);
				if (Array.isArray(read)) return yield [{ row: 0, item, findings: read }];
				readRecord = read;
				continue;
			}
			if (record.every((cell) => cell.trim() === '')) continue; // spreadsheets leave such lines at the end
			row++;
			if (record.length !== names.length) {
				batch.push({ row, item, findings: [malformedRow(record.length, names.length)] });
				continue;
			}
			const cells = new Cells(columns);
			readRecord(record, cells);
			batch.push({ row, item, cells: cells.values, findings: cells.findings });
		}
		yield batch;
	}
}

function malformedRow(cells: number, names: number): Finding {
	return {
		column: '',
		code: 'malformedRow',
		message: `The line has ${cells} cells, but the header has ${names}`,
		hint: 'Put quotation marks around cells that hold the separator.',
	};
}
