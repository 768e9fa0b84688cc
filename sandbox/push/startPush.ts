import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { ensureCertificate } from '../certificate';
import { Faults } from '../faults';
import type { Policy, Sources } from '../types';
import type { PushBody } from './checkPush';
import { checkPush } from './checkPush';
import type { PushAnswer, PushFault } from './pushFaults';
import { readKey } from './readKey';

/** Of an answer that trickles. */
const BETWEEN_BYTES_MS = 1_000;

export interface PushPolicy extends Policy {
	body: PushBody;
	requestId: string;
}

/** One request as it arrived. */
export interface PushRequest {
	requestId: string;
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	raw: string;
	arrivedAt: Date;
	/** What was sent back; absent while the answer is due and after a stall or a reset. */
	status?: number;
}

export interface PushOptions extends Sources {
	port?: number;
	keys?: { test: string; live: string };
	onPolicy?: (policy: PushPolicy) => void;
}

export type Push = Awaited<ReturnType<typeof startPush>>;

/** Starts the push API on 127.0.0.1 over HTTPS, with the certificate of `ensureCertificate`. */
export async function startPush(options: PushOptions = {}) {
	const { now = () => new Date(), newId = randomUUID, onPolicy } = options;
	const keys = options.keys ?? { test: 'sk_test_sandbox', live: 'sk_live_sandbox' };
	const certificate = await ensureCertificate();
	const faults = new Faults<PushRequest, PushFault>();
	const connectionFaults = new Faults<Socket, 'drop'>();
	const policies: PushPolicy[] = [];
	const requests: PushRequest[] = [];
	const stats = { connections: 0, inFlight: 0, highestInFlight: 0 };
	const sockets = new Set<Socket>();
	const stopping = new AbortController();

	/** Does what KASKO would: checks key and body, makes the policy. */
	const act = (request: PushRequest): PushAnswer => {
		const key = readKey(request.headers.authorization);
		const known = key === keys.test || key === keys.live;
		if (!known || request.method !== 'POST' || !/^\/(\?|$)/.test(request.path)) {
			return { status: 404, body: JSON.stringify({ errorMessage: 'Not Found' }) };
		}
		const checked = checkPush(request.headers['content-type'], request.raw);
		if ('errorMessage' in checked) return { status: 400, body: JSON.stringify(checked) };
		const { input } = checked.body;
		const policy: PushPolicy = {
			reference: newId(),
			livemode: key === keys.live,
			createdAt: now(),
			firstName: input.first_name,
			lastName: input.last_name,
			email: input.email,
			startDate: input.data.start_date,
			body: checked.body,
			requestId: request.requestId,
		};
		policies.push(policy);
		onPolicy?.(policy);
		return { status: 200, body: JSON.stringify({ reference: policy.reference }) };
	};

	const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
		stats.inFlight += 1;
		stats.highestInFlight = Math.max(stats.highestInFlight, stats.inFlight);
		response.once('close', () => (stats.inFlight -= 1));
		const { method = '', url: path = '', headers } = incoming;
		const requestId = newId();
		const request: PushRequest = { requestId, method, path, headers, raw: '', arrivedAt: now() };
		requests.push(request);
		request.raw = (await buffer(incoming)).toString('utf8');

		const fault: PushFault = faults.take(request) ?? { acts: true };
		const usual = fault.acts ? act(request) : undefined;
		server.emit('taken', request);
		if (fault.delayMs) await sleep(fault.delayMs, undefined, { signal: stopping.signal });
		if (fault.answer === 'reset') incoming.socket.destroy();
		if (fault.answer === 'reset' || fault.answer === 'stall') return;
		const answer = typeof fault.answer === 'object' ? fault.answer : usual;
		if (!answer) return;
		request.status = answer.status;
		response.writeHead(answer.status, {
			'Content-Type': 'application/json',
			'X-Request-Id': requestId,
			...answer.headers,
		});
		if (fault.answer === 'trickle' || fault.answer === 'endless') {
			// Until the client hangs up.
			await pipeline(fault.answer === 'trickle' ? trickle(answer.body) : endless(), response);
		} else {
			response.end(answer.body);
		}
	};

	const server = createServer({ cert: certificate.cert, key: certificate.key });
	server.on('request', (incoming, response) => {
		serve(incoming, response).catch(() => incoming.socket.destroy());
	});
	server.on('connection', (socket: Socket) => {
		stats.connections += 1;
		sockets.add(socket);
		socket.once('close', () => {
			sockets.delete(socket);
			server.emit('gone');
		});
		if (connectionFaults.take(socket) === 'drop') socket.end();
	});
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;

	return {
		url: `https://127.0.0.1:${port}/`,
		port,
		keys,
		certificate,
		faults,
		/** Shown every connection before its TLS handshake: nothing of a request has been sent by then. */
		connectionFaults,
		policies,
		/** In the order of arrival. */
		requests,
		/** Resolves when the next request has been taken, with whatever came of it. */
		async nextRequest(): Promise<PushRequest> {
			const [request] = await once(server, 'taken');
			return request as PushRequest;
		},
		/** Resolves when no connection is open: by then all that was sent has been taken. */
		async idle(): Promise<void> {
			while (sockets.size > 0) await once(server, 'gone');
		},
		/** `connections` counts all TCP connections since the last reset, open or not. */
		stats,
		reset() {
			policies.length = 0;
			requests.length = 0;
			faults.clear();
			connectionFaults.clear();
			Object.assign(stats, { connections: 0, highestInFlight: stats.inFlight });
		},
		async stop() {
			stopping.abort();
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function* endless() {
	yield '{"reference":"';
	for (;;) yield 'x'.repeat(64 * 1024);
}

async function* trickle(body: string) {
	for (const character of body) {
		yield character;
		await sleep(BETWEEN_BYTES_MS, undefined, { ref: false });
	}
}
