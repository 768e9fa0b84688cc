import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpRequest } from 'node:https';
import { text } from 'node:stream/consumers';

import type { Push } from '../../../sandbox/push/startPush';
import { pushFaults } from '../../../sandbox/push/pushFaults';
import { startPush } from '../../../sandbox/push/startPush';

const KEY = 'sk_test_YE2KUZnp43i9563nY6o46fkz9tadEtMO';
const LIVE_KEY = 'sk_live_1';
const BODY =
	'{"variant_id":"d2va8Owp4WRnkbMpEWDAmVoN1JejB5GE","input":{"first_name":"Test","last_name":"Person","email":"test@person.com","data":{"start_date":"2017-02-13T10:34:39+00:00","vin":"12345"}}}';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let push: Push;
let agent: Agent;

beforeAll(async () => {
	push = await startPush({ keys: { test: KEY, live: LIVE_KEY } });
	agent = new Agent({ keepAlive: true, ca: push.certificate.cert });
});

afterEach(() => push.reset());

afterAll(async () => {
	agent.destroy();
	await push.stop();
});

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

async function send(
	body: string,
	{ authorization = basic(KEY), type = 'application/json', method = 'POST', path = '' } = {},
) {
	const headers = { ...(authorization && { authorization }), 'Content-Type': type };
	const request = httpRequest(push.url + path, { method, agent, headers }).end(body);
	const [response] = await once(request, 'response');
	return {
		status: response.statusCode,
		headers: response.headers,
		body: JSON.parse((await text(response)) || 'null'),
	};
}

function without(path: string): string {
	const body = JSON.parse(BODY);
	const names = path.split('.');
	const last = names.pop() ?? '';
	delete names.reduce((value, name) => value[name], body)[last];
	return JSON.stringify(body);
}

describe('policies', () => {
	it("makes a policy of KASKO's example request", async () => {
		const { status, headers, body } = await send(BODY);
		expect(status).toBe(200);
		expect(body).toEqual({ reference: expect.stringMatching(UUID) });
		expect(push.policies).toEqual([
			expect.objectContaining({
				reference: body.reference,
				livemode: false,
				requestId: headers['x-request-id'],
				body: JSON.parse(BODY),
			}),
		]);
	});

	it.each([
		['Basic', basic(KEY), false],
		['Bearer', `Bearer ${KEY}`, false],
		['Basic, live', basic(LIVE_KEY), true],
		['Bearer, live', `Bearer ${LIVE_KEY}`, true],
	])('takes the key as %s', async (_case, authorization, livemode) => {
		expect(await send(BODY, { authorization })).toMatchObject({ status: 200 });
		expect(push.policies).toMatchObject([{ livemode }]);
	});

	it('takes a plain date and metadata', async () => {
		const body = JSON.parse(BODY);
		body.input.data.start_date = '2017-02-13';
		body.input.metadata = { order: '1' };
		expect(await send(JSON.stringify(body))).toMatchObject({ status: 200 });
		expect(push.policies[0]?.body.input.metadata).toEqual({ order: '1' });
	});

	it('makes two policies of the same request sent twice', async () => {
		const [one, two] = [await send(BODY), await send(BODY)];
		expect(one.body.reference).not.toBe(two.body.reference);
		expect(push.policies).toHaveLength(2);
	});
});

describe('refusals', () => {
	afterEach(() => expect(push.policies).toEqual([]));

	it.each([
		['no key', { authorization: '' }],
		['a wrong key', { authorization: basic('sk_test_wrong') }],
		['a wrong Bearer key', { authorization: 'Bearer sk_test_wrong' }],
		['a key in no known scheme', { authorization: KEY }],
		['another path', { path: 'policies' }],
		['another method', { method: 'PUT' }],
	])('answers 404 to %s', async (_case, options) => {
		const { status, headers } = await send(BODY, options);
		expect(status).toBe(404);
		expect(headers['x-request-id']).toMatch(UUID);
	});

	it.each([
		'variant_id',
		'input',
		'input.first_name',
		'input.last_name',
		'input.email',
		'input.data',
		'input.data.start_date',
		'input.data.vin',
	])('answers 400 when %s is missing', async (path) => {
		const { status, headers, body } = await send(without(path));
		expect(status).toBe(400);
		expect(body).toEqual({ errorMessage: `Bad Request: Missing '${path.split('.').pop()}'.` });
		expect(headers['x-request-id']).toMatch(UUID);
	});

	it.each([
		['not JSON', '{"variant_id":', {}],
		['a JSON list', '[]', {}],
		['nothing', '', {}],
		['no JSON header', BODY, { type: 'text/plain' }],
		['an empty vin', BODY.replace('"12345"', '""'), {}],
		['a vin that is a number', BODY.replace('"12345"', '12345'), {}],
		['a start date that is not ISO 8601', BODY.replace(/2017-02-13[^"]*/, '13.02.2017'), {}],
	])('answers 400 to %s', async (_case, body, options) => {
		const answer = await send(body, options);
		expect(answer.status).toBe(400);
		expect(answer.body.errorMessage).toMatch(/^Bad Request: .+\.$/);
	});

	it('does not speak plain HTTP', async () => {
		await expect(fetch(push.url.replace('https:', 'http:'))).rejects.toThrow('fetch failed');
	});
});

describe('faults', () => {
	it.each([
		['refuse', pushFaults.refuse(503), 503, 0],
		['redirect', pushFaults.redirect('https://127.0.0.1/'), 307, 0],
		['tooManyRequests', pushFaults.tooManyRequests('1'), 429, 0],
		['withoutReference', pushFaults.withoutReference, 200, 1],
		['slow', pushFaults.slow(1), 200, 1],
	])('%s', async (_name, fault, status, policies) => {
		push.faults.next(fault);
		expect(await send(BODY)).toMatchObject({ status });
		expect(push.policies).toHaveLength(policies);
		expect(await send(BODY)).toMatchObject({ status: 200, body: { reference: expect.anything() } });
	});

	it('sends the headers of a fault', async () => {
		push.faults.next(pushFaults.tooManyRequests('7'));
		expect((await send(BODY)).headers['retry-after']).toBe('7');
	});

	it.each([
		['resetBefore', pushFaults.resetBefore, 0],
		['resetAfter', pushFaults.resetAfter, 1],
	])('%s', async (_name, fault, policies) => {
		push.faults.next(fault);
		await expect(send(BODY)).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(push.policies).toHaveLength(policies);
	});

	it.each([
		['stall', pushFaults.stall, 0],
		['stallAfter', pushFaults.stallAfter, 1],
	])('%s', async (_name, fault, policies) => {
		push.faults.next(fault);
		const arrived = push.nextRequest();
		const request = httpRequest(push.url, {
			method: 'POST',
			agent,
			headers: { authorization: basic(KEY), 'Content-Type': 'application/json' },
		}).end(BODY);
		const failed = once(request, 'error');
		await arrived;
		request.destroy(new Error('gave up'));
		await failed;
		expect(push.policies).toHaveLength(policies);
		expect(push.requests).toEqual([expect.not.objectContaining({ status: expect.anything() })]);
	});

	it.each([
		['trickle', pushFaults.trickle, 1, 1],
		['endless', pushFaults.endless, 5_000_000, Infinity],
	])('%s', async (_name, fault, atLeast, atMost) => {
		push.faults.next(fault);
		const request = httpRequest(push.url, {
			method: 'POST',
			agent,
			headers: { authorization: basic(KEY), 'Content-Type': 'application/json' },
		}).end(BODY);
		const [response] = (await once(request, 'response')) as [IncomingMessage];
		let length = 0;
		for await (const part of response as AsyncIterable<Buffer>) {
			length += part.length;
			if (length >= atLeast) break; // hangs up
		}
		expect(length).toBeLessThanOrEqual(atMost);
		expect(response.statusCode).toBe(200);
		expect(push.policies).toHaveLength(1);
	});

	it('picks requests by number and by content', async () => {
		push.faults.every(3, pushFaults.refuse(500));
		push.faults.when(({ raw }) => raw.includes('"marked"'), pushFaults.refuse(503));
		const bodies = [1, 2, 3, 4, 5, 6].map((n) =>
			n === 4 ? BODY.replace('12345', 'marked') : BODY,
		);
		const statuses: number[] = [];
		for (const body of bodies) statuses.push((await send(body)).status);
		expect(statuses).toEqual([200, 200, 500, 503, 200, 500]);
	});
});

it('logs requests in the order of arrival, and counts', async () => {
	push.faults.every(1, pushFaults.slow(20));
	const bodies = [1, 2, 3].map((n) => BODY.replace('12345', `vin-${n}`));
	await Promise.all(bodies.map(async (body) => await send(body)));
	expect(push.requests.map(({ raw }) => raw).sort()).toEqual(bodies);
	expect(push.stats).toMatchObject({ highestInFlight: 3 });
});

it('stops while a request is due', async () => {
	const other = await startPush();
	other.faults.next(pushFaults.stall);
	const failed = once(httpRequest(other.url, { ca: other.certificate.cert }).end(), 'error');
	await other.nextRequest();
	await other.stop();
	await failed;
});
