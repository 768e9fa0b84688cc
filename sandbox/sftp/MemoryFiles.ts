import { EventEmitter } from 'node:events';
import { posix } from 'node:path';
import { utils } from 'ssh2';

const { STATUS_CODE } = utils.sftp;

/** A refusal of the server, as an SFTP status code and its text. */
export class SftpRefusal extends Error {
	constructor(
		readonly code: number,
		message: string,
	) {
		super(message);
	}
}

/** A file or, without `content`, a folder. */
export interface Entry {
	content?: Content;
	modifiedAt: Date;
	/** Handles that are open on it. */
	handles: number;
}

/** The bytes of a file, in a buffer that doubles when it is full, so that many small writes stay cheap. */
export class Content {
	private buffer = Buffer.alloc(0);

	size = 0;

	bytes(): Buffer {
		return this.buffer.subarray(0, this.size);
	}

	write(offset: number, data: Buffer): void {
		const end = offset + data.length;
		if (end > this.buffer.length) {
			const grown = Buffer.alloc(Math.max(end, this.buffer.length * 2));
			this.buffer.copy(grown, 0, 0, this.size);
			this.buffer = grown;
		}
		data.copy(this.buffer, offset);
		this.size = Math.max(this.size, end);
	}
}

/**
 * The files of the SFTP server, in memory. Paths are absolute or relative to `/`; a path that can't be used
 * throws `SftpRefusal`. Emits `change` with the path when a file may have become complete (closed or renamed).
 */
export class MemoryFiles extends EventEmitter<{ change: [path: string] }> {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => Date) {
		super();
		this.clear();
	}

	clear(): void {
		this.entries.clear();
		this.entries.set('/', { modifiedAt: this.now(), handles: 0 });
	}

	find(path: string): Entry | undefined {
		return this.entries.get(absolute(path));
	}

	get(path: string): Entry {
		const entry = this.find(path);
		if (!entry) throw new SftpRefusal(STATUS_CODE.NO_SUCH_FILE, 'No such file');
		return entry;
	}

	/** The names in a folder, in the order in which they came. */
	list(folder: string): string[] {
		if (this.get(folder).content) throw failure('Not a directory');
		const parent = absolute(folder);
		return [...this.entries.keys()]
			.filter((path) => path !== '/' && posix.dirname(path) === parent)
			.map((path) => posix.basename(path));
	}

	read(path: string): Buffer {
		const { content } = this.get(path);
		if (!content) throw failure('Is a directory');
		return content.bytes();
	}

	/** Puts a whole file there, as one upload would. */
	write(path: string, bytes: Buffer | string): void {
		const content = new Content();
		content.write(0, Buffer.from(bytes));
		this.add(path, { content, modifiedAt: this.now(), handles: 0 });
		this.emit('change', absolute(path));
	}

	makeFolder(path: string): void {
		if (this.find(path)) throw failure('File exists');
		this.add(path, { modifiedAt: this.now(), handles: 0 });
	}

	/** A folder and those above it, as far as they are missing. */
	makeFolders(path: string): void {
		const folder = absolute(path);
		if (this.find(folder)) return;
		this.makeFolders(posix.dirname(folder));
		this.makeFolder(folder);
	}

	add(path: string, entry: Entry): void {
		if (this.get(posix.dirname(absolute(path))).content) throw failure('Not a directory');
		this.entries.set(absolute(path), entry);
	}

	/** Removes a file, or a folder with all that is in it. */
	remove(path: string): void {
		this.get(path);
		const gone = absolute(path);
		for (const other of this.entries.keys()) {
			if (other === gone || other.startsWith(`${gone}/`)) this.entries.delete(other);
		}
	}

	/** SFTP version 3: it is an error if the new name is taken. */
	rename(from: string, to: string): void {
		const entry = this.get(from);
		if (this.find(to)) throw failure('File exists');
		if (!entry.content) throw failure('Renaming folders is not offered');
		this.add(to, entry);
		this.entries.delete(absolute(from));
		this.emit('change', absolute(to));
	}
}

export function absolute(path: string): string {
	return posix.resolve('/', path);
}

/** What OpenSSH answers for everything that has no code of its own in version 3. */
export function failure(message: string): SftpRefusal {
	return new SftpRefusal(STATUS_CODE.FAILURE, message);
}
