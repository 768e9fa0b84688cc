import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { KaskoTrigger } from '../../../nodes/KaskoTrigger/KaskoTrigger.node';
import { strictContext } from '../../support/strictContext';
import { SECRET } from '../../support/webhookCall';

/** The node behind a real socket, with what a test sets and finds. */
export interface ServedTrigger {
	url: string;
	credential: IDataObject | Error;
	/** An error stands for an expression that throws. */
	parameters: Record<string, unknown>;
	log: string[];
	results: IWebhookResponseData[];
}

export let trigger: ServedTrigger;

/** Gives every test of the file `trigger`, with n8n's defaults, a good credential and nothing called yet. */
export function useTrigger(): void {
	let server: Server;
	let url: string;

	beforeAll(async () => {
		server = createServer((request, response) => void answer(request, response)).listen(
			0,
			'127.0.0.1',
		);
		await once(server, 'listening');
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	beforeEach(() => {
		trigger = {
			url,
			credential: { secret: SECRET },
			parameters: { events: ['importError'], environment: 'both' },
			log: [],
			results: [],
		};
	});

	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
}

/** What n8n does around the node: it reads the body before, unless it is a form with files. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { credential, parameters, log, results } = trigger;
	const isForm = request.headers['content-type']?.startsWith('multipart/');
	const bytes = await buffer(request);
	const context = strictContext<IWebhookFunctions>({
		getHeaderData: () => request.headers,
		getRequestObject: () => ({
			rawBody: isForm ? undefined : bytes,
			readRawBody: () => Promise.reject(new Error('not readable')),
		}),
		getResponseObject: () => ({
			status(code: number) {
				response.statusCode = code;
				return { json: (body: unknown) => response.end(JSON.stringify(body)) };
			},
		}),
		getCredentials: () =>
			credential instanceof Error ? Promise.reject(credential) : Promise.resolve(credential),
		getNodeParameter(name: string, fallback?: unknown) {
			const value = name in parameters ? parameters[name] : fallback;
			if (value instanceof Error) throw value;
			return value;
		},
		getNode: () => ({ name: 'KASKO Trigger' }),
		getWorkflow: () => ({ id: 'wf1', name: 'Errors' }),
		logger: { warn: (line: string) => log.push(line), debug: () => undefined },
	});
	const result = await new KaskoTrigger().webhook.call(context);
	results.push(result);
	if (!result.noWebhookResponse) response.end(JSON.stringify(result.webhookResponse ?? null));
}
