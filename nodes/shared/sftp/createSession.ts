import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

import type SftpClient from 'ssh2-sftp-client';
import type { Attributes, FileEntry, SFTPWrapper, Stats } from 'ssh2';

import { cancelledError } from './cancelledError';
import { createRequests } from './requests';
import { SftpError } from './SftpError';
import type { RemoteFile, SftpSession } from './types';
import { writeParallel } from './writeParallel';

interface Parts {
	client: SftpClient;
	sftp: SFTPWrapper;
	socket: Socket;
	hostKey: string;
	timeoutSeconds: number;
	signal?: AbortSignal;
}

/** The session over ssh2's own SFTP requests, so that the server's answer to each is known exactly. */
export function createSession(parts: Parts): SftpSession {
	const { client, sftp, hostKey, signal } = parts;
	const { request, watch, progress } = createRequests(parts);

	const orNothing = <T>(answer: Promise<T>): Promise<T | undefined> =>
		answer.catch((error: unknown) => {
			if (error instanceof SftpError && error.reason === 'notFound') return undefined;
			throw error;
		});

	async function list(path: string): Promise<RemoteFile[] | undefined> {
		const what = `list the folder '${path}'`;
		const folder = await orNothing(request<Buffer>(what, (done) => sftp.opendir(path, done)));
		if (!folder) return undefined;
		const files: RemoteFile[] = [];
		for (;;) {
			const entries = await request<FileEntry[] | undefined>(what, (done) =>
				sftp.readdir(folder, (error, found) =>
					isEndOfFolder(error) ? done(undefined, undefined) : done(error, found),
				),
			);
			if (!entries) break;
			files.push(...entries.map(({ filename, attrs }) => toRemoteFile(filename, attrs)));
		}
		await request<void>(what, (done) => sftp.close(folder, done));
		return files.filter(({ name }) => name !== '.' && name !== '..');
	}

	async function uploadParallel(path: string, content: AsyncIterable<Buffer>): Promise<void> {
		const what = `write the file '${path}'`;
		const file = await request<Buffer>(what, (done) => sftp.open(path, 'wx', done));
		const closeFile = () => request<void>(what, (done) => sftp.close(file, done));
		await writeParallel(content, signal, (block, position) =>
			request<void>(what, (done) => sftp.write(file, block, 0, block.length, position, done)),
		).catch(async (error: unknown) => {
			await closeFile().catch(() => undefined); // the first error is the one to tell
			throw error;
		});
		await closeFile();
	}

	async function uploadSerial(path: string, content: AsyncIterable<Buffer>): Promise<void> {
		const source = Readable.from(noticeParts(content));
		let broken: unknown;
		source.once('error', (error) => (broken = error));
		const work = client
			.put(source, path, { writeStreamOptions: { flags: 'wx' } })
			.catch((error: unknown) => {
				if (broken === undefined) throw error;
			});
		await watch(`write the file '${path}'`, work);
		if (broken !== undefined) throw broken;
	}

	async function* noticeParts(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		for await (const part of content) {
			if (signal?.aborted) throw cancelledError();
			progress();
			yield part;
		}
	}

	async function* read(path: string): AsyncGenerator<Buffer> {
		const what = `read the file '${path}'`;
		const file = await request<Buffer>(what, (done) => sftp.open(path, 'r', done));
		for (let position = 0; ;) {
			const block = await request<Buffer>(what, (done) =>
				sftp.read(file, Buffer.alloc(READ_BYTES), 0, READ_BYTES, position, (error, _bytes, data) =>
					done(error, data),
				),
			);
			if (signal?.aborted) throw cancelledError();
			if (block.length === 0) break;
			position += block.length;
			yield block;
		}
		await request<void>(what, (done) => sftp.close(file, done));
	}

	return {
		hostKey,
		signal,
		list,
		read,
		async stat(path) {
			const stats = await orNothing(
				request<Stats>(`look for '${path}'`, (done) => sftp.stat(path, done)),
			);
			return stats && toRemoteFile(path.slice(path.lastIndexOf('/') + 1), stats);
		},
		upload: (path, content, mode) =>
			mode === 'parallel' ? uploadParallel(path, content) : uploadSerial(path, content),
		rename: (from, to) =>
			request<void>(`rename '${from}' to '${to}'`, (done) => sftp.rename(from, to, done)),
		async remove(path) {
			const answer = request<true>(`delete '${path}'`, (done) =>
				sftp.unlink(path, (error) => done(error, true)),
			);
			return (await orNothing(answer)) ?? false;
		},
	};
}

/** ssh2 divides it for servers that answer with less. */
const READ_BYTES = 255 * 1024;

const STATUS_END_OF_FILE = 1;

function isEndOfFolder(error: Error | undefined): boolean {
	return error !== undefined && 'code' in error && error.code === STATUS_END_OF_FILE;
}

const FILE_TYPE_BITS = 0o170000;
const FOLDER_TYPE = 0o040000;

function toRemoteFile(name: string, attrs: Attributes): RemoteFile {
	return {
		name,
		bytes: attrs.size,
		modifiedAt: new Date(attrs.mtime * 1000),
		isFolder: (attrs.mode & FILE_TYPE_BITS) === FOLDER_TYPE,
	};
}
