import { connect } from 'node:net';

import SftpClient from 'ssh2-sftp-client';

import { connectError, type Phase } from './connectError';
import { createSession } from './createSession';
import { checkHostKeyField, fingerprintOf, refuseHostKey } from './hostKey';
import { readPrivateKey } from './readPrivateKey';
import { cancelledError } from './cancelledError';
import { SftpError } from './SftpError';
import type { SftpCredential, SftpOptions, SftpSession } from './types';

const KEEPALIVE_INTERVAL_MS = 15_000;
// A ping waits behind up to 2 MB of unsent data; on a slow line that is not yet a dead one.
const KEEPALIVE_COUNT_MAX = 8;
const MAX_PORT = 65_535;
const CLOSE_LIMIT_MS = 2_000;

export interface Connection {
	session: SftpSession;
	/** Says goodbye to the server, within a limit, and ends the socket in any case. Never throws. */
	close(): Promise<void>;
}

/**
 * Opens a connection whose socket is ours: ending it ends everything, also where the library would leave it open
 * (SFTP refused after login, a server gone silent). Nagle's algorithm is off: with it each small packet of SSH waits
 * for the server's delayed acknowledgement.
 */
export async function openConnection(
	credential: SftpCredential,
	{ timeoutSeconds, signal }: SftpOptions,
): Promise<Connection> {
	if (signal?.aborted) throw cancelledError();
	checkPort(credential.port);
	checkHostKeyField(credential);
	const key = readPrivateKey(credential.privateKey, credential.passphrase);
	const { host, port, username } = credential;

	const client = new SftpClient('n8n-nodes-kasko', {});
	const socket = connect({ host, port, noDelay: true });
	const progress: { phase: Phase } = { phase: 'reach' };
	let cause: Error | undefined;
	let shown = '';
	let refusal: SftpError | undefined;
	socket.once('connect', () => (progress.phase = 'handshake'));
	client.client.once('handshake', () => (progress.phase = 'login'));
	client.client.once('ready', () => (progress.phase = 'service'));
	client.client.on('error', (error: Error) => (cause ??= error));

	let timedOut = false;
	const deadline = setTimeout(() => {
		timedOut = true;
		socket.destroy();
	}, timeoutSeconds * 1000);
	const cancel = () => socket.destroy();
	signal?.addEventListener('abort', cancel);
	try {
		const sftp = await client.connect({
			sock: socket,
			username,
			...key,
			readyTimeout: 0, // the deadline above covers this and what comes before it
			keepaliveInterval: KEEPALIVE_INTERVAL_MS,
			keepaliveCountMax: KEEPALIVE_COUNT_MAX,
			hostVerifier: (hostKey: Buffer) => {
				shown = fingerprintOf(hostKey);
				refusal = refuseHostKey(credential, shown);
				return refusal === undefined;
			},
		});
		const session = createSession({ client, sftp, socket, hostKey: shown, timeoutSeconds, signal });
		return { session, close: () => close(client, socket) };
	} catch (error) {
		const isLineGone = socket.destroyed || socket.readableEnded;
		socket.destroy();
		if (signal?.aborted) throw cancelledError();
		if (refusal) throw refusal;
		const { phase } = progress;
		const first = timedOut ? undefined : (cause ?? (error as Error));
		throw connectError(
			isLineGone && phase === 'service' ? 'login' : phase,
			first,
			credential,
			timeoutSeconds,
		);
	} finally {
		clearTimeout(deadline);
		signal?.removeEventListener('abort', cancel);
	}
}

/** Node throws a raw RangeError for some of these. */
function checkPort(port: number): void {
	if (Number.isInteger(port) && port >= 1 && port <= MAX_PORT) return;
	throw new SftpError(
		'login',
		"'Port' of the KASKO SFTP credential is not a port number",
		`Open the credential and set it to a whole number from 1 to ${MAX_PORT}; SFTP usually has 22.`,
	);
}

async function close(client: SftpClient, socket: ReturnType<typeof connect>): Promise<void> {
	const limit = setTimeout(() => socket.destroy(), CLOSE_LIMIT_MS);
	try {
		await client.end();
	} catch {
		// Whatever the server does at the end, the result is known by now.
	} finally {
		clearTimeout(limit);
		socket.destroy();
	}
}
