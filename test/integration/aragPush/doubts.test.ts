import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { pushFaults } from '../../../sandbox';
import {
	CONTINUE,
	ERROR_OUTPUT,
	customers,
	failuresOf,
	faultFor,
	jsonOf,
	push,
	runPushNode,
	usePush,
} from './pushHarness';

usePush();

describe('an outcome that is not known', () => {
	it.each([
		['a reset after the request', pushFaults.resetAfter],
		['no answer', pushFaults.stallAfter],
		['a 200 without reference', pushFaults.withoutReference],
		['a 500', pushFaults.refuse(500)],
		['a 503', pushFaults.refuse(503)],
		['a redirect', pushFaults.redirect('/elsewhere')],
		['a redirect', pushFaults.redirect('/elsewhere', 302)],
	])('is unknown after %s, and is not tried again', async (_, fault) => {
		faultFor(push, fault, 1);
		const result = await runPushNode(push, customers(3), {
			...ERROR_OUTPUT,
			options: { timeout: 1 },
		});
		expect(jsonOf(result)).toHaveLength(2);
		expect(failuresOf(result, 1)).toMatchObject([
			{ status: 'unknown', error: expect.stringMatching(/Customer: Test Person 1$/) as string },
		]);
		expect(push.requests).toHaveLength(3);
	});

	it.each([1, 5, 20])(
		'is left for as few items as possible, with %i requests at a time, when KASKO is down',
		async (parallelRequests) => {
			push.faults.when(() => true, pushFaults.refuse(503, '{"message":"Maintenance"}'));
			const result = await runPushNode(push, customers(200), {
				...ERROR_OUTPUT,
				options: { parallelRequests },
			});
			const statuses = failuresOf(result, 1).map((failure) => (failure as IDataObject).status);
			expect(statuses.filter((status) => status === 'unknown')).toHaveLength(parallelRequests + 1);
			expect(statuses.filter((status) => status === 'notSent')).toHaveLength(
				199 - parallelRequests,
			);
			expect(push.requests).toHaveLength(parallelRequests + 1);
		},
	);

	it('keeps nothing back when KASKO is well again', async () => {
		const wait = pushFaults.slow(50);
		faultFor(push, wait, 0, 1, 2, 3);
		faultFor(push, pushFaults.refuse(503, '{"message":"Maintenance"}'), 4, 5, 6);
		const result = await runPushNode(push, customers(50), ERROR_OUTPUT);
		expect(jsonOf(result)).toHaveLength(47);
		expect(failuresOf(result, 1)).toHaveLength(3);
	});

	it('stops the run, so that a person can look', async () => {
		faultFor(push, pushFaults.resetAfter, 0);
		const { error } = await runPushNode(push, customers(5), { options: { parallelRequests: 1 } });
		expect(error?.message).toBe('1 item has an unknown outcome, 4 items were not sent');
		expect(error?.description).toContain('Look in KASKO');
		expect(error?.description).toMatch(/^Item 1: .* Customer: Test Person 0$/m);
		expect(push.requests).toHaveLength(1);
	});

	it('has a limit, also for an answer that never ends', async () => {
		// Content-Length promises more than comes.
		faultFor(
			push,
			{ acts: true, answer: { status: 200, body: '{', headers: { 'Content-Length': '99' } } },
			0,
		);
		const result = await runPushNode(push, customers(1), { ...CONTINUE, options: { timeout: 1 } });
		expect(failuresOf(result)).toMatchObject([{ status: 'unknown' }]);
	});
});

it('sends nothing more once the execution is stopped, and a retry buys nothing twice', async () => {
	push.faults.when(() => true, pushFaults.slow(50));
	const { contextData } = await runPushNode(push, customers(20), {
		options: { parallelRequests: 2 },
		onStart: (cancel) => void push.nextRequest().then(cancel),
	});
	expect(push.requests.length).toBeLessThanOrEqual(2);

	push.faults.clear();
	const retried = await runPushNode(push, customers(20), { ...CONTINUE, contextData });
	const bought = push.policies.map(({ lastName }) => lastName);
	expect(new Set(bought).size).toBe(bought.length);
	// A request that was cut off before it arrived is in doubt too: nobody can tell.
	const doubts = failuresOf(retried);
	expect(doubts).toMatchObject(doubts.map(() => ({ status: 'unknown' })));
	expect([1, 2]).toContain(doubts.length);
	expect(jsonOf(retried).filter(({ status }) => status === 'created')).toHaveLength(
		20 - doubts.length,
	);
});

const BROKE = 'the connection to KASKO broke before the answer was in';
const UNREADABLE = 'what came as an answer could not be read';

it.each([
	['ends before its length', 'Content-Length: 99\r\n\r\n{"reference":"r"', BROKE],
	['ends before its last part', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"ref', BROKE],
	['has a header that is none', 'no header\r\n\r\n{"reference":"r"}', UNREADABLE],
	['has a header without end', `X-A: ${'x'.repeat(50_000)}`, UNREADABLE],
	['is not compressed as it says', 'Content-Encoding: gzip\r\n\r\nplain', UNREADABLE],
	['is JSON that was cut off', '\r\n{"reference":"r', 'status 200 and no reference'],
])('a 200 that %s is unknown, with its true cause', async (_, answer, cause) => {
	const { key, cert } = push.certificate;
	let requests = 0;
	const server = createServer({ key, cert }, (request) => {
		requests++;
		request.resume().on('end', () => request.socket.end(`HTTP/1.1 200 OK\r\n${answer}`));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const pushUrl = `https://localhost:${(server.address() as AddressInfo).port}/`;
	const result = await runPushNode(push, customers(1), { ...CONTINUE, pushUrl });
	await new Promise((resolve) => server.close(resolve));
	expect(failuresOf(result)).toMatchObject([
		{ status: 'unknown', error: expect.stringContaining(cause) as string },
	]);
	expect(requests).toBe(1);
});
