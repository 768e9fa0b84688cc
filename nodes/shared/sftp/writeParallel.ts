import { cancelledError } from '../KaskoError';

/**
 * OpenSSH takes this much in one write; ssh2 divides it for servers that take only 32 KB, so that with
 * this many writes there is about 1 MB in flight at the least.
 */
const BLOCK_BYTES = 255 * 1024;
const WRITES_IN_FLIGHT = 32;

interface OpenFile {
	write: (block: Buffer, position: number) => Promise<void>;
	close: () => Promise<void>;
	/** Whether the close may be sent before the last writes are answered. */
	closesInTurn: boolean;
}

/**
 * Sends a stream as numbered writes without waiting for each answer, and closes the file, whatever happens. A slow server
 * slows the source down. Throws what went wrong first; all that was sent has its answer by then.
 */
export async function writeParallel(
	content: AsyncIterable<Buffer>,
	signal: AbortSignal | undefined,
	{ write, close, closesInTurn }: OpenFile,
): Promise<void> {
	const open = new Set<Promise<void>>();
	let failure: { error: unknown } | undefined;
	const note = (error: unknown) => {
		failure ??= { error };
	};
	let position = 0;
	try {
		for await (const block of blocks(content)) {
			const answer: Promise<void> = write(block, position)
				.catch(note)
				.finally(() => open.delete(answer));
			open.add(answer);
			position += block.length;
			if (open.size >= WRITES_IN_FLIGHT) await Promise.race(open);
			if (failure || signal?.aborted) break;
		}
	} catch (error) {
		note(error); // of the source
	}
	if (!closesInTurn) await Promise.all(open);
	await Promise.all([...open, close().catch(note)]);
	if (failure) throw failure.error;
	if (signal?.aborted) throw cancelledError();
}

/** The same bytes in blocks of one size, the last one shorter. */
async function* blocks(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let parts: Buffer[] = [];
	let size = 0;
	for await (const part of content) {
		parts.push(part);
		size += part.length;
		while (size >= BLOCK_BYTES) {
			const all: Buffer = parts.length === 1 ? (parts[0] ?? part) : Buffer.concat(parts);
			yield all.subarray(0, BLOCK_BYTES);
			parts = [all.subarray(BLOCK_BYTES)];
			size -= BLOCK_BYTES;
		}
	}
	if (size > 0) yield Buffer.concat(parts);
}
