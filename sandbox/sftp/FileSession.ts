import { posix } from 'node:path';
import type { Attributes, SFTPWrapper } from 'ssh2';
import { utils } from 'ssh2';

import { attributes, longName, setAttributes } from './attributes';
import type { Handle } from './Handles';
import { Handles } from './Handles';
import type { Entry, MemoryFiles } from './MemoryFiles';
import { absolute, Content, failure } from './MemoryFiles';
import type { Oddities } from './oddities';
import { NOT_ODD } from './oddities';

const { OPEN_MODE, STATUS_CODE } = utils.sftp;

const NAMES_PER_REPLY = 100;

/** Sends the answer of a request that went well. */
export type Reply = (stream: SFTPWrapper, id: number) => void;

const ok: Reply = (stream, id) => stream.status(id, STATUS_CODE.OK);
const end: Reply = (stream, id) => stream.status(id, STATUS_CODE.EOF);

/**
 * The requests of SFTP version 3, one method each, named as in the protocol and with its arguments. They act on the
 * files at once and give the reply to send; what can't be done throws `SftpRefusal`.
 */
export class FileSession {
	private readonly handles = new Handles();

	constructor(
		private readonly files: MemoryFiles,
		private readonly now: () => Date,
		private readonly odd: Oddities = NOT_ODD,
	) {}

	/** What a disconnected client leaves behind: its files as they are, no handle. */
	release(): void {
		for (const handle of this.handles.all()) this.CLOSE(handle);
	}

	pathOf(handle: Buffer): string | undefined {
		return this.handles.find(handle)?.path;
	}

	OPEN(path: string, flags: number): Reply {
		const known = this.files.find(path);
		if (known && !known.content) throw failure('Is a directory');
		if (known && flags & OPEN_MODE.EXCL) throw failure('File exists');
		if (!known && !(flags & OPEN_MODE.CREAT)) this.files.get(path);
		const entry = known ?? { content: new Content(), modifiedAt: this.now(), handles: 0 };
		if (!known) this.files.add(path, entry);
		if (flags & OPEN_MODE.TRUNC) entry.content = new Content();
		return this.open({ path: absolute(path), entry, flags, names: [] });
	}

	CLOSE(handle: Buffer): Reply {
		const { path, flags } = this.handles.close(handle);
		if (flags & OPEN_MODE.WRITE) this.files.emit('change', path);
		return ok;
	}

	READ(handle: Buffer, offset: number, length: number): Reply {
		const content = this.handles.get(handle).entry.content;
		const data = content?.bytes().subarray(offset, offset + length);
		return data?.length ? (stream, id) => stream.data(id, data) : end;
	}

	WRITE(handle: Buffer, offset: number, data: Buffer): Reply {
		const { entry, flags } = this.handles.get(handle);
		if (!entry.content || !(flags & OPEN_MODE.WRITE)) throw failure('Not open for writing');
		entry.content.write(flags & OPEN_MODE.APPEND ? entry.content.size : offset, data);
		entry.modifiedAt = this.now();
		return ok;
	}

	OPENDIR(path: string): Reply {
		const entry = this.files.get(path);
		const isSearchable = !this.odd.notSearchable.some(
			(folder) => absolute(folder) === absolute(path),
		);
		const names = (isSearchable ? this.files.list(path) : []).map((name) => {
			const attrs = this.attributes(this.files.get(posix.join(absolute(path), name)));
			return { filename: name, longname: longName(name, attrs), attrs };
		});
		return this.open({ path: absolute(path), entry, flags: 0, names });
	}

	READDIR(handle: Buffer): Reply {
		const names = this.handles.get(handle).names.splice(0, NAMES_PER_REPLY);
		return names.length ? (stream, id) => stream.name(id, names) : end;
	}

	STAT(path: string): Reply {
		const attrs = this.attributes(this.files.get(path));
		return (stream, id) => stream.attrs(id, attrs);
	}

	LSTAT(path: string): Reply {
		return this.STAT(path);
	}

	FSTAT(handle: Buffer): Reply {
		const attrs = this.attributes(this.handles.get(handle).entry);
		return (stream, id) => stream.attrs(id, attrs);
	}

	SETSTAT(path: string, attrs: Partial<Attributes>): Reply {
		setAttributes(this.files.get(path), attrs);
		return ok;
	}

	FSETSTAT(handle: Buffer, attrs: Partial<Attributes>): Reply {
		setAttributes(this.handles.get(handle).entry, attrs);
		return ok;
	}

	REALPATH(path: string): Reply {
		const filename = absolute(path);
		return (stream, id) =>
			stream.name(id, [
				{ filename, longname: filename, attrs: this.attributes(this.files.get('/')) },
			]);
	}

	REMOVE(path: string): Reply {
		this.files.read(path);
		this.files.remove(path);
		return ok;
	}

	RENAME(from: string, to: string): Reply {
		const { rename } = this.odd;
		if (rename === 'copies') {
			if (this.files.find(to)) throw failure('File exists');
			this.files.write(to, this.files.read(from));
			return ok;
		}
		const isOverwritten = rename === 'overwrites' && this.files.find(to) && this.files.read(from);
		if (isOverwritten) this.files.remove(to);
		this.files.rename(from, to);
		return ok;
	}

	MKDIR(path: string): Reply {
		this.files.makeFolder(path);
		return ok;
	}

	RMDIR(path: string): Reply {
		if (this.files.list(path).length > 0) throw failure('Directory not empty');
		this.files.remove(path);
		return ok;
	}

	private attributes(entry: Entry): Attributes {
		return attributes(entry, this.odd.withheld);
	}

	private open(handle: Handle): Reply {
		const opened = this.handles.open(handle);
		return (stream, id) => stream.handle(id, opened);
	}
}
