import type { Environment } from '../files/importFile';

/** KASKO moves each file there when it is done, from `test` and from `live`. */
export const PROCESSED_FOLDER = 'imports_processed';

/** `folder` as in the credential: empty = login folder; SFTP knows no `~`. */
export function remotePath(folder: string, ...names: string[]): string {
	const base = folder.trim().replace(/^~(?=\/|$)\/?/, '');
	if (base === '') return names.join('/');
	return [base.replace(/\/+$/, ''), ...names].join('/');
}

const OWN_NAME = /-(test|live)-([0-9a-f]{12,64})(?:-\d+)?\.csv$/;

/** What the name of a file that this node sent says about it; undefined for other files. */
export function readName(name: string): { environment: Environment; hash: string } | undefined {
	const [, environment, hash] = OWN_NAME.exec(name) ?? [];
	if (hash === undefined) return undefined;
	return { environment: environment === 'live' ? 'live' : 'test', hash };
}
