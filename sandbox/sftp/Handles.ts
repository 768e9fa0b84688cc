import type { FileEntry } from 'ssh2';

import type { Entry } from './MemoryFiles';
import { failure } from './MemoryFiles';

/** An open file or folder. */
export interface Handle {
	path: string;
	entry: Entry;
	flags: number;
	/** For a folder: what `READDIR` has still to tell. */
	names: FileEntry[];
}

/** What one client has open, by the handles it was given. */
export class Handles {
	private readonly handles = new Map<string, Handle>();

	private last = 0;

	all(): Buffer[] {
		return [...this.handles.keys()].map((key) => Buffer.from(key));
	}

	open(handle: Handle): Buffer {
		const key = String(++this.last);
		this.handles.set(key, handle);
		handle.entry.handles += 1;
		return Buffer.from(key);
	}

	find(key: Buffer): Handle | undefined {
		return this.handles.get(key.toString());
	}

	get(key: Buffer): Handle {
		const handle = this.find(key);
		if (!handle) throw failure('Invalid handle');
		return handle;
	}

	close(key: Buffer): Handle {
		const handle = this.get(key);
		this.handles.delete(key.toString());
		handle.entry.handles -= 1;
		return handle;
	}
}
