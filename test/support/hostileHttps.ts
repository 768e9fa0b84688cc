import { once } from 'node:events';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { deflateRawSync, gzipSync } from 'node:zlib';

import { generate } from 'selfsigned';

import { ensureCertificate } from '../../sandbox';
import { NASTY } from './hostileSftp';

/** What becomes of a connection: over TLS once a request has come, or of the bare line. */
export type Behaviour = Answering | { raw: (socket: Socket) => void };

interface Answering {
	answer: (socket: Socket, request: string) => void;
	certificate?: 'of somebody else';
}

const answered = (text: string): Answering => ({ answer: (socket) => void socket.end(text) });
const json = (status: string, body: string): Answering =>
	answered(
		`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
	);
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

function flood(socket: Socket, bytes: Buffer): void {
	const write = () => {
		while (!socket.destroyed && socket.write(bytes));
	};
	socket.on('drain', write);
	write();
}

function drip(socket: Socket, text: string): void {
	const timer = setInterval(() => socket.write(text), 50);
	socket.once('close', () => clearInterval(timer));
}

/** By what it does, in the words of docs/hostile-servers.md. */
export const HOSTILE_HTTPS: Record<string, Behaviour> = {
	'speaks no TLS': { raw: (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') },
	'hangs up in the middle of the TLS handshake': {
		raw: (socket) => void socket.once('data', () => socket.destroy()),
	},
	'shows the certificate of somebody else': {
		...json('200 OK', '{}'),
		certificate: 'of somebody else',
	},
	'never answers': { answer: () => undefined },
	'answers one letter a moment': { answer: (socket) => drip(socket, 'H') },
	'answers, and then drips without end': {
		answer: (socket) => {
			socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`);
			drip(socket, ' ');
		},
	},
	'hangs up instead of an answer': { answer: (socket) => void socket.destroy() },
	'hangs up in the middle of its answer': answered(`${HEAD}Content-Length: 1000\r\n\r\n{"refer`),
	'answers with 2 GB': {
		answer: (socket) => {
			socket.write(`${HEAD}Content-Length: 2147483648\r\n\r\n`);
			flood(socket, Buffer.alloc(65_536, ' '));
		},
	},
	'answers with what unpacks to 200 MB': {
		answer: (socket) => {
			const packed = gzipSync(Buffer.alloc(200_000_000, ' '), { level: 1 });
			socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
			socket.end(packed);
		},
	},
	'answers with what is no HTTP': answered('SSH-2.0-OpenSSH\r\n\r\n'),
	'sends headers without end': {
		answer: (socket) => {
			socket.write('HTTP/1.1 200 OK\r\n');
			flood(socket, Buffer.from('X-More: yes\r\n'.repeat(5_000)));
		},
	},
	'says 100 Continue without end': {
		answer: (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
	},
	'answers in escape sequences': json(
		'400 Bad Request',
		JSON.stringify({ errorMessage: `Missing ${NASTY}` }),
	),
	'sends the API key back': {
		answer: (socket, request) => {
			const [, key = ''] = /authorization: Basic (\S+)/i.exec(request) ?? [];
			const words = `${key} ${Buffer.from(key, 'base64').toString()}`;
			const body = JSON.stringify({ errorMessage: `Who is ${words}?` });
			socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
		},
	},
	'sends the API key back among escape sequences': {
		answer: (socket, request) => {
			const [, key = ''] = /authorization: Basic (\S+)/i.exec(request) ?? [];
			const plain = Buffer.from(key, 'base64').toString();
			const words = `${plain.slice(0, 9)}\u001b[0m${[...plain.slice(9)].join('\u200b')}`;
			json('400 Bad Request', JSON.stringify({ errorMessage: `Who is ${words}?` })).answer(
				socket,
				'',
			);
		},
	},
	'sends back all that was sent': {
		answer: (socket, request) => {
			const [, body = ''] = request.split('\r\n\r\n');
			json('400 Bad Request', JSON.stringify({ errorMessage: body })).answer(socket, '');
		},
	},
	'refuses it, and gives a reference': json('400 Bad Request', '{"reference":"P-1"}'),
	'gives a reference, and names an error': json(
		'200 OK',
		'{"reference":"P-1","errorMessage":"No"}',
	),
	'gives a reference that shows nothing': json('200 OK', '{"reference":"\\u200b"}'),
	'answers packed in a way that nobody asked for': {
		answer: (socket) => {
			const packed = deflateRawSync('{"reference":"P-1"}'.repeat(5));
			socket.end(Buffer.concat([Buffer.from(`${HEAD}Content-Encoding: zstd\r\n\r\n`), packed]));
		},
	},
	'answers with prototype keys': json(
		'200 OK',
		'{"__proto__":{"reference":"P-1"},"constructor":{"prototype":{"reference":"P-2"}}}',
	),
	'answers with a list in a list, 100,000 deep': json(
		'200 OK',
		`${'['.repeat(100_000)}${']'.repeat(100_000)}`,
	),
};

export interface HostileHttps {
	/** Ends in a slash. */
	url: string;
	/** How many requests have come. */
	requests(): number;
	stop(): Promise<void>;
}

/** A server on loopback, with the certificate that the tests trust, that behaves so. */
export async function startHostileHttps(behaviour: Behaviour): Promise<HostileHttps> {
	const sockets = new Set<Socket>();
	let requests = 0;
	const keep = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
	};
	const server: Server =
		'raw' in behaviour
			? createTcp((socket) => {
					keep(socket);
					behaviour.raw(socket);
				})
			: createTls(await certificateFor(behaviour), (socket) => {
					keep(socket);
					socket.once('data', (request) => {
						requests += 1;
						socket.resume();
						behaviour.answer(socket, request.toString('latin1'));
					});
				});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		requests: () => requests,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function certificateFor(behaviour: Behaviour): Promise<{ cert: string; key: string }> {
	if (!('certificate' in behaviour)) return await ensureCertificate();
	const { cert, private: key } = await generate(
		[{ name: 'commonName', value: 'somebody.example' }],
		{ keyType: 'ec' },
	);
	return { cert, key };
}
