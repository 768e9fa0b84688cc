import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Sandbox } from '..';
import { sendFile, sendJson, sendPage } from './answers';
import { CausedFaults } from './CausedFaults';
import { describeState } from './describeState';
import { checkDoor } from './door';
import { EVENT_BUTTONS } from './eventButtons';
import { FAULT_BUTTONS } from './faultButtons';
import { PageRefusal } from './PageRefusal';

const LONGEST_BODY = 10_000;

export type Page = Awaited<ReturnType<typeof startPage>>;

/**
 * Serves a page on 127.0.0.1 on which a person sees what is in the local KASKO, causes faults and sends events.
 * Nobody logs in: what may come in is said in `checkDoor`.
 */
export async function startPage(sandbox: Sandbox, options: { port?: number } = {}) {
	const html = await readFile(join(__dirname, 'page.html'), 'utf8');
	const faults = new CausedFaults(sandbox);
	const { webhooks } = sandbox;

	const actions = new Map<string, (body: Record<string, unknown>) => void>([
		['/cause', ({ fault, everyTime }) => faults.cause(fault, everyTime === true)],
		['/clear', ({ fault }) => faults.clear(fault === undefined ? undefined : String(fault))],
		[
			'/send',
			({ event, live, idempotencyKey }) => {
				const button = EVENT_BUTTONS.find(({ id }) => id === event);
				if (!button) throw new PageRefusal(400, 'The local KASKO knows no such event.');
				if (webhooks.subscriptions.length === 0) {
					throw new PageRefusal(
						409,
						'Events go nowhere yet: add the address of your KASKO Trigger.',
					);
				}
				const choice = { livemode: live === true, idempotencyKey: String(idempotencyKey ?? '') };
				void button.send(sandbox, choice);
			},
		],
		[
			'/add-address',
			({ url }) => {
				const address = readAddress(url);
				webhooks.unregister(address);
				webhooks.register(address);
			},
		],
		['/remove-address', ({ url }) => webhooks.unregister(String(url))],
	]);

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		checkDoor(request, port);
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
		if (request.method === 'POST') {
			const act = actions.get(pathname);
			if (!act) throw new PageRefusal(404, 'There is nothing here.');
			act(await readBody(request));
			return sendJson(response, 200, {});
		}
		switch (pathname) {
			case '/':
				return sendPage(response, html);
			case '/buttons':
				return sendJson(response, 200, { faults: FAULT_BUTTONS, events: EVENT_BUTTONS });
			case '/state':
				return sendJson(response, 200, { faults: faults.list(), ...describeState(sandbox) });
			case '/file':
				return sendFile(response, readFileOf(sandbox, searchParams.get('path') ?? ''));
			default:
				throw new PageRefusal(404, 'There is nothing here.');
		}
	};

	const server = createServer((request, response) => {
		answer(request, response).catch((error: unknown) => {
			const { status, message } =
				error instanceof PageRefusal ? error : new PageRefusal(500, String(error));
			sendJson(response, status, { error: message });
		});
	});
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;

	return {
		url: `http://127.0.0.1:${port}/`,
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}

function readFileOf({ sftp }: Sandbox, path: string): Buffer {
	const content = sftp.files.find(path)?.content;
	if (!content) throw new PageRefusal(404, 'There is no such file any more.');
	return content.bytes();
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
	const parts: Buffer[] = [];
	let length = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		length += part.length;
		if (length > LONGEST_BODY) throw new PageRefusal(413, 'This is too long.');
		parts.push(part);
	}
	const body = parse(Buffer.concat(parts).toString('utf8'));
	if (typeof body !== 'object' || body === null) throw new PageRefusal(400, 'This is no JSON.');
	return body as Record<string, unknown>;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function readAddress(value: unknown): string {
	const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
		throw new PageRefusal(400, 'This is no web address: it begins with http:// or https://.');
	}
	return url.href;
}
