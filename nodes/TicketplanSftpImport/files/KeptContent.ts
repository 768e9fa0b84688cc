import type { FileHandle } from 'node:fs/promises';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { v4 as uuid } from 'uuid';

/** For the content of one run: some 100,000 rows. Memory is a tenth faster than a file. */
export const MAX_BYTES_IN_MEMORY = 50_000_000;
/** Larger writes are hardly faster. */
const WRITE_BYTES = 1_000_000;
const READ_BYTES = 256 * 1024;

/**
 * What was checked, kept until it is sent: in memory as long as it is small, else in a temporary file. The file has lost
 * its name before anything is in it, so that nobody else can open it, and so that nothing of it is left when n8n dies.
 * Where none can be written, the content is not kept.
 */
export class KeptContent {
	/** What is not in the file yet: the end of the content. */
	private blocks: Buffer[] = [];
	private bytesInMemory = 0;
	private bytesInFile = 0;
	private file?: FileHandle;
	private writing: Promise<void> = Promise.resolve();
	private isKept = true;

	constructor(private readonly maxBytesInMemory: number) {}

	async append(block: Buffer): Promise<void> {
		if (!this.isKept) return;
		this.blocks.push(block);
		this.bytesInMemory += block.length;
		const limit = this.file ? WRITE_BYTES : this.maxBytesInMemory;
		if (this.bytesInMemory <= limit) return;
		// One write at a time: the next blocks are made meanwhile, and no more of them than fit into one.
		await this.writing;
		if (!this.isKept) return;
		this.file ??= await openUnnamed().catch(() => undefined);
		if (!this.file) return this.giveUp();
		const { file, blocks, bytesInMemory, bytesInFile } = this;
		this.blocks = [];
		this.bytesInMemory = 0;
		this.bytesInFile += bytesInMemory;
		this.writing = writeAll(file, blocks, bytesInFile).catch(() => this.giveUp());
	}

	/** The bytes from `start` up to before `end`, as often as wanted; undefined if they could not be kept. */
	async read(start: number, end: number): Promise<AsyncIterable<Buffer> | undefined> {
		await this.writing;
		return this.isKept ? this.stretch(start, end) : undefined;
	}

	/** Forgets the content; another one may follow. */
	async clear(): Promise<void> {
		await this.writing;
		this.blocks = [];
		this.bytesInMemory = 0;
		this.bytesInFile = 0;
	}

	async close(): Promise<void> {
		await this.clear();
		await this.file?.close();
		this.file = undefined;
	}

	private async *stretch(start: number, end: number): AsyncGenerator<Buffer> {
		let at = start;
		const endInFile = Math.min(end, this.bytesInFile);
		while (this.file && at < endInFile) {
			const block = Buffer.allocUnsafe(Math.min(READ_BYTES, endInFile - at));
			const { bytesRead } = await this.file.read(block, 0, block.length, at);
			if (bytesRead === 0)
				throw new Error('The temporary file with the rows is shorter than it was');
			yield block.subarray(0, bytesRead);
			at += bytesRead;
		}
		let blockStart = this.bytesInFile;
		for (const block of this.blocks) {
			const blockEnd = blockStart + block.length;
			if (blockEnd > at && blockStart < end) {
				yield block.subarray(Math.max(0, at - blockStart), end - blockStart);
			}
			blockStart = blockEnd;
		}
	}

	private async giveUp(): Promise<void> {
		this.isKept = false;
		this.blocks = [];
		const { file } = this;
		this.file = undefined;
		await file?.close().catch(() => undefined);
	}
}

/** Undefined if the file would keep its name. */
async function openUnnamed(): Promise<FileHandle | undefined> {
	const path = join(tmpdir(), `n8n-nodes-kasko-${uuid()}`);
	const file = await open(path, 'wx+', 0o600);
	return await unlink(path).then(
		() => file,
		async () => {
			await file.close();
			return undefined;
		},
	);
}

async function writeAll(file: FileHandle, blocks: Buffer[], position: number): Promise<void> {
	let end = position;
	for (const piece of piecesOf(blocks)) {
		for (let at = 0; at < piece.length;) {
			const { bytesWritten } = await file.write(piece, at, piece.length - at, end);
			at += bytesWritten;
			end += bytesWritten;
		}
	}
}

/** The same bytes in pieces of about the size of a write. */
function* piecesOf(blocks: Buffer[]): Generator<Buffer> {
	let piece: Buffer[] = [];
	let bytes = 0;
	for (const block of blocks) {
		piece.push(block);
		bytes += block.length;
		if (bytes < WRITE_BYTES) continue;
		yield Buffer.concat(piece);
		piece = [];
		bytes = 0;
	}
	yield Buffer.concat(piece);
}
