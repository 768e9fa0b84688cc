import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, customers, failuresOf, push, runPushNode, usePush } from './pushHarness';

usePush();

/** A server on loopback that does with each connection what it is told. */
async function listen(act: (socket: Socket) => void) {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		act(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		close: () => {
			for (const socket of sockets) socket.destroy();
			server.close();
		},
	};
}

async function failureOf(pushUrl = push.url): Promise<IDataObject> {
	const result = await runPushNode(push, customers(1), {
		...CONTINUE,
		pushUrl,
		options: { maxTries: 1, timeout: 1 },
	});
	expect(failuresOf(result)).toHaveLength(1);
	return failuresOf(result)[0] as IDataObject;
}

/** What becomes of an item when a proxy does this with `CONNECT`. */
async function failureBehind(act: (socket: Socket) => void): Promise<IDataObject> {
	const proxy = await listen((socket) => socket.once('data', () => act(socket)));
	process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
	try {
		return await failureOf();
	} finally {
		delete process.env.HTTPS_PROXY;
		proxy.close();
		expect(push.requests).toHaveLength(0);
	}
}

const response = (status: number, body: string, type = 'text/plain') =>
	`HTTP/1.1 ${status} No\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

it.each([201, 202, 204, 302, 400, 403, 404, 407, 408, 409, 429, 500, 502, 503, 504])(
	'a proxy that refuses to connect with %i has sent nothing',
	async (status) => {
		expect(await failureBehind((socket) => socket.end(response(status, 'no')))).toEqual({
			error: `A proxy on the way to KASKO refused the connection (${status}), nothing was sent`,
			status: 'notSent',
			httpCode: String(status),
		});
	},
);

it.each([
	['answers in JSON', response(502, '{"message":"down"}', 'application/json')],
	['buys in place of KASKO', response(201, '{"reference":"P-1"}', 'application/json')],
	['answers with an ID', 'HTTP/1.1 403 No\r\nX-Request-Id: 1\r\nContent-Length: 0\r\n\r\n'],
	// n8n gives no error of it, so nothing shows that it came from the proxy; what it says is no word of KASKO's.
	['refuses with 401', response(401, 'no')],
	['answers no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
	['connects to nobody', 'HTTP/1.1 200 OK\r\n\r\n'],
])('a proxy that %s has sent nothing', async (_, answer) => {
	expect(await failureBehind((socket) => socket.end(answer))).toMatchObject({ status: 'notSent' });
});

it.each([
	['resets', (socket: Socket) => void socket.resetAndDestroy()],
	['closes', (socket: Socket) => void socket.end()],
	['says nothing', () => undefined],
])('a proxy that %s has sent nothing', async (_, act) => {
	expect(await failureBehind(act)).toMatchObject({ status: 'notSent' });
});

it.each([
	['resets at once', (socket: Socket) => void socket.resetAndDestroy()],
	['closes at once', (socket: Socket) => void socket.end()],
	[
		'resets in the handshake',
		(socket: Socket) => void socket.once('data', () => socket.resetAndDestroy()),
	],
	['closes in the handshake', (socket: Socket) => void socket.once('data', () => socket.end())],
	[
		'speaks plain HTTP',
		(socket: Socket) => void socket.once('data', () => socket.end(response(400, 'no'))),
	],
	[
		'breaks off a record of the handshake',
		(socket: Socket) =>
			void socket.once('data', () => socket.end(Buffer.from([0x16, 3, 3, 0, 100, 2]))),
	],
	['never finishes the handshake', () => undefined],
])('a server that %s was sent nothing', async (_, act) => {
	const server = await listen(act);
	expect(await failureOf(`https://127.0.0.1:${server.port}/`)).toMatchObject({ status: 'notSent' });
	server.close();
});
