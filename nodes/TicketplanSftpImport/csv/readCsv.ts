import type { Readable } from 'node:stream';

import { KaskoError } from '../../shared/KaskoError';
import type { CsvRecord, Dialect } from './CsvReader';
import { CsvReader } from './CsvReader';
import { findFileKind } from './fileKinds';

export type Encoding = 'utf-8' | 'windows-1252';

const DELIMITERS = [',', ';', '\t', '|'];
/** So many bytes tell what a file is. */
const START_BYTES = 1_000;
/** A header that is longer is none. */
const MAX_HEAD_LENGTH = 1_000_000;
/** The fewer are alive at a time, the less a collection has to copy. */
const BATCH_RECORDS = 50;
/** What tells the separator to Excel; no part of the table. */
const SEPARATOR_LINE = /^"?sep=([^"\r\n])"?[,;\t|]*$/i;
/** Only separators and spaces, in quotation marks or not: what spreadsheets leave around a table. */
const EMPTY_LINE = /^[\s",;|]*$/;
const EMPTY_CELL = /^[\s,;|]*$/;

/**
 * The records of a CSV file in batches, as they stand in it; the first one is the header. Cells are separated as a line
 * `sep=` says, or else by comma, semicolon, tab or bar, whichever is most in the header. A byte order mark and lines
 * without any text are left out. A record that can't be read comes with its fault.
 * @throws KaskoError when the file is not CSV.
 */
export async function* readCsv(stream: Readable, encoding: Encoding): AsyncGenerator<CsvRecord[]> {
	let head = '';
	let reader: CsvReader | undefined;
	for await (const { text, isEnd } of decode(stream, encoding)) {
		let piece = text;
		if (!reader) {
			head += text;
			const found = findDialect(head, isEnd || head.length > MAX_HEAD_LENGTH);
			if (!found) continue;
			reader = new CsvReader(found.dialect, found.line);
			piece = head.slice(found.start);
		}
		let batch: CsvRecord[] = [];
		for (const record of reader.read(piece, isEnd)) {
			if (!record.fault && record.cells.every(isEmpty)) continue;
			batch.push(record);
			if (batch.length < BATCH_RECORDS) continue;
			yield batch;
			batch = [];
		}
		if (batch.length > 0) yield batch;
	}
}

async function* decode(stream: Readable, encoding: Encoding) {
	const decoder = new TextDecoder(encoding); // leaves out a byte order mark
	let start: Buffer | undefined = Buffer.alloc(0);
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		if (!start) {
			yield { text: decoder.decode(chunk, { stream: true }), isEnd: false };
			continue;
		}
		start = Buffer.concat([start, chunk]);
		if (start.length < START_BYTES) continue;
		requireCsv(start.subarray(0, START_BYTES), encoding);
		yield { text: decoder.decode(start, { stream: true }), isEnd: false };
		start = undefined;
	}
	if (start) requireCsv(start, encoding);
	const rest = start ? decoder.decode(start, { stream: true }) : '';
	yield { text: rest + decoder.decode(), isEnd: true };
}

function requireCsv(start: Buffer, encoding: Encoding): void {
	const kind = findFileKind(start);
	if (kind) {
		throw new KaskoError(`The file can't be read as CSV: it is ${kind.name}`, kind.advice);
	}
	if (encoding !== 'utf-8' && start.subarray(0, 3).toString('hex') === 'efbbbf') {
		throw new KaskoError(
			"The file is marked as UTF-8, but 'File Encoding' says something else",
			"Set the option 'File Encoding' to UTF-8.",
		);
	}
}

/** How the table is written, and where it begins: at its first line with text. Undefined if that is not seen yet. */
function findDialect(
	text: string,
	isAll: boolean,
): { dialect: Dialect; start: number; line: number } | undefined {
	let delimiter: string | undefined;
	let start = 0;
	for (let line = 1; ; line++) {
		const end = endOfLine(text, start);
		const isSeen = end < text.length - 1;
		if (!isSeen && !isAll) return undefined;
		const content = text.slice(start, end);
		const separator = delimiter === undefined ? SEPARATOR_LINE.exec(content)?.[1] : undefined;
		delimiter ??= separator;
		if (end >= text.length || (separator === undefined && !EMPTY_LINE.test(content))) {
			const endsWithCr = text[end] === '\r' && text[end + 1] !== '\n';
			return {
				dialect: { delimiter: delimiter ?? mostFrequent(content), endsWithCr },
				start,
				line,
			};
		}
		start = end + (text.startsWith('\r\n', end) ? 2 : 1);
	}
}

/** The next line end outside quotation marks, or the length of the text. */
function endOfLine(text: string, from: number): number {
	let at = from;
	while (at < text.length && text[at] !== '\n' && text[at] !== '\r') {
		const closed = text[at] === '"' ? text.indexOf('"', at + 1) : at;
		at = closed < 0 ? text.length : closed + 1;
	}
	return at;
}

/** A comma before a space stands in a name, as in "Name, first name;City", unless nothing else separates. */
function mostFrequent(header: string): string {
	const unquoted = header.replace(/"[^"]*"|, /g, '');
	const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
	return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function isEmpty(cell: string): boolean {
	return EMPTY_CELL.test(cell);
}
