import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Server, type AuthContext, type Connection } from 'ssh2';

import { createKey } from '../../sandbox';
import {
	answer,
	eachPacket,
	idOf,
	listing,
	number,
	STATUS,
	status,
	text,
	TYPE,
	typeOf,
} from './packets';

/** Sends something to the client; false when it has not taken what was sent before. */
type Send = (bytes: Buffer) => boolean;

/** What becomes of an answer, by the request that it is for. */
type Twist = (answer: Buffer, request: Buffer, send: Send, hangUp: () => void) => void;

/** The part of ssh2's inside that opens a channel, as a server. */
interface Inside {
	_protocol: {
		channelOpenConfirm(remote: number, local: number, window: number, packetSize: number): void;
	};
}

/** `raw`: no SSH at all, only a line; `login`, `inside`: what becomes of a login, and of SSH below it; `twist`: an SFTP server that works, but for what it makes of its answers; `onlySays`: that
 * it has done these requests. */
export type Behaviour =
	| { raw: (socket: Socket) => void }
	| { login: (context: AuthContext) => void }
	| { inside: (ssh: Inside) => void }
	| { twist: () => Twist }
	| { onlySays: (request: Buffer) => boolean };

const GREETING = 'SSH-2.0-Hostile\r\n';
/** Colours, a bell, a new line, marks that turn the text round, and a word that would be a tag in HTML. */
export const NASTY = '\u001b[31mred\u001b[0m\u0007\r\n\u202egnirts\u202c\u2066<b>';

/** Names that lead elsewhere, or that spoil what shows them. */
export const NASTY_NAMES = [
	'..',
	'../up.csv',
	'/etc/passwd.csv',
	'a\nb.csv',
	`${NASTY}.csv`,
	'__proto__.csv',
	'',
];

/** Writes as much as the client takes. */
function flood(socket: Socket, bytes: Buffer): void {
	const write = () => {
		while (!socket.destroyed && socket.write(bytes));
	};
	socket.on('drain', write);
	write();
}

const of =
	(type: number, twist: Twist): (() => Twist) =>
	() =>
	(answer, request, send, hangUp) => {
		if (typeOf(request) === type) twist(answer, request, send, hangUp);
		else send(answer);
	};
const isLink = (request: Buffer): boolean => request.includes('hardlink@');
/** A link under a name that tells whether the server makes links at all. */
const isTrial = (request: Buffer): boolean => isLink(request) && request.includes('.part.link');
const silentAt = (isMeant: (request: Buffer) => boolean) => ({
	twist: (): Twist => (answer, request, send) => {
		if (!isMeant(request)) send(answer);
	},
});
const instead = (type: number, make: (id: number, answer: Buffer) => Buffer) => ({
	twist: of(type, (answer, request, send) => send(make(idOf(request), answer))),
});

/** By what it does, in the words of docs/hostile-servers.md. */
export const HOSTILE_SFTP: Record<string, Behaviour> = {
	'says nothing': { raw: () => undefined },
	'talks without end before its greeting': {
		raw: (socket) => flood(socket, Buffer.from('welcome\r\n'.repeat(5_000))),
	},
	'sends a line without end': { raw: (socket) => flood(socket, Buffer.alloc(65_536, 'x')) },
	'greets, one letter a moment, and never ends': {
		raw: (socket) => {
			const timer = setInterval(() => socket.write('S'), 50);
			socket.once('close', () => clearInterval(timer));
		},
	},
	'sends noise after its greeting': {
		raw: (socket) =>
			void socket.write(Buffer.concat([Buffer.from(GREETING), Buffer.alloc(65_536, 'noise')])),
	},
	'announces a packet of 2 GB before the login': {
		raw: (socket) => {
			socket.write(Buffer.concat([Buffer.from(GREETING), number(2 ** 31 - 1), Buffer.alloc(100)]));
			flood(socket, Buffer.alloc(65_536));
		},
	},
	'hangs up in the middle of its greeting': { raw: (socket) => void socket.end('SSH-2.') },
	'wants a login in escape sequences': { login: (context) => context.reject([NASTY as never]) },
	'never begins with SFTP': silentAt((request) => typeOf(request) === 1),
	'takes packets of 0 bytes': {
		inside: ({ _protocol: protocol }) => {
			const confirm = protocol.channelOpenConfirm.bind(protocol);
			protocol.channelOpenConfirm = (remote, local, window) => confirm(remote, local, window, 0);
		},
	},
	'leaves a request without an answer': { twist: of(TYPE.stat, () => undefined) },
	'stops in the middle of an answer': {
		twist: () => {
			let hasStopped = false;
			return (answer, request, send) => {
				if (hasStopped) return;
				hasStopped = typeOf(request) === TYPE.stat;
				send(hasStopped ? answer.subarray(0, 7) : answer);
			};
		},
	},
	'hangs up in the middle of an answer': {
		twist: of(TYPE.stat, (answer, _request, send, hangUp) => {
			send(answer.subarray(0, 7));
			hangUp();
		}),
	},
	'announces an answer of 2 GB': instead(TYPE.stat, () =>
		Buffer.concat([number(2 ** 31 - 1), Buffer.alloc(100)]),
	),
	'answers with what is no answer': instead(TYPE.stat, (id) => status(id, STATUS.ok)),
	'gives no file when it opens one': instead(TYPE.open, (id) => status(id, STATUS.ok)),
	'answers with a kind that there is not': instead(TYPE.stat, (id) =>
		Buffer.concat([number(5), Buffer.of(250), number(id)]),
	),
	'answers what nobody has asked': {
		twist: () => (answer, request, send) => {
			if (typeOf(request) !== 1) send(status(0xfff0, STATUS.failure, NASTY));
			send(answer);
		},
	},
	'answers everything twice': {
		twist: () => (answer, request, send) => {
			send(answer);
			if (typeOf(request) !== 1) send(answer);
		},
	},
	'answers out of order': {
		twist: () => {
			let held: Buffer[] = [];
			return (answer, _request, send) => {
				held.push(answer);
				setTimeout(() => {
					for (const each of held.reverse()) send(each);
					held = [];
				}, 20);
			};
		},
	},
	'answers in escape sequences': instead(TYPE.open, (id) => status(id, STATUS.failure, NASTY)),
	'answers in a megabyte of text': instead(TYPE.open, (id) =>
		status(id, STATUS.failure, NASTY.repeat(6_000).slice(0, 200_000)),
	),
	'answers with a status that there is not': instead(TYPE.open, (id) => status(id, 0xffffffff, '')),
	'takes all and keeps nothing': { onlySays: (request) => typeOf(request) === TYPE.write },
	'says that it renames, and does not': {
		onlySays: (request) => typeOf(request) === TYPE.rename || isLink(request),
	},
	'says that it links, and does so only on trial': {
		onlySays: (request) => isLink(request) && !isTrial(request),
	},
	'falls silent when a link is tried out': silentAt(isTrial),
	'falls silent when it has renamed, and is to tidy up': silentAt(
		(request) => typeOf(request) === TYPE.remove && !request.includes('.part.link'),
	),
	'answers the closing of a file with a failure': instead(TYPE.close, (id) =>
		status(id, STATUS.failure, 'No more room'),
	),
	'ends a listing with OK': instead(TYPE.readdir, (id, answer) =>
		typeOf(answer) === TYPE.status ? status(id, STATUS.ok) : answer,
	),
	'lists a folder without end': {
		twist: () => {
			let listed = 0;
			return (answer, request, send) => {
				const id = idOf(request);
				if (typeOf(request) === TYPE.stat) return void send(status(id, STATUS.failure));
				if (typeOf(request) !== TYPE.readdir) return void send(answer);
				const names = Array.from({ length: 1_000 }, () => `orders-${++listed}.csv`);
				send(listing(id, names));
			};
		},
	},
	'lists nothing without end': {
		twist: () => (answer, request, send) => {
			const id = idOf(request);
			if (typeOf(request) === TYPE.stat) send(status(id, STATUS.failure));
			else send(typeOf(request) === TYPE.readdir ? listing(id, []) : answer);
		},
	},
	'lists names that are none': instead(TYPE.readdir, (id, answer) =>
		typeOf(answer) === TYPE.name ? listing(id, NASTY_NAMES) : answer,
	),
	'reads out a file without end': instead(TYPE.read, (id) => {
		const bytes = Buffer.alloc(30_000, 'x');
		return Buffer.concat([
			number(bytes.length + 9),
			Buffer.of(TYPE.data),
			number(id),
			number(bytes.length),
			bytes,
		]);
	}),
};

const aMomentLater = (type: number, make: (id: number) => Buffer) => ({
	twist: of(type, (_answer, request, send) => {
		setTimeout(() => send(make(idOf(request))), 100);
	}),
});

/** Each answer comes in time, and there is no end to them. */
export const ONE_NAME_A_MOMENT: Behaviour = aMomentLater(TYPE.readdir, (id) =>
	listing(id, ['orders.csv']),
);
export const ONE_LETTER_A_MOMENT: Behaviour = aMomentLater(TYPE.read, (id) =>
	answer(TYPE.data, id, text('x')),
);

/** A folder of so many files, each a second newer than the one before. */
export function holding(count: number): Behaviour {
	return {
		twist: () => {
			let listed = 0;
			return (given, request, send) => {
				if (typeOf(request) !== TYPE.readdir || listed === count) return void send(given);
				const times = Array.from({ length: Math.min(1_000, count - listed) }, () => ++listed);
				const entries = times.flatMap((time) => [
					text(`orders-${time}.csv`),
					text(''),
					Buffer.concat([number(8), number(time), number(time)]),
				]);
				send(answer(TYPE.name, idOf(request), number(times.length), ...entries));
			};
		},
	};
}

export interface HostileSftp {
	host: string;
	port: number;
	username: string;
	privateKey: string;
	hostKey: string;
	folder: string;
	stop(): Promise<void>;
}

/** A server on loopback that lets everybody in and behaves so; what works of it is OpenSSH's sftp-server. */
export async function startHostileSftp(behaviour: Behaviour): Promise<HostileSftp> {
	const hostKey = createKey();
	const folder = mkdtempSync(join(tmpdir(), 'kasko-hostile-'));
	for (const name of ['test', 'live', 'imports_processed']) mkdirSync(join(folder, name));
	const sockets = new Set<Socket>();
	const ssh = new Server({ hostKeys: [hostKey.privateKey] }, (connection) => {
		connection.on('error', () => undefined);
		connection.on('authentication', (context) =>
			'login' in behaviour ? behaviour.login(context) : context.accept(),
		);
		if ('inside' in behaviour) behaviour.inside(connection as Connection & Inside);
		connection.on('session', (accept) => {
			accept().on('subsystem', (acceptSubsystem) => {
				const channel = acceptSubsystem();
				const program = spawn('/usr/lib/openssh/sftp-server', ['-d', folder]);
				const twist = 'twist' in behaviour ? behaviour.twist() : undefined;
				const requests = new Map<number, Buffer>();
				const send: Send = (bytes) => channel.writable && channel.write(bytes);
				channel.on('error', () => undefined);
				channel.on(
					'data',
					eachPacket((request) => {
						if ('onlySays' in behaviour && behaviour.onlySays(request))
							return void send(status(idOf(request), STATUS.ok));
						requests.set(typeOf(request) === 1 ? 0 : idOf(request), request);
						program.stdin.write(request);
					}),
				);
				channel.on('end', () => program.stdin.end());
				connection.on('close', () => program.kill());
				program.stdin.on('error', () => undefined);
				program.stdout.on(
					'data',
					eachPacket((answer) => {
						const request =
							requests.get(typeOf(answer) === 2 ? 0 : idOf(answer)) ?? Buffer.alloc(9);
						if (twist) twist(answer, request, send, () => connection.end());
						else send(answer);
					}),
				);
			});
		});
	});
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
		if ('raw' in behaviour) behaviour.raw(socket.resume());
		else ssh.injectSocket(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		host: '127.0.0.1',
		port: (server.address() as AddressInfo).port,
		username: 'kasko',
		privateKey: createKey().privateKey,
		hostKey: hostKey.fingerprint,
		folder,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
