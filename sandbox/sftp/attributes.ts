import type { Attributes } from 'ssh2';

import type { Entry } from './MemoryFiles';

const FILE_MODE = 0o100644;
const FOLDER_MODE = 0o040755;
const OWNER = 1000;

/** What a client is told about a file or folder; times in seconds. */
export function attributes({ content, modifiedAt }: Entry): Attributes {
	const seconds = Math.floor(modifiedAt.getTime() / 1000);
	return {
		mode: content ? FILE_MODE : FOLDER_MODE,
		uid: OWNER,
		gid: OWNER,
		size: content?.size ?? 0,
		atime: seconds,
		mtime: seconds,
	};
}

/** Takes over the time; mode and owner stay as they are. */
export function setAttributes(entry: Entry, { mtime }: Partial<Attributes>): void {
	if (mtime !== undefined) entry.modifiedAt = new Date(mtime * 1000);
}

/** The line of `ls -l`, from which some clients read whether it is a folder. */
export function longName(name: string, { mode, size, mtime }: Attributes): string {
	const type = mode === FOLDER_MODE ? 'drwxr-xr-x' : '-rw-r--r--';
	const time = new Date(mtime * 1000).toUTCString().slice(5, 16);
	return `${type} 1 kasko kasko ${size} ${time} ${name}`;
}
