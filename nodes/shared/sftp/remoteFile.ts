import type { Attributes, FileEntry } from 'ssh2';

/** What the server tells of a file or folder; undefined where it does not say. */
export interface RemoteFile {
	name: string;
	bytes?: number;
	modifiedAt?: Date;
	isFolder?: boolean;
}

const FILE_TYPE_BITS = 0o170000;
const FOLDER_TYPE = 0o040000;
const LS_LINE = /^([-d])[-rwxsStT]{9}/;

/** Each field of the attributes is there only if the server sends it (draft-ietf-secsh-filexfer-02, section 5). */
export function toRemoteFile(
	name: string,
	{ size, mtime, mode = 0 }: Partial<Attributes>,
): RemoteFile {
	// Some servers tell the permissions without the type.
	const type = mode & FILE_TYPE_BITS;
	return {
		name,
		bytes: size,
		modifiedAt: mtime === undefined ? undefined : new Date(mtime * 1000),
		isFolder: type === 0 ? undefined : type === FOLDER_TYPE,
	};
}

/** The same from a listing; the line of `ls -l` in it may say what the attributes don't. */
export function toListedFile({ filename, longname, attrs }: FileEntry): RemoteFile {
	const file = toRemoteFile(filename.slice(filename.lastIndexOf('/') + 1), attrs);
	const [, type] = LS_LINE.exec(longname) ?? [];
	return { ...file, isFolder: file.isFolder ?? (type === undefined ? undefined : type === 'd') };
}

/** Empty for a folder that has no name of its own, such as the login folder. */
export function nameIn(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1).replace(/^\.{1,2}$/, '');
}

export function folderOf(path: string): string {
	const end = path.lastIndexOf('/');
	return end > 0 ? path.slice(0, end) : end === 0 ? '/' : '.';
}
