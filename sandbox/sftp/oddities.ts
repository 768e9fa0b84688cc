import { posix } from 'node:path';
import type { AuthenticationType } from 'ssh2';
import { utils } from 'ssh2';

import { absolute, failure, SftpRefusal } from './MemoryFiles';

const { STATUS_CODE } = utils.sftp;

/** In what the server differs from OpenSSH; each has been seen in servers of others, or the protocol allows it. */
export interface Oddities {
	/** What it does not tell of files and folders. */
	withheld: ReadonlyArray<'size' | 'mode' | 'type' | 'times'>;
	/** Its answer to a request for what is not there is FAILURE instead of NO_SUCH_FILE. */
	missingIsFailure: boolean;
	/** `overwrites` what has the new name; `copies` the file and leaves the old name, too. */
	rename: 'asOpenSsh' | 'overwrites' | 'copies';
	refusesRemove: boolean;
	/** No file may be made whose name begins with a dot. */
	forbidsDotNames: boolean;
	/** Folders that may be listed, but in which nothing may be looked for: like OpenSSH, it then lists nothing. */
	notSearchable: readonly string[];
	/** What it wants beside a key that it has accepted. */
	afterKey: AuthenticationType | undefined;
	/** The only methods of logging in; no key will do if it is none of them. */
	loginMethods: readonly AuthenticationType[];
	/** What it shows to whoever logs in. */
	banner: string;
}

export const NOT_ODD: Oddities = {
	withheld: [],
	missingIsFailure: false,
	rename: 'asOpenSsh',
	refusesRemove: false,
	forbidsDotNames: false,
	notSearchable: [],
	afterKey: undefined,
	loginMethods: ['publickey'],
	banner: '',
};

/** Whether the server's rules forbid a request. */
export function isForbidden(
	{ refusesRemove, forbidsDotNames, notSearchable }: Oddities,
	kind: string,
	paths: ReadonlyArray<string | undefined>,
): boolean {
	if (kind === 'REMOVE' && refusesRemove) return true;
	return paths.some((path = '') => {
		const isNew = kind === 'OPEN' || kind === 'RENAME';
		if (isNew && forbidsDotNames && posix.basename(path).startsWith('.')) return true;
		return notSearchable.some((folder) => absolute(folder) === absolute(posix.dirname(path)));
	});
}

/** A refusal in the words of this server. */
export function asAnswered({ missingIsFailure }: Oddities, refusal: SftpRefusal): SftpRefusal {
	const isMissing = refusal.code === Number(STATUS_CODE.NO_SUCH_FILE);
	return isMissing && missingIsFailure ? failure('Failure') : refusal;
}
