import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { stringify } from 'csv-stringify';

import { sampleRow } from './sampleRow';

/** Writes a CSV file of sample rows with a header. */
export async function writeSampleFile(path: string, rows: number): Promise<void> {
	function* records() {
		for (let index = 0; index < rows; index++) yield sampleRow(index);
	}
	await pipeline(Readable.from(records()), stringify({ header: true }), createWriteStream(path));
}
