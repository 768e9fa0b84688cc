import { deflateSync, gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';

import { connectToN8n, type N8nSession } from '../../scripts/n8n/connectToN8n';
import { outputOf, waitForExecution } from '../../scripts/n8n/executions';
import { startN8n, type N8n } from '../../scripts/n8n/startN8n';
import { post } from '../../scripts/n8n/post';
import { packedPackage } from '../support/packedPackage';
import { publishTrigger, type PublishedTrigger } from '../support/publishTrigger';
import { BYTE_ORDER_MARK, bytes, sign } from '../support/webhookCall';

const START_TIMEOUT_MS = 180_000;
const ROW = {
	livemode: false,
	errorMessage: "Missing 'vin'.",
	idempotency_key: 'k-1',
	name: 'Zoë',
};
const BODY = Buffer.from(JSON.stringify(ROW));
const SIGNED = { 'x-kasko-signature': sign(BODY) };
const padded = (size: number) =>
	bytes('{"errorMessage":"No","pad":"', Buffer.alloc(size, 'a'), '"}');
const BIG = 15_000_000;

let n8n: N8n;
let session: N8nSession;
beforeAll(async () => {
	n8n = await startN8n({ tarball: packedPackage() });
	session = await connectToN8n(n8n.url);
}, START_TIMEOUT_MS);
afterAll(() => n8n.stop(), START_TIMEOUT_MS);

/** The lines that the node has written to the log. */
const refusals = (): string[] => n8n.log().match(/^.*answered a call with.*$/gm) ?? [];

// Version 1 does not exist, but n8n runs a node of any version.
describe.each([1, 1.1])('KASKO Trigger, version %s', (typeVersion) => {
	let trigger: PublishedTrigger;
	beforeAll(async () => {
		const parameters = { events: ['importError', 'other'] };
		trigger = await publishTrigger(session, {
			name: `Events ${typeVersion}`,
			typeVersion,
			parameters,
		});
	});

	describe('a call that is not signed by KASKO', () => {
		it.each<[string, string]>([
			['empty', ''],
			['without prefix', sign(BODY).slice(5)],
			['with another prefix', sign(BODY).replace('sha1', 'sha256')],
			['short', sign(BODY).slice(0, -1)],
			['long', `${sign(BODY)}0`],
			['of an upper-case method', sign(BODY).toUpperCase()],
			['sent twice', `${sign(BODY)}, ${sign(BODY)}`],
			['of another key', sign(BODY, 'whsec_other')],
			['of an empty key', sign(BODY, '')],
			['of another body', sign(bytes('{}'))],
		])('gets 401 when its signature is %s', async (_name, signature) => {
			await expectRefusal(401, BODY, { 'x-kasko-signature': signature });
		});

		it('gets 401 when it has no signature at all', async () => {
			const before = await trigger.executions();
			const { status } = await post(trigger.url, { 'content-type': 'application/json' }, BODY);
			expect(status).toBe(401);
			expect(await trigger.executions()).toEqual(before);
		});

		it.each<[string, Buffer, Record<string, string>]>([
			[
				'with one bit flipped',
				Buffer.from(BODY.map((byte, i) => (i === 30 ? byte ^ 1 : byte))),
				{},
			],
			['of 0 bytes', Buffer.alloc(0), {}],
			['of 15 MB', padded(BIG), {}],
			['behind a byte order mark', bytes(BYTE_ORDER_MARK, BODY), {}],
			['that is not UTF-8', bytes('{"a":"', [0xff, 0xfe, 0x80], '"}'), {}],
			['in gzip', gzipSync(BODY), { 'content-encoding': 'gzip' }],
			['in deflate', deflateSync(BODY), { 'content-encoding': 'deflate' }],
			['as text/plain', BODY, { 'content-type': 'text/plain' }],
			['as text/html', BODY, { 'content-type': 'text/html' }],
			['as vendor JSON', BODY, { 'content-type': 'application/vnd.kasko.v1+json' }],
			['as XML', bytes('<a/>'), { 'content-type': 'application/xml' }],
			['as URL-encoded form', BODY, { 'content-type': 'application/x-www-form-urlencoded' }],
			['as bytes', BODY, { 'content-type': 'application/octet-stream' }],
			['as an image', BODY, { 'content-type': 'image/png' }],
			['as nothing known', BODY, { 'content-type': 'nonsense' }],
		])('gets 401 with a body %s', async (_name, body, headers) => {
			await expectRefusal(401, body, { 'x-kasko-signature': sign(bytes('other')), ...headers });
		});

		it('gets 401 when its bytes were signed after compressing: n8n keeps only what is inside', async () => {
			const zipped = gzipSync(BODY);
			await expectRefusal(401, zipped, {
				'content-encoding': 'gzip',
				'x-kasko-signature': sign(zipped),
			});
		});

		it('gets 401 for a form with files, however signed: n8n keeps nothing of its bytes', async () => {
			const form = bytes('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n{}\r\n--x--\r\n');
			await expectRefusal(401, form, { 'content-type': 'multipart/form-data; boundary=x' });
		});

		it('gets 401 when the node has no secret, even if signed with none', async () => {
			const other = await publishTrigger(session, {
				name: `No secret ${typeVersion}`,
				secret: '',
				typeVersion,
			});
			const { status } = await other.post(BODY, { 'x-kasko-signature': sign(BODY, '') });
			expect(status).toBe(401);
			expect(await other.executions()).toEqual([]);
			expect(refusals().at(-1)).toMatch(/"No secret.*has no webhook secret/);
		});

		it('gets 401 as soon as the secret that signed it is no longer the one in the credential', async () => {
			const other = await publishTrigger(session, {
				name: `New secret ${typeVersion}`,
				typeVersion,
			});
			expect((await other.post(BODY)).status).toBe(200);
			const { id, ...credential } = other.credential;
			const data = { secret: 'whsec_new' };
			await session.request('PATCH', `/credentials/${id}`, { ...credential, data });
			expect((await other.post(BODY)).status).toBe(401);
			const resigned = { 'x-kasko-signature': sign(BODY, 'whsec_new') };
			expect((await other.post(BODY, resigned)).status).toBe(200);
			expect(await other.executions()).toHaveLength(2);
		});

		/** Refused by this node: a plain answer, no execution, one line in the log. */
		async function expectRefusal(status: number, body: Buffer, headers: Record<string, string>) {
			const [before, lines] = [await trigger.executions(), refusals().length];
			expect(await trigger.post(body, headers)).toEqual({
				status,
				body: '{"message":"Unauthorized"}',
			});
			expect(await trigger.executions()).toEqual(before);
			expect(refusals()).toHaveLength(lines + 1);
		}
	});

	describe('a call that n8n itself refuses before this node sees it', () => {
		it.each<[string, Buffer, Record<string, string>, number]>([
			['JSON that is none', bytes('{'), {}, 422],
			['an unknown compression', gzipSync(BODY), { 'content-encoding': 'x-gzip' }, 422],
			['a form that is none', BODY, { 'content-type': 'multipart/form-data; boundary=x' }, 400],
			['gzip that is none', BODY, { 'content-encoding': 'gzip' }, 500],
			['more than 16 MiB', padded(17_000_000), {}, 500],
		])('starts nothing: %s', async (_name, body, headers, status) => {
			const before = await trigger.executions();
			expect((await trigger.post(body, headers)).status).toBe(status);
			expect(await trigger.executions()).toEqual(before);
		});
	});

	describe('a call that KASKO signed', () => {
		it.each<[string, Buffer, Record<string, string>]>([
			['JSON', BODY, {}],
			['JSON behind a byte order mark', bytes(BYTE_ORDER_MARK, BODY), {}],
			['gzip', gzipSync(BODY), { 'content-encoding': 'gzip', ...SIGNED }],
			['deflate', deflateSync(BODY), { 'content-encoding': 'deflate', ...SIGNED }],
			['text/plain', BODY, { 'content-type': 'text/plain' }],
			['vendor JSON', BODY, { 'content-type': 'application/vnd.kasko.v1+json' }],
			['bytes', BODY, { 'content-type': 'application/octet-stream' }],
			['a URL-encoded form', BODY, { 'content-type': 'application/x-www-form-urlencoded' }],
			['an unknown type', BODY, { 'content-type': 'nonsense' }],
			[
				'a signature in upper case',
				BODY,
				{ 'x-kasko-signature': `sha1=${sign(BODY).slice(5).toUpperCase()}` },
			],
		])('starts one execution with the event: %s', async (_name, body, headers) => {
			const before = await trigger.executions();
			expect(await trigger.post(body, headers)).toEqual({ status: 200, body: '' });
			const [id = '', ...rest] = await trigger.executions();
			expect(rest).toEqual(before);
			const execution = await waitForExecution(session, id);
			expect(execution.status).toBe('success');
			expect(outputOf(execution, 'KASKO Trigger')).toEqual([
				{
					kind: 'importError',
					event: 'import.row',
					deliveryId: '0123456789abcdef0123456789abcdef',
					receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
					livemode: false,
					message: "Missing 'vin'.",
					idempotencyKey: 'k-1',
					body: ROW,
				},
			]);
		});

		it('starts one execution with 15 MB', async () => {
			const before = await trigger.executions();
			expect((await trigger.post(padded(BIG))).status).toBe(200);
			const [id = '', ...rest] = await trigger.executions();
			expect(rest).toEqual(before);
			expect((await waitForExecution(session, id)).status).toBe('success');
		});

		it.each<[string, Buffer, Record<string, string>]>([
			['0 bytes', Buffer.alloc(0), {}],
			['text', bytes('no JSON'), { 'content-type': 'text/plain' }],
			['XML', bytes('<a/>'), { 'content-type': 'application/xml' }],
		])('gets 400 and starts nothing with %s', async (_name, body, headers) => {
			const [before, lines] = [await trigger.executions(), refusals().length];
			expect((await trigger.post(body, headers)).status).toBe(400);
			expect(await trigger.executions()).toEqual(before);
			expect(refusals()).toHaveLength(lines + 1);
		});

		it.each(['policy.created', 'policy.updated'])(
			'gets 200 and starts nothing with %s, which is not selected',
			async (event) => {
				const before = await trigger.executions();
				expect((await trigger.post(BODY, { 'x-kasko-event': event })).status).toBe(200);
				expect(await trigger.executions()).toEqual(before);
				expect(n8n.log()).toMatch(new RegExp(`"KASKO Trigger" in .* dropped the event "${event}"`));
			},
		);

		it('starts one execution with an item for each row of a report', async () => {
			const rows = [
				{ row: { idempotency_key: 'k-1' }, errors: [{ message: 'A' }, { message: 'B' }] },
				{ row: 2, message: 'C' },
			];
			const body = Buffer.from(JSON.stringify({ livemode: true, rows }));
			expect((await trigger.post(body)).status).toBe(200);
			const [id = ''] = await trigger.executions();
			expect(outputOf(await waitForExecution(session, id), 'KASKO Trigger')).toMatchObject([
				{ livemode: true, message: 'A; B', idempotencyKey: 'k-1', body: rows[0] },
				{ livemode: true, message: 'C', idempotencyKey: '', body: rows[1] },
			]);
		});

		it.each<[string, INodeParameters]>([
			['events', { events: '={{ $json.no.such.field }}' }],
			['environment', { environment: '={{ $("Nobody").item.json.live }}' }],
			['simplify', { events: ['importError', 'policyCreated'], simplify: '={{ nobody.knows }}' }],
			['an option', { options: { importErrorEvents: '={{ nobody.knows.this }}' } }],
			['an option, as a text that is no code', { options: { importErrorEvents: '={{ ( }}' } }],
		])('starts one execution although an expression throws in %s', async (name, parameters) => {
			const other = await publishTrigger(session, {
				name: `Throws in ${name} ${typeVersion}`,
				typeVersion,
				parameters,
			});
			expect((await other.post(BODY)).status).toBe(200);
			const [id = '', ...rest] = await other.executions();
			expect(rest).toEqual([]);
			const execution = await waitForExecution(session, id);
			expect(execution.status).toBe('success');
			expect(outputOf(execution, 'KASKO Trigger')).toMatchObject([{ idempotencyKey: 'k-1' }]);
			expect(n8n.log()).toMatch(new RegExp(`"Throws in ${name} .*settings that it can't use`));
		});

		// n8n builds a collection anew from the options that it knows, so the node never sees such an expression.
		it('starts one execution although an expression stands in the place of all options', async () => {
			const other = await publishTrigger(session, {
				name: `All options at once ${typeVersion}`,
				typeVersion,
				parameters: { options: '={{ nobody.knows.this }}' },
			});
			expect((await other.post(BODY)).status).toBe(200);
			const [id = '', ...rest] = await other.executions();
			expect(rest).toEqual([]);
			const execution = await waitForExecution(session, id);
			expect(outputOf(execution, 'KASKO Trigger')).toMatchObject([{ idempotencyKey: 'k-1' }]);
		});
	});

	describe('while the editor listens for a test event', () => {
		it('goes on listening after a forged call, and runs with a signed one', async () => {
			await session.request('POST', `/workflows/${trigger.workflow.id}/run`, {
				triggerToStartFrom: { name: 'KASKO Trigger' },
			});
			const before = await trigger.executions();
			const test = trigger.url.replace('/webhook/', '/webhook-test/');
			const forged = await trigger.post(
				BODY,
				{ 'x-kasko-signature': sign(BODY, 'whsec_other') },
				test,
			);
			expect(forged.status).toBe(401);
			expect(await trigger.executions()).toEqual(before);
			expect((await trigger.post(BODY, {}, test)).status).toBe(200);
			const [id = '', ...rest] = await trigger.executions();
			expect(rest).toEqual(before);
			expect(await waitForExecution(session, id)).toMatchObject({
				mode: 'manual',
				status: 'success',
			});
		});
	});
});

it('writes neither the secret nor a body to the log', () => {
	expect(refusals().join('\n')).not.toMatch(/canary|vin|Zoë/);
	expect(n8n.log()).not.toMatch(/whsec_canary|Zoë/);
});
