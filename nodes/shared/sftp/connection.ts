import { connect, type Socket } from 'node:net';

import SftpClient from 'ssh2-sftp-client';
import type { AuthHandlerMiddleware, ServerHostKeyAlgorithm } from 'ssh2';

import { cancelledError } from '../KaskoError';
import { connectError, isNoSuchHostKey, type Progress } from './connectError';
import type { SftpCredential } from './credential';
import { fingerprintOf, isTrusted, otherKeys, unknownServer } from './hostKeys';
import { refuseTinyPackets } from './packetSize';
import { createSession, type SftpSession } from './session';
import type { SftpError } from './SftpError';

export interface SftpOptions {
	/** Limit for connecting, and for each silence of the server afterwards. */
	timeoutSeconds: number;
	signal?: AbortSignal;
}

interface Connection {
	session: SftpSession;
	/** Says goodbye to the server and waits for nothing. Never throws. */
	close(): void;
}

const KEEPALIVE_INTERVAL_MS = 15_000;
// A ping waits behind up to 2 MB of unsent data; on a slow line that is not yet a dead one.
const KEEPALIVE_COUNT_MAX = 8;
const CLOSE_LIMIT_MS = 2_000;
const MAX_BANNER = 2_000;

/** The first line that a server sends says which software it is (RFC 4253, section 4.2). */
const SSH = /^SSH-2\.0-/m;
const OPENSSH = /^SSH-2\.0-OpenSSH/m;

/**
 * Runs `work` over one new connection and closes it in every case.
 * @throws SftpError when the connection does not come about, and whatever `work` throws.
 */
export async function withSftp<T>(
	credential: SftpCredential,
	options: SftpOptions,
	work: (session: SftpSession) => Promise<T>,
): Promise<T> {
	const connection = await openConnection(credential, options);
	try {
		return await work(connection.session);
	} finally {
		connection.close();
	}
}

/**
 * A server shows one key over each connection, and may have one of each kind. When the first is not trusted, it is asked
 * for the others, over new connections, before it is called another server. No login before a key is trusted.
 */
async function openConnection(
	credential: SftpCredential,
	{ timeoutSeconds, signal }: SftpOptions,
): Promise<Connection> {
	const { host, hostKeys } = credential;
	const limit = { timeoutSeconds, signal, end: Date.now() + timeoutSeconds * 1000 };
	const untrusted: string[] = [];
	for (let { kinds } = hostKeys; ;) {
		const opened = await connectOnce(credential, kinds.flat(), limit).catch((error: unknown) => {
			if (error instanceof NoSuchHostKey && untrusted.length > 0)
				throw otherKeys(host, hostKeys, untrusted);
			throw error instanceof NoSuchHostKey ? error.reported : error;
		});
		if (!(opened instanceof UntrustedKey)) return opened;
		const { fingerprint, kind } = opened;
		if (hostKeys.trusted.length === 0) throw unknownServer(host, fingerprint);
		untrusted.push(fingerprint);
		kinds = kinds.filter((names) => !names.some((name) => name === kind));
		if (kinds.length === 0 || hostKeys.revoked.includes(fingerprint))
			throw otherKeys(host, hostKeys, untrusted);
	}
}

/** The server has no key of the kinds that it was asked for; `reported` says so to users. */
class NoSuchHostKey extends Error {
	constructor(readonly reported: SftpError) {
		super();
	}
}

/** What a server showed, when no login was tried. */
class UntrustedKey {
	readonly fingerprint: string;

	readonly kind: string;

	constructor(key: Buffer) {
		this.fingerprint = fingerprintOf(key);
		this.kind = key.toString('latin1', 4, 4 + key.readUInt32BE(0));
	}
}

/**
 * Opens a connection whose socket is ours: ending it ends everything, also where the library would leave it open
 * (SFTP refused after login, a server gone silent). Nagle's algorithm is off: with it each small packet of SSH waits
 * for the server's delayed acknowledgement.
 * @param keyKinds The kinds of host key that the server may show, the preferred first.
 */
async function connectOnce(
	credential: SftpCredential,
	keyKinds: readonly ServerHostKeyAlgorithm[],
	{ timeoutSeconds, signal, end }: SftpOptions & { end: number },
): Promise<Connection | UntrustedKey> {
	if (signal?.aborted) throw cancelledError();
	const { host, port, username, key, hostKeys } = credential;

	const client = new SftpClient('n8n-nodes-kasko', {});
	const socket = connect({ host, port, noDelay: true });
	const progress: Progress = { phase: 'reach', isLineGone: false, isGreeted: false, banner: '' };
	let cause: Error | undefined;
	let shown = '';
	let untrusted: UntrustedKey | undefined;
	let isOpenSsh = false;
	socket.once('connect', () => {
		progress.phase = 'handshake';
		socket.once('data', (data: Buffer) => {
			const greeting = data.toString('latin1');
			progress.isGreeted = SSH.test(greeting);
			isOpenSsh = OPENSSH.test(greeting);
		});
	});
	client.client.once('handshake', () => {
		progress.phase = 'login';
		refuseTinyPackets(client.client);
	});
	client.client.once('ready', () => (progress.phase = 'service'));
	client.client.on('banner', (text: string) => {
		progress.banner = (progress.banner + text).slice(0, MAX_BANNER);
	});
	client.client.on('error', (error: Error) => (cause ??= error));

	let timedOut = false;
	const deadline = setTimeout(() => {
		timedOut = true;
		socket.destroy();
	}, end - Date.now());
	const cancel = () => socket.destroy();
	signal?.addEventListener('abort', cancel);
	try {
		const sftp = await client.connect({
			sock: socket,
			username,
			...key,
			authHandler: withKeyOnly(progress),
			algorithms: { serverHostKey: [...keyKinds] },
			readyTimeout: 0, // the deadline above covers this and what comes before it
			keepaliveInterval: KEEPALIVE_INTERVAL_MS,
			keepaliveCountMax: KEEPALIVE_COUNT_MAX,
			hostVerifier: (hostKey: Buffer) => {
				shown = fingerprintOf(hostKey);
				if (!isTrusted(hostKeys, shown)) untrusted = new UntrustedKey(hostKey);
				return untrusted === undefined;
			},
		});
		const session = createSession({
			client,
			sftp,
			socket,
			hostKey: shown,
			isOpenSsh,
			timeoutSeconds,
			signal,
		});
		return { session, close: () => close(client, socket) };
	} catch (error) {
		progress.isLineGone = socket.destroyed || socket.readableEnded;
		socket.destroy();
		if (signal?.aborted) throw cancelledError();
		if (untrusted) return untrusted;
		const first = timedOut ? undefined : (cause ?? (error as Error));
		const reported = connectError(progress, first, credential, timeoutSeconds);
		throw first && isNoSuchHostKey(progress, first) ? new NoSuchHostKey(reported) : reported;
	} finally {
		clearTimeout(deadline);
		signal?.removeEventListener('abort', cancel);
	}
}

/** Tries the key, and notes what the server answers if that is not enough. */
function withKeyOnly(progress: Progress): AuthHandlerMiddleware {
	let isTried = false;
	return (methods, partialSuccess, next) => {
		if (isTried) progress.refusal = { methods: methods ?? [], partialSuccess };
		next(isTried ? (false as never) : 'publickey');
		isTried = true;
	};
}

/** Whatever the server does at the end, the result is known by now. The socket ends within a limit in any case. */
function close(client: SftpClient, socket: Socket): void {
	const limit = setTimeout(() => socket.destroy(), CLOSE_LIMIT_MS).unref();
	socket.once('close', () => clearTimeout(limit));
	client.end().catch(() => undefined);
}
