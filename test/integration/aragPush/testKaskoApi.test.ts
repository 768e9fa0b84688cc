import 'reflect-metadata';

import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { AragPush } from '../../../nodes/AragPush/AragPush.node';
import { pushFaults, startPush } from '../../../sandbox';
import type { PushFault } from '../../../sandbox/push/pushFaults';
import type { Push } from '../../../sandbox/push/startPush';

let push: Push;
beforeAll(async () => {
	push = await startPush();
});
afterEach(() => {
	expect(push.policies).toHaveLength(0);
	push.reset();
});
afterAll(async () => await push.stop());

/** The Test button, over n8n's own request helper; the sandbox's certificate is trusted. */
async function press(data: { apiKey?: string; pushUrl?: string }) {
	const context = new CredentialTestContext();
	const trusting: ICredentialTestFunctions = {
		logger: context.logger,
		helpers: {
			...context.helpers,
			request: async (given: string | object) =>
				(await context.helpers.request({
					...(given as object),
					agentOptions: { ca: push.certificate.cert },
				})) as unknown,
		},
	};
	const { testKaskoApi } = new AragPush().methods.credentialTest;
	return await testKaskoApi.call(trusting, {
		id: '1',
		name: 'KASKO',
		type: 'kaskoApi',
		data: { apiKey: push.keys.test, pushUrl: push.url, ...data },
	});
}

it.each([
	['test', 'nothing real is bought'],
	['live', 'buys a real policy'],
] as const)('accepts a %s key and says what it does', async (kind, text) => {
	const { status, message } = await press({ apiKey: push.keys[kind] });
	expect({ status, message }).toEqual({
		status: 'OK',
		message: expect.stringContaining(text) as string,
	});
	expect(push.requests).toMatchObject([{ method: 'POST', raw: '{"input":{}}', status: 400 }]);
});

it.each([
	['a wrong key', { apiKey: 'sk_test_wrong' }, 'Copy the whole secret key'],
	['no key', { apiKey: '' }, 'Enter the secret key'],
	['plain HTTP', { pushUrl: 'http://127.0.0.1:9/' }, 'https://'],
	['an address that is none', { pushUrl: 'push-api.kasko.io' }, 'https://'],
	['nobody at the address', { pushUrl: 'https://127.0.0.1:1/' }, 'could not be reached'],
])('says what to do about %s', async (_, data, text) => {
	expect(await press(data)).toEqual({
		status: 'Error',
		message: expect.stringContaining(text) as string,
	});
});

it.each([
	['a redirect', pushFaults.redirect('https://example.com/', 302), 'redirect'],
	['a fault at KASKO', pushFaults.refuse(503), 'Try again'],
	[
		'something else behind the address',
		pushFaults.refuse(200, 'Welcome'),
		"does not answer like KASKO's",
	],
	...[400, 401, 403, 404].map((status): [string, PushFault, string] => [
		`${status} of a proxy`,
		pushFaults.refuse(status, '<html>', { 'Content-Type': 'text/html', 'X-Request-Id': '' }),
		`does not answer like KASKO's push API (${status})`,
	]),
	['a broken connection', pushFaults.resetBefore, 'could not be reached'],
])('says what to do about %s', async (_, fault, text) => {
	push.faults.next(fault);
	expect(await press({})).toEqual({
		status: 'Error',
		message: expect.stringContaining(text) as string,
	});
	expect(push.requests).toHaveLength(1);
});

it('never shows the key', async () => {
	for (const apiKey of ['sk_live_canary', 'canary']) {
		expect((await press({ apiKey })).message).not.toContain('canary');
	}
});
