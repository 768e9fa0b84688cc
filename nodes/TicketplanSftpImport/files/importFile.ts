const HASH_DIGITS = 16;

/** How the files of a run are called. */
export interface FileNaming {
	environment: Environment;
	/** Of the user's own; empty for a name made from the content. */
	fileName: string;
}

/**
 * A name that environment and content decide, so that the same content is found again on the server. A name of the
 * user's own is kept as it is; several files then get numbers.
 */
export function nameFile(
	{ environment, fileName }: FileNaming,
	sha256: string,
	index: number,
	count: number,
): string {
	if (fileName === '') return `ticketplan-${environment}-${sha256.slice(0, HASH_DIGITS)}.csv`;
	const base = fileName.replace(/\.csv$/i, '');
	return count > 1 ? `${base}-${index + 1}.csv` : `${base}.csv`;
}

/** Which of KASKO's two folders a file goes into; `live` buys policies. */
export type Environment = 'test' | 'live';

/** One CSV file, ready to send. `content()` can be called more than once and gives the same bytes each time. */
export interface ImportFile {
	/**
	 * Without a folder; unless it is of the user's own, it ends in `-<environment>-<at least 12 hex digits of sha256>.csv`:
	 * the same name then means the same rows in the same environment, also in `imports_processed`, which holds the files
	 * of both.
	 */
	name: string;
	rows: number;
	bytes: number;
	/** Of the content, hexadecimal. */
	sha256: string;
	content(): AsyncIterable<Buffer>;
}
