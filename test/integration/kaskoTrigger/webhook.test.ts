import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { KaskoTrigger } from '../../../nodes/KaskoTrigger/KaskoTrigger.node';
import { strictContext } from '../../support/strictContext';
import { SECRET, sign } from '../../support/webhookCall';

const ROW = { livemode: false, error_message: 'No vin', idempotency_key: 'k' };

describe('KaskoTrigger.webhook', () => {
	let server: Server;
	let url: string;
	let credential: IDataObject | Error;
	/** An error stands for an expression that throws. */
	let parameters: Record<string, unknown>;
	let log: string[];
	let results: IWebhookResponseData[];

	beforeAll(async () => {
		server = createServer((request, response) => void answer(request, response)).listen(
			0,
			'127.0.0.1',
		);
		await once(server, 'listening');
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	beforeEach(() => {
		credential = { secret: SECRET };
		parameters = { events: ['importError'], environment: 'both' };
		log = [];
		results = [];
	});

	/** What n8n does around the node: it reads the body before, unless it is a form with files. */
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
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

	async function post(
		body: string | Buffer,
		headers: Record<string, string> = {},
	): Promise<number> {
		const response = await fetch(url, {
			method: 'POST',
			body: new Uint8Array(Buffer.from(body)),
			headers: {
				'content-type': 'application/json',
				'x-kasko-event': 'import.row',
				'x-kasko-delivery': '0123456789abcdef0123456789abcdef',
				'x-kasko-signature': sign(body),
				...headers,
			},
		});
		await response.text();
		return response.status;
	}

	it('starts the workflow with one item for a signed import error', async () => {
		expect(await post(JSON.stringify(ROW))).toBe(200);
		expect(results).toEqual([
			{
				workflowData: [
					[
						{
							json: {
								kind: 'importError',
								event: 'import.row',
								deliveryId: '0123456789abcdef0123456789abcdef',
								receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
								livemode: false,
								message: 'No vin',
								idempotencyKey: 'k',
								body: ROW,
							},
						},
					],
				],
			},
		]);
		expect(log).toEqual([]);
	});

	it.each<[string, Record<string, string>, RegExp]>([
		['no signature', { 'x-kasko-signature': '' }, /no X-KASKO-Signature header/],
		['a malformed signature', { 'x-kasko-signature': 'sha1=0' }, /40 hexadecimal digits/],
		['a wrong signature', { 'x-kasko-signature': `sha1=${'0'.repeat(40)}` }, /does not fit/],
		['a form', { 'content-type': 'multipart/form-data; boundary=x' }, /could not be read/],
	])('refuses %s with 401 and one line that says why', async (_name, headers, line) => {
		expect(await post(JSON.stringify(ROW), headers)).toBe(401);
		expect(results).toEqual([{ noWebhookResponse: true }]);
		expect(log).toEqual([expect.stringMatching(line)]);
		expect(log[0]).toMatch(
			/^"KASKO Trigger" in workflow "Errors" \(wf1\) answered a call with 401/,
		);
		expect(log[0]).not.toMatch(/canary|No vin/);
	});

	it.each<[string, IDataObject | Error]>([
		['an empty secret', { secret: '' }],
		['a blank secret', { secret: ' \n' }],
		['no secret', {}],
		['no credential', new Error('Node does not have any credentials set')],
	])('refuses everything when there is %s', async (_name, given) => {
		credential = given;
		expect(await post(JSON.stringify(ROW))).toBe(401);
		expect(results).toEqual([{ noWebhookResponse: true }]);
		expect(log).toEqual([expect.stringMatching(/has no webhook secret/)]);
	});

	it('takes a secret that was pasted with a line break', async () => {
		credential = { secret: `${SECRET}\n` };
		expect(await post(JSON.stringify(ROW))).toBe(200);
	});

	it.each(['', 'text', '{', '{"a":1}{'])('refuses %j with 400 although signed', async (body) => {
		expect(await post(body)).toBe(400);
		expect(results).toEqual([{ noWebhookResponse: true }]);
		expect(log).toEqual([expect.stringMatching(/is not JSON/)]);
	});

	it('reads JSON behind a byte order mark', async () => {
		expect(await post(`\ufeff${JSON.stringify(ROW)}`)).toBe(200);
		expect(results).toMatchObject([{ workflowData: [[{ json: { body: ROW } }]] }]);
	});

	it.each<[string, Record<string, unknown>, string, IDataObject]>([
		['event', {}, 'policy.created', ROW],
		['environment', { environment: 'live' }, 'import.row', ROW],
		['import error', {}, 'import.row', { livemode: false, name: 'Nick' }],
	])(
		'acknowledges what is not wanted by its %s, and says so in the log',
		async (_name, wanted, event, body) => {
			Object.assign(parameters, wanted);
			expect(await post(JSON.stringify(body), { 'x-kasko-event': event })).toBe(200);
			expect(results).toEqual([{ webhookResponse: { message: 'Not subscribed to this event' } }]);
			expect(log).toEqual([expect.stringContaining(`dropped the event "${event}"`)]);
			expect(log[0]).toMatch(/^"KASKO Trigger" in workflow "Errors" \(wf1\)/);
			expect(log[0]).not.toMatch(/vin|Nick/);
		},
	);

	it('cuts the name of an event that it drops', async () => {
		expect(await post('{}', { 'x-kasko-event': 'x'.repeat(5000) })).toBe(200);
		expect(log).toEqual([expect.stringMatching(/^.{40,250}$/)]);
	});

	it('delivers some rows of a call and says how many it drops', async () => {
		parameters.environment = 'live';
		const rows = [
			{ idempotency_key: 'a', message: 'A', livemode: true },
			{ idempotency_key: 'b', message: 'B', livemode: false },
			{ idempotency_key: 'c', message: 'C' },
		];
		expect(await post(JSON.stringify({ rows }))).toBe(200);
		expect(results).toMatchObject([
			{ workflowData: [[{ json: { body: rows[0] } }, { json: { body: rows[2] } }]] },
		]);
		expect(log).toEqual([expect.stringContaining('dropped 1 of 3 rows of the event "import.row"')]);
	});

	it.each<[string, string, IDataObject]>([
		['events', 'policy.created', {}],
		['environment', 'import.row', ROW],
		['options.importErrorEvents', 'import.row', { note: 'nothing that speaks of it' }],
	])('loses no event by an expression that throws in %s', async (name, event, body) => {
		parameters[name] = new Error("Cannot read properties of undefined (reading 'x')");
		expect(await post(JSON.stringify(body), { 'x-kasko-event': event })).toBe(200);
		expect(results).toMatchObject([{ workflowData: [[{ json: { event, body } }]] }]);
		expect(log).toEqual([expect.stringMatching(/settings that it can't use.*reading 'x'/)]);
	});

	it.each([' a.b, import.row ', ['import.row']])(
		'takes the import error events %j from the options',
		async (importErrorEvents) => {
			parameters['options.importErrorEvents'] = importErrorEvents;
			expect(await post('{}')).toBe(200);
			expect(results).toMatchObject([{ workflowData: [[{ json: { kind: 'importError' } }]] }]);
		},
	);

	it.each([null, 7])('does without import error events that make no sense (%j)', async (value) => {
		parameters['options.importErrorEvents'] = value;
		expect(await post(JSON.stringify(ROW), { 'x-kasko-event': 'import.row' })).toBe(200);
		expect(results).toMatchObject([{ workflowData: [[{ json: { kind: 'importError' } }]] }]);
		expect(log).toEqual([expect.stringMatching(/'Import Error Events' can't be/)]);
	});
});
