import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

import { parse } from 'csv-parse/sync';

import { KaskoError } from '../../shared/KaskoError';

const DELIMITERS = [',', ';', '\t'];
/** A quotation mark that is never closed must not pull the rest of a big file into memory. */
const MAX_BLOCK_LENGTH = 4_000_000;

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
		const records = parseBlock(block, delimiter, recordsBefore);
		recordsBefore += records.length;
		yield records;
	}
}

/** The text of the file in blocks that end where a record ends: at a line break outside quotation marks. */
async function* readBlocks(stream: Readable): AsyncGenerator<string> {
	const decoder = new StringDecoder('utf8');
	let text = '';
	let isStart = true;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		if (isStart && isUtf16(chunk)) throw notCsv('it is saved as UTF-16, not as UTF-8');
		text += decoder.write(chunk);
		if (isStart && text !== '') text = text.replace(/^\uFEFF/, '');
		isStart &&= text === '';
		const block = text.slice(0, text.lastIndexOf('\n') + 1);
		if (block !== '' && quotesAreClosed(block)) {
			yield block;
			text = text.slice(block.length);
		}
		if (text.length > MAX_BLOCK_LENGTH)
			throw notCsv('a quotation mark is not closed, or a line is far too long');
	}
	text += decoder.end();
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

/** Without quotation marks, lines are records and need no parser: csv-parse takes five times as long for them. */
function parseBlock(block: string, delimiter: string, recordsBefore: number): string[][] {
	if (!block.includes('"')) {
		return block
			.split(/\r?\n/)
			.filter((line) => line !== '')
			.map((line) => line.split(delimiter));
	}
	try {
		return parse(block, {
			delimiter,
			record_delimiter: ['\r\n', '\n'],
			relax_column_count: true,
			skip_empty_lines: true,
		});
	} catch (error) {
		throw notCsv(`after line ${recordsBefore}, ${String(error)}`);
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
