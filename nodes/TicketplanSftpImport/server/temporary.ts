import { randomBytes } from 'node:crypto';

const NAME = /^\.?[0-9a-f]{12}-[0-9a-f]{8}\.part(?:\.link)?$/;

/**
 * A new name for a file that is being written. It does not end in `.csv`; with the dot, whoever watches the folder has two
 * reasons to leave it alone.
 */
export function temporaryName(sha256: string, isHidden: boolean): string {
	return `${isHidden ? '.' : ''}${sha256.slice(0, 12)}-${randomBytes(4).toString('hex')}.part`;
}

/** Whether a file has a name that only `temporaryName` gives, or that of the link by which its server is tried out. */
export function isTemporaryName(name: string): boolean {
	return NAME.test(name);
}
