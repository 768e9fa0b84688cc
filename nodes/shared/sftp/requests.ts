import type { Socket } from 'node:net';

import type { SFTPWrapper } from 'ssh2';

import { cancelledError } from '../KaskoError';
import type { KaskoError } from '../KaskoError';
import { protocolError, SftpError, statusError } from './SftpError';

/** After a cancellation the server gets this long for what is still to be answered and cleaned up. */
const CANCEL_GRACE_MS = 5_000;

type Done<T> = (error?: Error | null, value?: T) => void;

export interface Requests {
	/**
	 * @param what Completes "while trying to …".
	 * @param isAnswer Whether the server's answer is of the kind that was asked for; without it none is looked at.
	 * @throws SftpError, or what `send` throws: ssh2 does so for a request that the server does not offer.
	 */
	request<T>(
		what: string,
		send: (done: Done<T>) => void,
		isAnswer?: (value: unknown) => boolean,
	): Promise<T>;
	/** The same watch over something that answers in its own way and calls `progress`. */
	watch<T>(what: string, work: Promise<T>): Promise<T>;
	progress(): void;
}

/**
 * Ends every open request when the line is lost, when the server answers none of them for `timeoutSeconds`, or some
 * seconds after a cancellation. ssh2 itself would wait for ever. A request in a long queue is no silence: any answer
 * counts as one.
 */
export function createRequests(parts: {
	socket: Socket;
	sftp: SFTPWrapper;
	timeoutSeconds: number;
	signal?: AbortSignal;
}): Requests {
	const { socket, sftp, timeoutSeconds, signal } = parts;
	const open = new Map<(error: Error) => void, string>();
	let end: ((what: string) => KaskoError) | undefined;

	function endAll(why: (what: string) => KaskoError): void {
		end ??= why;
		clearTimeout(silence);
		for (const [reject, what] of open) reject(end(what));
		socket.destroy();
	}

	const silence = setTimeout(() => {
		if (open.size > 0) endAll((what) => silentError(what, timeoutSeconds));
	}, timeoutSeconds * 1000);
	let grace: NodeJS.Timeout | undefined;
	const onAbort = () => {
		grace = setTimeout(() => endAll(cancelledError), CANCEL_GRACE_MS);
	};
	signal?.addEventListener('abort', onAbort, { once: true });
	socket.once('close', () => {
		clearTimeout(grace);
		signal?.removeEventListener('abort', onAbort);
		endAll(lostError);
	});

	sftp.once('error', () => endAll(protocolError)); // ssh2 reads no further

	const progress = () => {
		if (!end) silence.refresh();
	};

	function request<T>(
		what: string,
		send: (done: Done<T>) => void,
		isAnswer: (value: unknown) => boolean = () => true,
	): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			if (end) return reject(end(what));
			if (open.size === 0) progress();
			open.set(reject, what);
			const settle: Done<T> = (error, value) => {
				const code = error && 'code' in error ? error.code : undefined;
				// Without an SFTP status it is not the server's answer but ssh2's "No response from server".
				if (error && typeof code !== 'number') return endAll(lostError);
				open.delete(reject);
				progress();
				if (error) reject(statusError(what, error));
				else if (!isAnswer(value)) reject(protocolError(what));
				else resolve(value as T);
			};
			let isSent = false;
			try {
				send(settle);
				isSent = true;
			} finally {
				if (!isSent) open.delete(reject);
			}
		});
	}

	async function watch<T>(what: string, work: Promise<T>): Promise<T> {
		return await request<T>(what, (done) => {
			work.then((value) => done(null, value), done);
		});
	}

	return { request, watch, progress };
}

function lostError(what: string): SftpError {
	return new SftpError(
		'lost',
		`The connection to the server was lost while trying to ${what}`,
		'Run the workflow again. If it happens every time, ask KASKO whether their server ends long connections.',
	);
}

function silentError(what: string, seconds: number): SftpError {
	return new SftpError(
		'silent',
		`The server did not answer for ${seconds} s while trying to ${what}`,
		'Run the workflow again later, or raise the connection timeout.',
	);
}
