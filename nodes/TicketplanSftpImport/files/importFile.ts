import type { Environment } from '../types';

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
