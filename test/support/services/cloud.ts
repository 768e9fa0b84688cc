import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import {
	createServer as createProxy,
	type IncomingHttpHeaders,
	type RequestListener,
} from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { generate } from 'selfsigned';

import { ensureCertificate } from '../../../sandbox/index';

export interface ServiceRequest {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface ServiceAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** A Buffer is sent as it is, anything else as JSON. */
	body: unknown;
}

/** Plays one host of the internet. What it does not know it leaves unanswered. */
export type Service = (request: ServiceRequest) => Promise<ServiceAnswer | undefined>;

export interface Cloud {
	/** With these, n8n finds the services at their real addresses. */
	env: Record<string, string>;
	/** What was asked of these services and is not played. */
	unexpected: string[];
	stop(): Promise<void>;
}

/**
 * The services that n8n's own nodes know by fixed addresses, on loopback: n8n gets to them through a proxy, as from
 * within a company, and nowhere else.
 */
export async function startCloud(services: Record<string, Service>): Promise<Cloud> {
	const folder = await mkdtemp(join(tmpdir(), 'kasko-cloud-'));
	const caFile = join(folder, 'ca.pem');
	const { cert, private: key } = await createCertificate(Object.keys(services));
	const { certFile } = await ensureCertificate();
	await writeFile(caFile, `${await readFile(certFile, 'utf8')}\n${cert}`);

	const unexpected: string[] = [];
	const answer = async (...[request, response]: Parameters<RequestListener>) => {
		const { method = '', headers } = request;
		const { host, pathname, searchParams } = new URL(request.url ?? '', `https://${headers.host}`);
		const body = await buffer(request);
		const play = services[host];
		const given = await play?.({ method, path: pathname, query: searchParams, headers, body });
		if (!given) unexpected.push(`${method} ${host}${pathname}`);
		const { status = 200, body: content, ...more } = given ?? { status: 404, body: {} };
		const isFile = Buffer.isBuffer(content);
		const type = isFile ? 'application/octet-stream' : 'application/json';
		response.writeHead(status, { 'content-type': type, ...more.headers });
		response.end(isFile ? content : JSON.stringify(content));
	};
	const server = await listen(createServer({ cert, key }, (...call) => void answer(...call)));

	const proxy = createProxy((_request, response) => response.writeHead(403).end());
	const sockets = new Set<Socket>();
	proxy.on('connect', (request, client: Socket) => {
		const host = (request.url ?? '').replace(/:443$/, '');
		if (!services[host]) {
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const upstream = connect(server.port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			upstream.pipe(client).pipe(upstream);
		});
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			// Either end may hang up first.
			socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
		}
	});
	const { port, close } = await listen(proxy);

	return {
		env: {
			HTTPS_PROXY: `http://127.0.0.1:${port}`,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: caFile,
		},
		unexpected,
		async stop() {
			sockets.forEach((socket) => socket.destroy());
			await close();
			await server.close();
			await rm(folder, { recursive: true });
		},
	};
}

async function listen(server: Server) {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		async close() {
			server.close();
			await once(server, 'close');
		},
	};
}

async function createCertificate(hosts: string[]) {
	return await generate([{ name: 'commonName', value: 'Played services' }], {
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
		],
	});
}

/** The JSON of a request. */
export function jsonOf<T>({ body }: ServiceRequest): T {
	return JSON.parse(body.toString('utf8')) as T;
}
