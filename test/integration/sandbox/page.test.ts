import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

import { waitFor } from '../../../scripts/programs/waitFor';
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import type { Page } from '../../../sandbox/page/startPage';
import { startPage } from '../../../sandbox/page/startPage';
import { EVENT_BUTTONS } from '../../../sandbox/page/eventButtons';
import { FAULT_BUTTONS } from '../../../sandbox/page/faultButtons';

let sandbox: Sandbox;
let page: Page;
beforeAll(async () => {
	sandbox = await startSandbox();
	page = await startPage(sandbox);
});
afterEach(async () => {
	await ask('/clear', {});
	sandbox.reset();
});
afterAll(async () => {
	await page.stop();
	await sandbox.stop();
});

interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** As the page asks, or with what `changes` puts in place of its headers. */
async function call(
	path: string,
	body?: unknown,
	changes: Record<string, string | undefined> = {},
	method = body === undefined ? 'GET' : 'POST',
): Promise<Answer> {
	const { host, origin } = new URL(page.url);
	const own = { host, ...(body !== undefined && { origin, 'content-type': 'application/json' }) };
	const headers = Object.fromEntries(
		Object.entries({ ...own, ...changes }).filter(([, value]) => value !== undefined),
	) as Record<string, string>;
	const sent = httpRequest(new URL(path, page.url), { method, headers });
	sent.end(typeof body === 'string' ? body : JSON.stringify(body));
	const [response] = await once(sent, 'response');
	return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

async function ask(path: string, body?: unknown) {
	const { status, body: answer } = await call(path, body);
	expect([status, answer]).toEqual([200, expect.anything()]);
	return JSON.parse(answer);
}

const faults = async () => (await ask('/state')).faults;

describe('who may come in', () => {
	const DROP = { fault: 'dropReply' };

	it.each<[string, Record<string, string | undefined>]>([
		['the name of another website that points here', { host: 'evil.example' }],
		['another port', { host: '127.0.0.1:1' }],
		['no port', { host: '127.0.0.1' }],
	])('nobody who calls it by %s', async (_what, headers) => {
		for (const body of [undefined, DROP]) {
			for (const path of ['/', '/state', '/buttons', '/file?path=/test/a.csv', '/cause']) {
				expect(await call(path, body, headers)).toMatchObject({ status: 403 });
			}
		}
		expect(await faults()).toEqual([]);
	});

	it.each<[string, Record<string, string | undefined>, number]>([
		['of another website', { origin: 'https://evil.example' }, 403],
		['of another port', { origin: 'http://127.0.0.1:1' }, 403],
		['by its other name', { origin: 'http://localhost' }, 403],
		['of a file or a sandboxed frame', { origin: 'null' }, 403],
		['that does not say where it comes from', { origin: undefined }, 403],
		['that sends a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
		['that sends plain text', { 'content-type': 'text/plain' }, 415],
		['that does not say what it sends', { 'content-type': undefined }, 415],
	])('no request %s', async (_what, headers, status) => {
		expect(await call('/cause', DROP, headers)).toMatchObject({ status });
		expect(await faults()).toEqual([]);
	});

	it('its own page, by either name', async () => {
		const { port } = new URL(page.url);
		const localhost = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
		expect(await call('/', undefined, { host: localhost.host })).toMatchObject({ status: 200 });
		expect(await call('/cause', DROP, localhost)).toMatchObject({ status: 200 });
		expect(await faults()).toMatchObject([{ id: 'dropReply', isWaiting: true }]);
	});

	it('no page that shows it in a frame, and no script but its own', async () => {
		const [one, two] = [await call('/'), await call('/')];
		const nonceOf = ({ headers }: Answer) =>
			/'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
		expect(one.headers).toMatchObject({
			'content-security-policy': expect.stringMatching(
				/^default-src 'none'; .*frame-ancestors 'none'/,
			),
			'x-frame-options': 'DENY',
			'cross-origin-resource-policy': 'same-origin',
		});
		expect(one.headers['access-control-allow-origin']).toBeUndefined();
		expect(one.headers['content-security-policy']).not.toContain('unsafe');
		expect(one.body).toContain(`<script nonce="${nonceOf(one)}">`);
		expect(nonceOf(one)).not.toBe(nonceOf(two));
	});
});

describe('what is asked for', () => {
	it.each<[string, string, unknown, number]>([
		['a fault that is unknown', '/cause', { fault: 'explode' }, 400],
		['a fault of the prototype', '/cause', { fault: '__proto__' }, 400],
		['no fault', '/cause', {}, 400],
		['an event that is unknown', '/send', { event: 'constructor' }, 400],
		['an event that has nowhere to go', '/send', { event: 'rowRefused' }, 409],
		['no address', '/add-address', {}, 400],
		['an address of another kind', '/add-address', { url: 'file:///etc/passwd' }, 400],
		['an address with a password', '/add-address', { url: 'http://a:b@127.0.0.1/' }, 400],
		['another action', '/reset', {}, 404],
		['an action of the prototype', '/__proto__', {}, 404],
		['no JSON', '/cause', '{"fault":', 400],
		['JSON that is no object', '/cause', 'null', 400],
		['too much', '/cause', { fault: 'x'.repeat(10_000) }, 413],
	])('%s is refused in words', async (_what, path, body, status) => {
		const answer = await call(path, body);
		expect(answer.status).toBe(status);
		expect(JSON.parse(answer.body).error).toMatch(/^[A-Z].+\.$/);
		expect(await faults()).toEqual([]);
	});

	it.each(['PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
		expect(await call('/cause', undefined, {}, method)).toMatchObject({ status: 405 });
	});

	it.each(['/nowhere', '/file', '/file?path=/test', '/file?path=/etc/passwd', '/page.html'])(
		'%s is not there',
		async (path) => {
			expect(await call(path)).toMatchObject({ status: 404 });
		},
	);
});

describe('faults', () => {
	it.each(FAULT_BUTTONS.map(({ id, lasts }) => [id, lasts]))(
		'%s is set, and cleared again',
		async (id, lasts) => {
			const before = { ...sandbox.sftp.odd, hostKey: sandbox.sftp.hostKey };
			await ask('/cause', { fault: id, everyTime: true });
			expect(await faults()).toEqual([{ id, isEveryTime: true, isWaiting: true, happened: 0 }]);
			if (lasts) expect({ ...sandbox.sftp.odd, hostKey: sandbox.sftp.hostKey }).not.toEqual(before);
			await ask('/clear', { fault: id });
			expect(await faults()).toEqual([]);
			expect({ ...sandbox.sftp.odd, hostKey: sandbox.sftp.hostKey }).toEqual(before);
		},
	);

	it('one that is set again is there once', async () => {
		await ask('/cause', { fault: 'refuse', everyTime: true });
		await ask('/cause', { fault: 'refuse' });
		expect(await faults()).toMatchObject([{ id: 'refuse', isEveryTime: false }]);
		await post();
		await post();
		expect(sandbox.push.requests.map(({ status }) => status)).toEqual([400, 200]);
		expect(await faults()).toMatchObject([{ isWaiting: false, happened: 1 }]);
	});

	it('clearing one leaves the others', async () => {
		for (const fault of ['refuse', 'unavailable']) await ask('/cause', { fault, everyTime: true });
		await ask('/clear', { fault: 'refuse' });
		await post();
		expect(sandbox.push.requests).toMatchObject([{ status: 503 }]);
		await ask('/clear', {});
		await post();
		expect(sandbox.push.requests[1]).toMatchObject({ status: 200 });
	});

	it('of two that change the same thing the later one counts', async () => {
		await ask('/cause', { fault: 'renameOverwrites' });
		await ask('/cause', { fault: 'renameCopies' });
		await ask('/clear', { fault: 'renameOverwrites' });
		expect(sandbox.sftp.odd.rename).toBe('copies');
	});
});

/** Buys one policy, as far as the faults let it. */
async function post(name = 'Test'): Promise<void> {
	const { push } = sandbox;
	const data = { start_date: '2027-02-13', vin: '12345' };
	const input = { first_name: name, last_name: 'Person', email: 'test@person.com', data };
	const { request } = await import('node:https');
	const headers = { 'content-type': 'application/json', authorization: `Bearer ${push.keys.test}` };
	const sent = request(push.url, { method: 'POST', ca: push.certificate.cert, headers });
	sent.end(JSON.stringify({ variant_id: 'v', input }));
	const [response] = await once(sent, 'response');
	response.resume();
	await once(response, 'end');
}

describe('what is shown', () => {
	it('policies, requests, files, rows and events, the latest first', async () => {
		await post('One');
		await post('Two');
		sandbox.sftp.files.write('test/orders.csv', 'idempotency_key\nk-1\n');
		await sandbox.importer.run();
		sandbox.sftp.files.write('live/next.csv', 'x');
		const state = await ask('/state');
		expect(state).toMatchObject({
			policies: [{ name: 'Two Person', environment: 'test' }, { name: 'One Person' }],
			requests: [{ request: 'POST /', answer: 200 }, { answer: 200 }],
			insuredRows: [],
			refusedRows: [{ row: 1, idempotencyKey: 'k-1', message: expect.stringContaining('Missing') }],
			totals: { policies: 2, requests: 2, insuredRows: 0, refusedRows: 1, deliveries: 0 },
		});
		expect(state.files.map(({ path }: { path: string }) => path).sort()).toEqual([
			'/imports_processed/orders.csv',
			'/live/next.csv',
		]);
		const file = await call('/file?path=/imports_processed/orders.csv');
		expect(file).toMatchObject({ status: 200, body: 'idempotency_key\nk-1\n' });
		expect(file.headers).toMatchObject({
			'content-type': 'text/plain; charset=utf-8',
			'x-content-type-options': 'nosniff',
		});
	});

	it('fifty of many, and how many there are', async () => {
		for (let n = 1; n <= 60; n++) sandbox.sftp.files.write(`test/${n}.part`, '');
		await sandbox.webhooks.send('policy.created', {});
		const state = await ask('/state');
		expect(state.files).toHaveLength(50);
		expect(state.totals.files).toBe(60);
	});
});

describe('events', () => {
	let calls: Array<{ headers: IncomingHttpHeaders; raw: Buffer }>;
	let url: string;
	const trigger = createServer((request, response) => {
		void buffer(request).then((raw) => {
			calls.push({ headers: request.headers, raw });
			response.end();
		});
	});
	beforeAll(async () => {
		trigger.listen(0, '127.0.0.1');
		await once(trigger, 'listening');
		url = `http://127.0.0.1:${(trigger.address() as AddressInfo).port}/webhook`;
	});
	beforeEach(() => {
		calls = [];
	});
	afterAll(() => trigger.close());

	/** Sends, and waits until all has been answered. */
	async function send(event: string, choice: object = {}) {
		await ask('/send', { event, ...choice });
		await waitFor('all has been answered', 5, async () =>
			sandbox.webhooks.deliveries.every(({ status }) => status) ? true : undefined,
		);
	}

	it.each(EVENT_BUTTONS.map(({ id }) => [id]))(
		'%s arrives, signed but for the forged',
		async (id) => {
			await ask('/add-address', { url });
			await ask('/add-address', { url });
			await send(id, { live: true, idempotencyKey: 'k-7' });
			expect(calls).toHaveLength(id === 'rowRefusedTwice' ? 2 : 1);
			for (const { headers, raw } of calls) {
				const isSigned = headers['x-kasko-signature'] === sandbox.webhooks.sign(raw);
				expect(isSigned).toBe(id !== 'wrongSignature');
				expect(JSON.parse(raw.toString())).toMatchObject({ livemode: true });
			}
			expect(new Set(calls.map(({ headers }) => headers['x-kasko-delivery'])).size).toBe(1);
			const { addresses, deliveries } = await ask('/state');
			expect(addresses).toEqual([url]);
			expect(deliveries).toEqual(calls.map(() => expect.objectContaining({ answer: 200 })));
			await ask('/remove-address', { url });
			expect(await ask('/state')).toMatchObject({ addresses: [] });
		},
	);

	it.each<[string, object, string]>([
		['the key that was typed', { idempotencyKey: 'k-7' }, 'k-7'],
		['the latest row', {}, 'k-1'],
	])('a report is about %s', async (_what, choice, key) => {
		sandbox.sftp.files.write('test/orders.csv', 'idempotency_key\nk-1\n');
		await sandbox.importer.run();
		await ask('/add-address', { url });
		await send('rowRefused', choice);
		expect(JSON.parse(String(calls[0]?.raw))).toMatchObject({ idempotency_key: key });
	});
});

it('ends while a browser is connected', async () => {
	const other = await startPage(sandbox);
	await (await fetch(other.url)).text();
	await other.stop();
	await expect(fetch(other.url)).rejects.toThrow('fetch failed');
});
