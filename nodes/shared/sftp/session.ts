import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

import type SftpClient from 'ssh2-sftp-client';
import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2';

import { KaskoError, cancelledError } from '../KaskoError';
import { folderOf, nameIn, toListedFile, toRemoteFile, type RemoteFile } from './remoteFile';
import { createRequests } from './requests';
import { isStatus, SftpError, statusOf } from './SftpError';
import { writeParallel } from './writeParallel';

/**
 * - `parallel`: many writes in flight
 * - `serial`: one, for servers that want it so
 */
export type UploadMode = 'parallel' | 'serial';

declare module 'ssh2' {
	interface SFTPWrapper {
		/** @types/ssh2 (1.15) does not know the options of ssh2. */
		readdir(
			folder: Buffer,
			options: { full: boolean },
			done: (error: Error | undefined, found?: FileEntryWithStats[]) => void,
		): void;
	}
}

/** An open SFTP session. Every method throws `SftpError`, or `cancelledError()` when the run is cancelled. */
export interface SftpSession {
	/** Fingerprint of the key that the server showed. */
	readonly hostKey: string;
	/** Set when the run is cancelled; `upload` and `read` stop by themselves, other requests end within seconds. */
	readonly signal?: AbortSignal;
	/**
	 * Undefined when there is nothing at `path`. Where the server's answer does not say so, the listing of the folder
	 * does; the error is thrown only when that is not to be had, either.
	 */
	stat(path: string): Promise<RemoteFile | undefined>;
	/** Gives what is in a folder to `take`, without `.` and `..`. False when there is no folder at `path`. */
	list(path: string, take: (file: RemoteFile) => void): Promise<boolean>;
	/** Writes a new file and closes it; refuses to touch an existing one. Reads `content` once, and sends nothing else. */
	upload(path: string, content: AsyncIterable<Buffer>, mode: UploadMode): Promise<void>;
	/** The bytes of the file, in blocks; those behind the first `bytes` are not all read. */
	read(path: string, bytes: number): AsyncIterable<Buffer>;
	/**
	 * Finds out by which way the server renames, with a link to `from` that is taken away again: what goes wrong here has
	 * renamed nothing. Asks nothing where that is known, and says nothing where `from` is not there.
	 */
	prepareRename(from: string): Promise<void>;
	/**
	 * Gives a file the name `to`, if that is free. Servers that can do so take the name without ever overwriting; look
	 * right before all the same, since the RENAME of some others overwrites. After a lost answer both names may be there.
	 * @returns Whether both are: `to` is then a second link to the same file, and `from` is to be removed.
	 */
	rename(from: string, to: string): Promise<boolean>;
	/** False when there is nothing at `path`. */
	remove(path: string): Promise<boolean>;
}

/** The link by which `prepareRename` tries out a server; it stays there if the line is lost in between. */
export function trialLinkOf(path: string): string {
	return `${path}.link`;
}

interface Parts {
	client: SftpClient;
	sftp: SFTPWrapper;
	socket: Socket;
	hostKey: string;
	/** Its RENAME is one step that links the new name and unlinks the old one; it takes requests in order. */
	isOpenSsh: boolean;
	timeoutSeconds: number;
	signal?: AbortSignal;
}

/** The session over ssh2's own SFTP requests, so that the server's answer to each is known exactly. */
export function createSession(parts: Parts): SftpSession {
	const { client, sftp, hostKey, isOpenSsh, signal } = parts;
	const { request, watch, progress } = createRequests(parts);
	const longestSeconds = LONGEST_IN_TIMEOUTS * parts.timeoutSeconds;
	let canLink: boolean | undefined;

	async function stat(path: string): Promise<RemoteFile | undefined> {
		const what = `look for '${path}'`;
		const found = await request<Attributes>(
			what,
			(done) => sftp.stat(path, done),
			isAttributes,
		).then(
			(attrs) => toRemoteFile(nameIn(path), attrs),
			(error: unknown) => findInFolder(path, error),
		);
		return found && { ...found, isFolder: found.isFolder ?? (await opensAsFolder(path)) };
	}

	async function list(path: string, take: (file: RemoteFile) => void): Promise<boolean> {
		const takeNamed = (file: RemoteFile) => {
			if (file.name !== '.' && file.name !== '..' && file.name !== '') take(file);
		};
		return await readFolder(path, takeNamed, MOST_LISTED).then(
			() => true,
			async (error: unknown) => (await requireAbsent(path, error)) ?? false,
		);
	}

	/**
	 * What the listing of its folder says of `path`, when `error` is the server's answer to a request for it.
	 * @throws `error` when the listing tells nothing.
	 */
	async function findInFolder(path: string, error: unknown): Promise<RemoteFile | undefined> {
		if (!isStatus(error)) throw error;
		if (error.reason === 'notFound') return undefined;
		if (nameIn(path) === '') throw error;
		const folder = folderOf(path);
		let found: RemoteFile | undefined;
		const compare = (file: RemoteFile) => {
			if (file.name === nameIn(path)) found = file;
		};
		await readFolder(folder, compare, MOST_SEARCHED).catch((answer: unknown) =>
			requireAbsent(folder, answer, error),
		);
		return found;
	}

	/** @throws `thrown`, unless `answer` or the folder's listing says that there is nothing at `path`. */
	async function requireAbsent(path: string, answer: unknown, thrown = answer): Promise<undefined> {
		if (await findInFolder(path, answer)) throw thrown;
	}

	/** @throws SftpError also when the listing has no end. */
	async function readFolder(
		path: string,
		take: (file: RemoteFile) => void,
		most: number,
	): Promise<void> {
		const what = `list the folder '${path}'`;
		const folder = await request<Buffer>(what, (done) => sftp.opendir(path, done), isHandle);
		const next = () =>
			request<FileEntry[] | typeof END>(
				what,
				(done) =>
					// With `full`, since ssh2 leaves out '.' and '..' also where the server has sent no list.
					sftp.readdir(folder, { full: true }, (error, found) =>
						isEndOfFolder(error) ? done(undefined, END) : done(error, found),
					),
				(found) => found === END || Array.isArray(found),
			);
		let count = 0;
		let empty = 0;
		const isLate = startClock(longestSeconds);
		for (let entries = await next(); entries !== END; entries = await next()) {
			for (const entry of entries) take(toListedFile(entry));
			count += entries.length;
			empty = entries.length === 0 ? empty + 1 : 0;
			const isEndless = count > most || empty > MOST_EMPTY;
			if (isEndless || isLate()) {
				await request<void>(what, (done) => sftp.close(folder, done)).catch(statusOf);
				throw isEndless ? tooManyFiles(path, most) : tooSlow(what, longestSeconds);
			}
		}
		await request<void>(what, (done) => sftp.close(folder, done));
		if (count === 0) await requireSearchable(path, what);
	}

	/** Tells when work that takes many answers, each of which comes in time, has taken too long. */
	function startClock(seconds: number): () => boolean {
		const end = Date.now() + seconds * 1000;
		return () => Date.now() > end;
	}

	function tooSlow(what: string, seconds: number): SftpError {
		return new SftpError(
			'service',
			`The server answers so slowly that ${seconds} s were not enough to ${what}`,
			'Run the workflow again later, or raise the connection timeout: all answers together may take ten times as long.',
		);
	}

	/** OpenSSH lists nothing of a folder that may be listed but not searched, not even '.', and calls that a success. */
	async function requireSearchable(path: string, what: string): Promise<void> {
		const look = request<unknown>(what, (done) => sftp.stat(`${path}/.`, done));
		const answer = await look.catch(statusOf);
		if (answer instanceof SftpError && answer.reason === 'denied') throw answer;
	}

	async function opensAsFolder(path: string): Promise<boolean | undefined> {
		const what = `open the folder '${path}'`;
		const folder = await request<Buffer>(what, (done) => sftp.opendir(path, done), isHandle).catch(
			statusOf,
		);
		if (folder instanceof SftpError) return folder.reason === 'denied' ? undefined : false;
		await request<void>(what, (done) => sftp.close(folder, done));
		return true;
	}

	async function uploadParallel(path: string, content: AsyncIterable<Buffer>): Promise<void> {
		const what = `write the file '${path}'`;
		const file = await request<Buffer>(what, (done) => sftp.open(path, 'wx', done), isHandle);
		await writeParallel(content, signal, {
			write: (block, position) =>
				request<void>(what, (done) => sftp.write(file, block, 0, block.length, position, done)),
			close: () => request<void>(what, (done) => sftp.close(file, done)),
			// It takes requests in order, and blocks whole: for other servers ssh2 sends the rest of one after its first answer.
			closesInTurn: isOpenSsh,
		});
	}

	async function uploadSerial(path: string, content: AsyncIterable<Buffer>): Promise<void> {
		const source = Readable.from(noticeParts(content));
		let broken: unknown;
		source.once('error', (error) => (broken = error));
		const work = client
			.put(source, path, { writeStreamOptions: { flags: 'wx' } })
			.catch((error: unknown) => {
				if (broken === undefined) throw withoutLibrary(error, path);
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

	async function* read(path: string, bytes: number): AsyncGenerator<Buffer> {
		const what = `read the file '${path}'`;
		const file = await request<Buffer>(what, (done) => sftp.open(path, 'r', done), isHandle);
		const seconds = longestSeconds + Math.ceil(bytes / SLOWEST_BYTES_PER_SECOND);
		const isLate = startClock(seconds);
		for (let position = 0; position <= bytes;) {
			const block = await request<Buffer>(what, (done) =>
				sftp.read(file, Buffer.alloc(READ_BYTES), 0, READ_BYTES, position, (error, _bytes, data) =>
					done(error, data),
				),
			);
			if (signal?.aborted) throw cancelledError();
			if (isLate()) throw tooSlow(what, seconds);
			if (block.length === 0) break;
			position += block.length;
			yield block;
		}
		await request<void>(what, (done) => sftp.close(file, done));
	}

	async function isRenamedByLink(from: string): Promise<boolean> {
		return (canLink ??= await triesToLink(from));
	}

	async function prepareRename(from: string): Promise<void> {
		if (isOpenSsh) return;
		await isRenamedByLink(from).catch((error: unknown) => {
			if (statusOf(error).reason !== 'notFound') throw error;
		});
	}

	async function rename(from: string, to: string): Promise<boolean> {
		const what = `rename '${from}' to '${to}'`;
		if (!isOpenSsh && (await isRenamedByLink(from)) && (await tryLink(what, from, to))) return true;
		await request<void>(what, (done) => sftp.rename(from, to, done));
		return false;
	}

	/**
	 * Whether the server makes links, and not only says so: rclone's (seen in 1.60) offers them, answers OK and does nothing.
	 * Tried out under a name that nobody takes away; what is linked and can't be removed again is no way to rename.
	 */
	async function triesToLink(from: string): Promise<boolean> {
		const probe = trialLinkOf(from);
		const answer = await tryLink(`link '${from}' to '${probe}'`, from, probe).catch(statusOf);
		if (answer instanceof SftpError && answer.reason === 'notFound') throw answer;
		const isMade = answer !== false && (await stat(probe)) !== undefined;
		const isRemoved = isMade && (await remove(probe).catch(statusOf)) === true;
		return answer === true && isRemoved;
	}

	/** @returns Whether the server says that it is done; false when it can't, and `to` is free. */
	async function tryLink(what: string, from: string, to: string): Promise<boolean> {
		const link = (done: (error?: Error | null) => void) =>
			sftp.ext_openssh_hardlink(from, to, done);
		return await request<void>(what, link).then(
			() => true,
			async (error: unknown) => {
				const isOffered = error instanceof KaskoError;
				if (!isOffered) return false;
				if (!isStatus(error) || error.reason === 'notFound' || (await stat(to))) throw error;
				return false;
			},
		);
	}

	async function remove(path: string): Promise<boolean> {
		return await request<void>(`delete '${path}'`, (done) => sftp.unlink(path, done)).then(
			() => true,
			async (error: unknown) => (await requireAbsent(path, error)) ?? false,
		);
	}

	return {
		hostKey,
		signal,
		stat,
		list,
		upload: (path, content, mode) =>
			mode === 'parallel' ? uploadParallel(path, content) : uploadSerial(path, content),
		read,
		prepareRename,
		rename,
		remove,
	};
}

/** How long listing a folder or reading a small file may take, however well each answer comes in time. */
const LONGEST_IN_TIMEOUTS = 10;
/** A big file may take longer, on a line that is no slower than this. */
const SLOWEST_BYTES_PER_SECOND = 100_000;

/** ssh2 divides it for servers that answer with less. */
const READ_BYTES = 255 * 1024;

const STATUS_END_OF_FILE = 1;
/** What stands for the end of a listing, where a list is expected. */
const END = Symbol('end of the listing');

/** More than any folder of imports will ever hold. */
const MOST_LISTED = 1_500_000;
/** Where a folder is listed for each file that is looked for, since the server does not tell of a single one. */
const MOST_SEARCHED = 100_000;
/** Answers in a row without a name in them, before this is a listing without end. */
const MOST_EMPTY = 100;

const isHandle = (answer: unknown): boolean => Buffer.isBuffer(answer);

const isAttributes = (answer: unknown): boolean =>
	typeof answer === 'object' && !Array.isArray(answer) && !Buffer.isBuffer(answer);

/** ssh2-sftp-client puts the name of its method in front of the server's own words, and the path behind them. */
function withoutLibrary(error: unknown, path: string): unknown {
	if (error instanceof Error) {
		error.message = error.message.replace(/^_?put: (?:Write stream error: )?/, '');
		if (error.message.endsWith(` ${path}`))
			error.message = error.message.slice(0, -path.length - 1);
	}
	return error;
}

function tooManyFiles(path: string, most: number): SftpError {
	return new SftpError(
		'service',
		`The folder '${path}' holds more than ${most.toLocaleString('en-US')} files, or its listing has no end`,
		'Ask KASKO to clear it.',
	);
}

function isEndOfFolder(error: Error | undefined): boolean {
	return error !== undefined && 'code' in error && error.code === STATUS_END_OF_FILE;
}
