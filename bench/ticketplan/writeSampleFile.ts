import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { stringify } from 'csv-stringify';

import { sampleRow } from './sampleRow';

const QUOTED = 'Summer "Night" in the Park, second evening';

/**
 * Writes a CSV file of sample rows with a header.
 * @param quotedEvery Every so many rows have a cell with quotation marks and a comma in it; 0 for none.
 */
export async function writeSampleFile(path: string, rows: number, quotedEvery = 0): Promise<void> {
	function* records() {
		for (let index = 0; index < rows; index++) {
			const row = sampleRow(index);
			const isQuoted = quotedEvery > 0 && index % quotedEvery === 0;
			yield isQuoted ? { ...row, 'policy.data.event_name': QUOTED } : row;
		}
	}
	await pipeline(Readable.from(records()), stringify({ header: true }), createWriteStream(path));
}
