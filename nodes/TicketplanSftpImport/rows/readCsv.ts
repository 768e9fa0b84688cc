import type { Readable } from 'node:stream';

import { CsvError, parse } from 'csv-parse';

import { KaskoError } from '../../shared/KaskoError';

const DELIMITERS = [',', ';', '\t'];
const FIRST_LINE_BYTES = 65_536;
/** A quotation mark that is never closed must not pull the rest of a big file into memory. */
const MAX_ROW_BYTES = 1_000_000;
const BATCH = 200;

/**
 * The records of a CSV file in batches, as they stand in the file; the first one is the header. Comma, semicolon or
 * tab, whichever is most in the first line. A byte order mark and empty lines are left out.
 * @param open Opens the file anew; called twice.
 * @throws KaskoError when the file is not CSV.
 */
export async function* readCsv(open: () => Promise<Readable>): AsyncGenerator<string[][]> {
	const delimiter = findDelimiter(await readFirstLine(await open()));
	const parser = parse({
		bom: true,
		delimiter,
		max_record_size: MAX_ROW_BYTES,
		relax_column_count: true,
		skip_empty_lines: true,
	});
	const stream = await open();
	stream.on('error', (error) => parser.destroy(error)).pipe(parser);
	try {
		let batch: string[][] = [];
		for await (const record of parser as AsyncIterable<string[]>) {
			if (batch.push(record) < BATCH) continue;
			yield batch;
			batch = [];
		}
		if (batch.length > 0) yield batch;
	} catch (error) {
		throw error instanceof CsvError ? toKaskoError(error) : error;
	} finally {
		stream.destroy();
		parser.destroy();
	}
}

async function readFirstLine(stream: Readable): Promise<string> {
	let head = '';
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		head += chunk.toString('utf8');
		if (head.includes('\n') || head.length > FIRST_LINE_BYTES) break;
	}
	return head.split('\n', 1)[0] ?? '';
}

function findDelimiter(line: string): string {
	const outsideQuotes = line.replace(/"[^"]*"/g, '');
	const counts = DELIMITERS.map((delimiter) => outsideQuotes.split(delimiter).length);
	return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function toKaskoError({ code, message, lines }: CsvError & { lines?: number }): KaskoError {
	const where = lines === undefined ? '' : ` at line ${lines}`;
	return new KaskoError(
		`The file can't be read as CSV${where}: ${message}`,
		'Save the file as CSV (UTF-8), with quotation marks inside a cell doubled.',
		{ code },
	);
}
