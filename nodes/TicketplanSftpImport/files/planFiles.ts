import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import type { ColumnSet } from '../columns/ColumnSet';
import { toCsv } from '../csv/toCsv';
import type { Finding } from '../finding';
import type { GoodRow } from '../rows/row';
import type { FileNaming, ImportFile } from './importFile';
import { nameFile } from './importFile';
import type { KeptContent } from './KeptContent';
import { RowCursor } from './RowCursor';

/** Good rows in batches, from the first one, each time it is called. */
export type RowStream = () => AsyncGenerator<GoodRow[]>;

export interface FileOptions extends FileNaming {
	/** 0 for no limit. */
	maxRowsPerFile: number;
	/** How many rows to list with their files. */
	maxListedRows: number;
	/** Content of so many bytes, of all files together, is kept in memory until it is sent, more in a temporary file. */
	maxBytesInMemory: number;
}

/** What is known of a row without its cells. A class, for the reason that `GoodRow` gives. */
export class ListedRow {
	constructor(
		readonly row: number,
		readonly item: number,
		readonly key: string,
		readonly warnings?: readonly Finding[],
	) {}
}

export interface PlannedFile extends ImportFile {
	/** The indexes of the n8n items that its rows come from. */
	items: number[];
	/** Its rows, in order, as far as rows are listed. */
	listedRows: ListedRow[];
}

export interface FileSet {
	files: PlannedFile[];
	/** Lets go of the content that was kept, and of the input, if the content of a file was left half read. */
	close(): Promise<void>;
}

/** The files as far as they can be known when all rows have come by once. */
export interface MeasuredFiles {
	parts: Part[];
	/** The indexes of their columns. */
	layout: readonly number[];
	/** The indexes of the columns that some row fills. */
	filled: ReadonlySet<number>;
	/** Whether these are the right columns. If not, the rows have to be measured again, now that `filled` is known. */
	isFinal: boolean;
}

/**
 * So many rows are kept until the columns of the files are decided on. Which columns are filled is known after the last
 * row only, while the content has to be hashed from the first: it is a guess, wrong where a column is filled for the
 * first time after that many rows.
 */
const ROWS_BEFORE_LAYOUT = 10_000;

/** Counts, hashes and keeps what the files will hold: all of it, one file behind the other. */
export async function measureFiles(
	rows: AsyncIterable<GoodRow[]>,
	columns: ColumnSet,
	{ maxRowsPerFile, maxListedRows }: FileOptions,
	kept: KeptContent,
	knownFilled?: ReadonlySet<number>,
): Promise<MeasuredFiles> {
	const parts: Part[] = [];
	const filled = new FilledColumns();
	let layout = knownFilled && layoutOf(columns, knownFilled);
	let rowsSeen = 0;
	let bytesSeen = 0;
	await kept.clear();

	async function append(part: Part, bytes: Buffer): Promise<void> {
		part.append(bytes);
		bytesSeen += bytes.length;
		await kept.append(bytes);
	}

	async function add(batch: readonly GoodRow[], indexes: readonly number[]): Promise<void> {
		for (let at = 0; at < batch.length;) {
			let part = parts.at(-1);
			if (!part || part.rows === maxRowsPerFile) {
				parts.push((part = new Part(rowsSeen, bytesSeen)));
				await append(part, header(columns, indexes));
			}
			const some = batch.slice(at, maxRowsPerFile ? at + maxRowsPerFile - part.rows : undefined);
			await append(part, body(some, indexes));
			part.count(some, columns.keyIndex, maxListedRows - rowsSeen);
			rowsSeen += some.length;
			at += some.length;
		}
	}

	let waiting: GoodRow[][] = [];
	let rowsWaiting = 0;
	async function addWaiting(): Promise<number[]> {
		const guess = layoutOf(columns, filled.indexes);
		for (const batch of waiting) {
			await add(batch, guess);
			await setImmediate();
		}
		waiting = [];
		return guess;
	}

	for await (const batch of rows) {
		filled.mark(batch);
		if (layout) {
			await add(batch, layout);
			continue;
		}
		waiting.push(batch);
		rowsWaiting += batch.length;
		if (rowsWaiting >= ROWS_BEFORE_LAYOUT) layout = await addWaiting();
	}
	layout ??= await addWaiting();
	const isFinal = String(layout) === String(layoutOf(columns, filled.indexes));
	return { parts, layout, filled: filled.indexes, isFinal };
}

/** The measured files; `stream` has to give the rows that were measured. Their content is read from there if it is not kept. */
export function planFiles(
	{ parts, layout }: MeasuredFiles,
	kept: KeptContent,
	stream: RowStream,
	columns: ColumnSet,
	naming: FileNaming,
): FileSet {
	const cursor = new RowCursor(stream);
	const files = parts.map((part, index): PlannedFile => {
		const { start, rows, offset, bytes, items, listedRows } = part;
		const sha256 = part.hash.digest('hex');
		const keysHash = part.keysHash.digest('hex');
		const isLast = index === parts.length - 1;
		return {
			name: nameFile(naming, sha256, index, parts.length),
			rows,
			bytes,
			sha256,
			keysHash,
			items: [...items],
			listedRows,
			async *content() {
				const blocks = await kept.read(offset, offset + bytes);
				if (blocks) return yield* blocks;
				yield header(columns, layout);
				for await (const batch of cursor.read(start, start + rows, isLast)) {
					yield body(batch, layout);
				}
			},
		};
	});
	const close = async () => {
		await kept.close();
		await cursor.close();
	};
	return { files, close };
}

/** One file while it is measured. */
class Part {
	rows = 0;
	bytes = 0;
	readonly hash: Hash = createHash('sha256');
	readonly keysHash: Hash = createHash('sha256');
	readonly items = new Set<number>();
	readonly listedRows: ListedRow[] = [];

	constructor(
		/** The number of its first row, counted from 0 over all files. */
		readonly start: number,
		/** The same of its first byte. */
		readonly offset: number,
	) {}

	append(bytes: Buffer): void {
		this.hash.update(bytes);
		this.bytes += bytes.length;
	}

	count(rows: readonly GoodRow[], keyIndex: number, maxListed: number): void {
		this.rows += rows.length;
		this.keysHash.update(rows.map(({ texts }) => `${texts[keyIndex] ?? ''}\n`).join(''));
		for (const { item } of rows) this.items.add(item);
		for (const { row, item, texts, warnings } of rows.slice(0, Math.max(0, maxListed))) {
			// A copy: a mere part of a string would keep the whole block of the file that it was read from.
			const key = Buffer.from(texts[keyIndex] ?? '').toString();
			this.listedRows.push(new ListedRow(row, item, key, warnings));
		}
	}
}

/** Which columns some row fills. */
class FilledColumns {
	readonly indexes = new Set<number>();
	private unfilled: number[] = [];
	private known = 0;

	mark(rows: readonly GoodRow[]): void {
		for (const { texts } of rows) {
			while (this.known < texts.length) this.unfilled.push(this.known++);
			if (this.unfilled.some((index) => texts[index])) {
				for (const index of this.unfilled) if (texts[index]) this.indexes.add(index);
				this.unfilled = this.unfilled.filter((index) => !texts[index]);
			}
		}
	}
}

/** The indexes of the columns that go into the files: those some row fills, and the required ones. */
function layoutOf({ all, keyIndex }: ColumnSet, filled: ReadonlySet<number>): number[] {
	return all.flatMap(({ required }, index) =>
		required || index === keyIndex || filled.has(index) ? [index] : [],
	);
}

function header({ all }: ColumnSet, layout: readonly number[]): Buffer {
	return Buffer.from(toCsv([all.map(({ name }) => name)], layout));
}

function body(rows: readonly GoodRow[], layout: readonly number[]): Buffer {
	return Buffer.from(
		toCsv(
			rows.map(({ texts }) => texts),
			layout,
		),
	);
}
