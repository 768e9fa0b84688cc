import type { Attributes } from 'ssh2';

import type { Entry } from './MemoryFiles';
import type { Oddities } from './oddities';

const FILE_MODE = 0o100644;
const FOLDER_MODE = 0o040755;
/** The rest of a mode is the type. */
const PERMISSIONS = 0o7777;
const OWNER = 1000;

/** What a client is told about a file or folder; times in seconds. */
export function attributes(
	{ content, modifiedAt }: Entry,
	withheld: Oddities['withheld'] = [],
): Attributes {
	const seconds = Math.floor(modifiedAt.getTime() / 1000);
	const told: Partial<Attributes> = { uid: OWNER, gid: OWNER };
	const mode = content ? FILE_MODE : FOLDER_MODE;
	if (!withheld.includes('mode')) told.mode = withheld.includes('type') ? mode & PERMISSIONS : mode;
	if (!withheld.includes('size')) told.size = content?.size ?? 0;
	if (!withheld.includes('times')) Object.assign(told, { atime: seconds, mtime: seconds });
	return told as Attributes; // ssh2 sends those that are there
}

/** Takes over the time; mode and owner stay as they are. */
export function setAttributes(entry: Entry, { mtime }: Partial<Attributes>): void {
	if (mtime !== undefined) entry.modifiedAt = new Date(mtime * 1000);
}

/** The line of `ls -l`, from which some clients read whether it is a folder. */
export function longName(name: string, { mode, size, mtime }: Partial<Attributes>): string {
	if (mode === undefined || mtime === undefined) return name;
	const type = mode === FOLDER_MODE ? 'drwxr-xr-x' : '-rw-r--r--';
	const time = new Date(mtime * 1000).toUTCString().slice(5, 16);
	return `${type} 1 kasko kasko ${size ?? 0} ${time} ${name}`;
}
