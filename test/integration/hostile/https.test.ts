import 'reflect-metadata';

import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { testKaskoApi } from '../../../nodes/AragPush/testKaskoApi';
import { HOSTILE_HTTPS, startHostileHttps, type Behaviour } from '../../support/hostileHttps';
import { customer, failuresOf, jsonOf, push, runPushNode, usePush } from '../aragPush/pushHarness';
import { expectClean, expectLittleMemory, rowsOfPage } from './hostilePage';

const rows = rowsOfPage('HTTPS servers');
const ELSEWHERE = 'sends it elsewhere';

usePush();
expectLittleMemory();

it('the page has a row for each', () => {
	expect(rows.map(({ server }) => server)).toEqual([...Object.keys(HOSTILE_HTTPS), ELSEWHERE]);
});

const redirect = (location: string): Behaviour => ({
	answer: (socket) =>
		void socket.end(
			`HTTP/1.1 307 Temporary Redirect\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`,
		),
});

it.each(rows)('ARAG Push: a server that $server', async ({ server: name, status, says }) => {
	const elsewhere = await startHostileHttps(HOSTILE_HTTPS['never answers']!);
	const behaviour = name === ELSEWHERE ? redirect(elsewhere.url) : HOSTILE_HTTPS[name]!;
	const server = await startHostileHttps(behaviour);
	try {
		const apiKey = 'test_secret-of-the-tests';
		const result = await runPushNode(push, [customer(1)], {
			apiKey,
			pushUrl: server.url,
			options: {
				timeout: says.includes('in time') ? 1 : 20,
				maxTries: 1,
				skipAlreadyPushed: 'never',
			},
			settings: { onError: 'continueRegularOutput' },
		});
		const [failure] = failuresOf(result) as Array<Record<string, unknown>>;
		const said = `${String(failure?.error)}\n${String(jsonOf(result)[0]?.message)}`;
		expect({ status: failure?.status, said }).toEqual({
			status,
			said: expect.stringContaining(says) as string,
		});
		expectClean(said, [apiKey, Buffer.from(`${apiKey}:`).toString('base64')]);
		expect(server.requests()).toBe(status === 'notSent' && name !== ELSEWHERE ? 0 : 1);
		expect(elsewhere.requests()).toBe(0);
		expect(({} as { reference?: string }).reference).toBeUndefined();
	} finally {
		await server.stop();
		await elsewhere.stop();
	}
});

it('the Test button ends in each case, without having bought anything', async () => {
	const { helpers, logger } = new CredentialTestContext();
	const trusting = {
		logger,
		helpers: {
			...helpers,
			request: async (given: string | object) =>
				(await helpers.request({
					...(given as object),
					agentOptions: { ca: push.certificate.cert },
				})) as unknown,
		},
	} as ICredentialTestFunctions;
	const apiKey = push.keys.test;
	const press = async (behaviour: Behaviour) => {
		const server = await startHostileHttps(behaviour);
		const data = { apiKey, pushUrl: server.url };
		const credential = { id: '1', name: 'KASKO', type: 'kaskoApi', data };
		const { message } = await testKaskoApi.call(trusting, credential);
		await server.stop();
		return message;
	};
	const messages = await Promise.all(Object.values(HOSTILE_HTTPS).map(press));
	for (const message of messages) expectClean(message, [apiKey]);
	expect(messages).toHaveLength(rows.length - 1);
}, 60_000);
