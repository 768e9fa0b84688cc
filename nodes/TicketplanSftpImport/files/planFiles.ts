import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';

import type { ColumnSet } from '../columns/ColumnSet';
import type { FileNaming, ImportFile } from './importFile';
import { nameFile } from './importFile';
import { RowCursor } from './RowCursor';
import { toCsv } from '../csv/toCsv';
import type { GoodRow } from '../rows/row';

/** Good rows in batches, from the first one, each time it is called. */
export type RowStream = () => AsyncGenerator<GoodRow[]>;

export interface FileOptions extends FileNaming {
	/** 0 for no limit. */
	maxRowsPerFile: number;
}

export interface FileSet {
	files: ImportFile[];
	/** Lets go of the input, if the content of a file was left half read. */
	close(): Promise<void>;
}

interface Part {
	start: number;
	rows: number;
	bytes: number;
	hash: Hash;
}

/**
 * Plans the CSV files for the rows. Which columns are filled is known after the last row only, while the content
 * has to be hashed from the first: so it guesses from the first batch, and takes a second turn if that was wrong.
 */
export async function buildFiles(
	stream: RowStream,
	columns: ColumnSet,
	options: FileOptions,
): Promise<FileSet> {
	let { parts, layout } = await measure(stream, columns, options.maxRowsPerFile);
	const finalLayout = columns.layout();
	if (String(layout) !== String(finalLayout)) {
		({ parts, layout } = await measure(stream, columns, options.maxRowsPerFile, finalLayout));
	}
	const cursor = new RowCursor(stream);
	const files = parts.map(({ start, rows, bytes, hash }, index): ImportFile => {
		const sha256 = hash.digest('hex');
		const name = nameFile(options, sha256, index, parts.length);
		const isLast = index === parts.length - 1;
		return {
			name,
			rows,
			bytes,
			sha256,
			async *content() {
				yield header(columns, layout);
				for await (const batch of cursor.read(start, start + rows, isLast)) {
					yield body(batch, layout);
				}
			},
		};
	});
	return { files, close: () => cursor.close() };
}

async function measure(
	stream: RowStream,
	columns: ColumnSet,
	maxRows: number,
	knownLayout?: number[],
): Promise<{ parts: Part[]; layout: number[] }> {
	const parts: Part[] = [];
	let layout = knownLayout;
	let rowsSeen = 0;
	let part: Part | undefined;
	for await (const batch of stream()) {
		layout ??= columns.layout();
		for (let at = 0; at < batch.length;) {
			if (!part || part.rows === maxRows) {
				part = { start: rowsSeen, rows: 0, bytes: 0, hash: createHash('sha256') };
				parts.push(part);
				append(part, header(columns, layout));
			}
			const rows = batch.slice(at, maxRows ? at + maxRows - part.rows : undefined);
			append(part, body(rows, layout));
			part.rows += rows.length;
			rowsSeen += rows.length;
			at += rows.length;
		}
	}
	return { parts, layout: layout ?? [] };
}

function append(part: Part, bytes: Buffer): void {
	part.hash.update(bytes);
	part.bytes += bytes.length;
}

function header({ columns }: ColumnSet, layout: number[]): Buffer {
	return Buffer.from(toCsv([layout.map((index) => columns[index]?.name ?? '')]));
}

function body(rows: readonly GoodRow[], layout: number[]): Buffer {
	return Buffer.from(toCsv(rows.map(({ texts }) => layout.map((index) => texts[index] ?? ''))));
}
