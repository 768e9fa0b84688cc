import { parse } from 'papaparse';

import type { Row } from './checkRow';

/** The rows of a CSV file, by the names in its header; a row that can't be read has an `errorMessage`. */
export function parseFile(bytes: Buffer): Array<{ row: Row; errorMessage?: string }> {
	const { data, errors } = parse<Row>(bytes.toString('utf8'), {
		header: true,
		delimiter: ',',
		skipEmptyLines: true,
	});
	const messages = new Map(errors.map(({ row, message }) => [row, `Bad Request: ${message}.`]));
	return data.map((row, index) => ({ row, errorMessage: messages.get(index) }));
}
