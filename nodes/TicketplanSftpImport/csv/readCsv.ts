import type { Readable } from 'node:stream';

import { parse } from 'csv-parse/sync';

import { KaskoError } from '../../shared/KaskoError';
import { splitLine } from './splitLine';

const DELIMITERS = [',', ';', '\t'];
/** A quotation mark that is never closed must not pull the rest of a big file into memory. */
const MAX_BLOCK_LENGTH = 4_000_000;
/** The fewer are alive at a time, the less a collection has to copy. */
const BATCH_RECORDS = 50;

/**
 * The records of a CSV file (UTF-8) in batches, as they stand in the file; the first one is the header. Cells are
 * separated by comma, semicolon or tab, whichever is most in the first line. A byte order mark and empty lines are
 * left out.
 * @throws KaskoError when the file is not CSV.
 */
export async function* readCsv(stream: Readable): AsyncGenerator<string[][]> {
	let delimiter: string | undefined;
	let recordsBefore = 0;
	for await (const block of readBlocks(stream)) {
		delimiter ??= findDelimiter(block);
		for (const records of parseBlock(block, delimiter, recordsBefore)) {
			recordsBefore += records.length;
			yield records;
		}
	}
}

/** The text of the file in blocks that end where a record ends: at a line break outside quotation marks. */
async function* readBlocks(stream: Readable): AsyncGenerator<string> {
	const decoder = new TextDecoder(); // leaves out a byte order mark
	let text = '';
	let isStart = true;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		if (isStart && isUtf16(chunk)) throw notCsv('it is saved as UTF-16, not as UTF-8');
		isStart &&= chunk.length < 2;
		text += decoder.decode(chunk, { stream: true });
		const block = text.slice(0, text.lastIndexOf('\n') + 1);
		if (block !== '' && quotesAreClosed(block)) {
			yield block;
			text = text.slice(block.length);
		}
		if (text.length > MAX_BLOCK_LENGTH)
			throw notCsv('a quotation mark is not closed, or a line is far too long');
	}
	text += decoder.decode();
	if (text !== '') yield text;
}

/** Excel's "Unicode Text": it begins with a mark that UTF-8 can't hold, or every second byte of its letters is 0. */
function isUtf16([first, second]: Buffer): boolean {
	return first === 0xff || first === 0xfe || first === 0 || second === 0;
}

function quotesAreClosed(text: string): boolean {
	let count = 0;
	for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
	return count % 2 === 0;
}

/** As long as each line is a record, no parser is needed: csv-parse takes three times as long for them. */
function* parseBlock(
	block: string,
	delimiter: string,
	recordsBefore: number,
): Generator<string[][]> {
	const lines = block.split('\n');
	for (let at = 0; at < lines.length; at += BATCH_RECORDS) {
		const batch = lines.slice(at, at + BATCH_RECORDS);
		const records = splitLines(batch, delimiter);
		if (!records) return yield parseText(lines.slice(at).join('\n'), delimiter, recordsBefore + at);
		yield records;
	}
}

/** The records of lines that are one each; empty lines are left out. Undefined if a line is not a record. */
function splitLines(lines: readonly string[], delimiter: string): string[][] | undefined {
	const records = lines
		.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
		.filter((line) => line !== '')
		.map((line) => splitLine(line, delimiter));
	return records.every((record) => record !== undefined) ? records : undefined;
}

function parseText(text: string, delimiter: string, linesBefore: number): string[][] {
	try {
		return parse(text, {
			delimiter,
			record_delimiter: ['\r\n', '\n'],
			relax_column_count: true,
			skip_empty_lines: true,
		});
	} catch (error) {
		throw notCsv(`after line ${linesBefore}, ${String(error)}`);
	}
}

function findDelimiter(text: string): string {
	const [line = ''] = text.replace(/"[^"]*"/g, '').split('\n', 1);
	const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
	return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function notCsv(reason: string): KaskoError {
	return new KaskoError(
		`The file can't be read as CSV: ${reason}`,
		'Save the file as CSV (UTF-8), with cells that hold quotation marks in quotation marks and those doubled.',
	);
}
