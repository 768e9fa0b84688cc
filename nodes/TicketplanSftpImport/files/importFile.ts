/** Which of KASKO's two folders a file goes into; `live` buys policies. */
export type Environment = 'test' | 'live';

/** One CSV file, ready to send. `content()` can be called more than once and gives the same bytes each time. */
export interface ImportFile {
	/** Without a folder; made by `nameFile`. */
	name: string;
	rows: number;
	bytes: number;
	/** Of the content, hexadecimal. */
	sha256: string;
	/** The same of its idempotency keys: which policies it holds, whatever else its rows say. */
	keysHash: string;
	content(): AsyncIterable<Buffer>;
}

/** How the files of a run are named. */
export interface FileNaming {
	environment: Environment;
	/** Of the user's own; empty for a name made from the content. */
	fileName: string;
}

const HASH_DIGITS = 16;
const CONTENT_NAME = /^ticketplan-(test|live)-([0-9a-f]{12,64})(?:-\d+)?\.csv$/;

/**
 * A name that environment and content decide, so that the same content is found again on the server, also in
 * `imports_processed`, which holds the files of both environments. A name of the user's own is kept as it is; several
 * files then get numbers.
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

/** The name under which the same file is sent for the second, third, … time on purpose. */
export function numberedName(name: string, number: number): string {
	return number === 1 ? name : name.replace(/\.csv$/, `-${number}.csv`);
}

/** What a name made from the content says about it, numbered or not; undefined for other names. */
export function readName(name: string): { environment: Environment; hash: string } | undefined {
	const [, environment, hash] = CONTENT_NAME.exec(name) ?? [];
	if (hash === undefined) return undefined;
	return { environment: environment === 'live' ? 'live' : 'test', hash };
}

/** Whether the name alone says that a file holds these rows for this environment. */
export function namesContent(name: string, environment: Environment, sha256: string): boolean {
	const said = readName(name);
	return said?.environment === environment && sha256.startsWith(said.hash);
}
