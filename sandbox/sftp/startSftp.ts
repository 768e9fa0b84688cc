import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { posix } from 'node:path';
import type { SFTPWrapper } from 'ssh2';

import { Faults } from '../faults';
import type { Sources } from '../types';
import type { SshKey } from './createKey';
import { createKey } from './createKey';
import { FileSession } from './FileSession';
import { MemoryFiles } from './MemoryFiles';
import type { Oddities } from './oddities';
import { NOT_ODD } from './oddities';
import { serveConnection } from './serveConnection';
import { serveRequests } from './serveRequests';
import type { SftpFault, SftpStep } from './sftpFaults';

export interface SftpOptions extends Pick<Sources, 'now'> {
	port?: number;
	username?: string;
	/** The folder that holds `test` and `live`; by default the log-in folder. */
	folder?: string;
	hostKey?: SshKey;
	/** Further ones, each of another kind. */
	moreHostKeys?: readonly SshKey[];
	clientKey?: SshKey;
}

export type Sftp = Awaited<ReturnType<typeof startSftp>>;

/** Starts the SFTP server on 127.0.0.1, with one user who logs in with a key. Both keys are made for the run by default. */
export async function startSftp(options: SftpOptions = {}) {
	const { now = () => new Date(), username = 'kasko-sandbox', folder = '' } = options;
	const { clientKey = createKey(), moreHostKeys = [] } = options;
	const odd: Oddities = { ...NOT_ODD };
	const { hostKey: ownHostKey = createKey() } = options;
	let hostKey = ownHostKey;
	const files = new MemoryFiles(now);
	const faults = new Faults<SftpStep, SftpFault>();
	const steps: SftpStep[] = [];
	const sockets = new Set<Socket>();
	const sessions = new Set<FileSession>();
	const total = { connections: 0, requests: 0, bytes: 0 };

	const takeFault = (step: Partial<SftpStep> & { kind: string }): SftpFault | undefined => {
		const seen = { request: 0, bytes: total.bytes, ...step };
		steps.push(seen);
		return faults.take(seen);
	};

	const server = createServer({ noDelay: true }, (socket) => {
		total.connections += 1;
		sockets.add(socket);
		socket.once('close', () => {
			sockets.delete(socket);
			server.emit('gone');
		});
		const fault = takeFault({ kind: 'CONNECT' });
		if (fault === 'stall') return void socket.on('error', () => {}).resume();
		if (fault) return void socket.destroy();
		serveConnection(socket, {
			hostKeys: [hostKey, ...moreHostKeys],
			odd,
			username,
			clientKey,
			takeFault: (kind) => takeFault({ kind }),
			onSftp: (stream) => serveSftp(stream, socket),
		});
	});

	const serveSftp = (stream: SFTPWrapper, socket: Socket) => {
		const session = new FileSession(files, now, odd);
		const release = () => {
			if (sessions.delete(session)) session.release();
		};
		sessions.add(session);
		// OpenSSH says that it is done and waits for the server to close.
		stream.once('end', () => stream.end());
		stream.once('close', release);
		socket.once('close', release);
		serveRequests(stream, session, {
			odd,
			takeFault: (step, written) => {
				total.requests += 1;
				total.bytes += written;
				return takeFault({ ...step, request: total.requests, bytes: total.bytes });
			},
			cut: () => socket.destroy(),
		});
	};

	/** Empty folders `test` and `live`, no fault, nothing odd, all counters at 0, and no connection. */
	const reset = () => {
		for (const socket of sockets) socket.destroy();
		files.clear();
		for (const name of ['test', 'live']) files.makeFolders(posix.join('/', folder, name));
		faults.clear();
		Object.assign(odd, NOT_ODD);
		steps.length = 0;
		Object.assign(total, { connections: 0, requests: 0, bytes: 0 });
	};

	reset();
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');

	return {
		host: '127.0.0.1',
		port: (server.address() as AddressInfo).port,
		username,
		/** The client's key, in OpenSSH format. */
		privateKey: clientKey.privateKey,
		folder,
		/** The fingerprint that the server shows, `SHA256:…`. */
		get hostKey() {
			return hostKey.fingerprint;
		},
		/** New connections are shown another host key from now on. */
		changeHostKey() {
			hostKey = createKey();
		},
		/** New connections are shown the first one again. */
		restoreHostKey() {
			hostKey = ownHostKey;
		},
		files,
		faults,
		/** In what the server differs from OpenSSH from now on, until reset. */
		odd,
		/** Everything that happened since start or reset, in order. */
		steps,
		/** Counted since start or reset. */
		total,
		/** How many are open right now. */
		open: () => ({ connections: sockets.size, sessions: sessions.size }),
		/** Resolves when no connection is open. */
		async idle() {
			while (sockets.size > 0) await once(server, 'gone');
		},
		reset,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
