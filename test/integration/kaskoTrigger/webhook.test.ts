import type { IDataObject } from 'n8n-workflow';

import { SECRET, sign } from '../../support/webhookCall';
import { trigger, useTrigger } from './triggerHarness';

const ROW = { livemode: false, error_message: 'No vin', idempotency_key: 'k' };

describe('KaskoTrigger.webhook', () => {
	useTrigger();

	async function post(
		body: string | Buffer,
		headers: Record<string, string> = {},
	): Promise<number> {
		const response = await fetch(trigger.url, {
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
		expect(trigger.results).toEqual([
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
		expect(trigger.log).toEqual([]);
	});

	it.each<[string, Record<string, string>, RegExp]>([
		['no signature', { 'x-kasko-signature': '' }, /no X-KASKO-Signature header/],
		['a malformed signature', { 'x-kasko-signature': 'sha1=0' }, /40 hexadecimal digits/],
		['a wrong signature', { 'x-kasko-signature': `sha1=${'0'.repeat(40)}` }, /does not fit/],
		['a form', { 'content-type': 'multipart/form-data; boundary=x' }, /could not be read/],
	])('refuses %s with 401 and one line that says why', async (_name, headers, line) => {
		expect(await post(JSON.stringify(ROW), headers)).toBe(401);
		expect(trigger.results).toEqual([{ noWebhookResponse: true }]);
		expect(trigger.log).toEqual([expect.stringMatching(line)]);
		expect(trigger.log[0]).toMatch(
			/^"KASKO Trigger" in workflow "Errors" \(wf1\) answered a call with 401/,
		);
		expect(trigger.log[0]).not.toMatch(/canary|No vin/);
	});

	it.each<[string, IDataObject | Error]>([
		['an empty secret', { secret: '' }],
		['a blank secret', { secret: ' \n' }],
		['no secret', {}],
		['no credential', new Error('Node does not have any credentials set')],
	])('refuses everything when there is %s', async (_name, given) => {
		trigger.credential = given;
		expect(await post(JSON.stringify(ROW))).toBe(401);
		expect(trigger.results).toEqual([{ noWebhookResponse: true }]);
		expect(trigger.log).toEqual([expect.stringMatching(/has no webhook secret/)]);
	});

	it('takes a secret that was pasted with a line break', async () => {
		trigger.credential = { secret: `${SECRET}\n` };
		expect(await post(JSON.stringify(ROW))).toBe(200);
	});

	it.each(['', 'text', '{', '{"a":1}{'])('refuses %j with 400 although signed', async (body) => {
		expect(await post(body)).toBe(400);
		expect(trigger.results).toEqual([{ noWebhookResponse: true }]);
		expect(trigger.log).toEqual([expect.stringMatching(/is not JSON/)]);
	});

	it('reads JSON behind a byte order mark', async () => {
		expect(await post(`\ufeff${JSON.stringify(ROW)}`)).toBe(200);
		expect(trigger.results).toMatchObject([{ workflowData: [[{ json: { body: ROW } }]] }]);
	});

	it.each<[string, Record<string, unknown>, string, IDataObject]>([
		['event', {}, 'policy.created', ROW],
		['environment', { environment: 'live' }, 'import.row', ROW],
		['import error', {}, 'import.row', { livemode: false, name: 'Nick' }],
	])(
		'acknowledges what is not wanted by its %s, and says so in the log',
		async (_name, wanted, event, body) => {
			Object.assign(trigger.parameters, wanted);
			expect(await post(JSON.stringify(body), { 'x-kasko-event': event })).toBe(200);
			expect(trigger.results).toEqual([
				{ webhookResponse: { message: 'Not subscribed to this event' } },
			]);
			expect(trigger.log).toEqual([expect.stringContaining(`dropped the event "${event}"`)]);
			expect(trigger.log[0]).toMatch(/^"KASKO Trigger" in workflow "Errors" \(wf1\)/);
			expect(trigger.log[0]).not.toMatch(/vin|Nick/);
		},
	);

	it('cuts the name of an event that it drops', async () => {
		expect(await post('{}', { 'x-kasko-event': 'x'.repeat(5000) })).toBe(200);
		expect(trigger.log).toEqual([expect.stringMatching(/^.{40,250}$/)]);
	});

	it('delivers some rows of a call and says how many it drops', async () => {
		trigger.parameters.environment = 'live';
		const rows = [
			{ idempotency_key: 'a', message: 'A', livemode: true },
			{ idempotency_key: 'b', message: 'B', livemode: false },
			{ idempotency_key: 'c', message: 'C' },
		];
		expect(await post(JSON.stringify({ rows }))).toBe(200);
		expect(trigger.results).toMatchObject([
			{ workflowData: [[{ json: { body: rows[0] } }, { json: { body: rows[2] } }]] },
		]);
		expect(trigger.log).toEqual([
			expect.stringContaining('dropped 1 of 3 rows of the event "import.row"'),
		]);
	});

	it.each<[string, string, IDataObject]>([
		['events', 'policy.created', {}],
		['environment', 'import.row', ROW],
		['simplify', 'import.row', ROW],
		['options.importErrorEvents', 'import.row', { note: 'nothing that speaks of it' }],
	])('loses no event by an expression that throws in %s', async (name, event, body) => {
		trigger.parameters[name] = new Error("Cannot read properties of undefined (reading 'x')");
		expect(await post(JSON.stringify(body), { 'x-kasko-event': event })).toBe(200);
		expect(trigger.results).toMatchObject([{ workflowData: [[{ json: { event, body } }]] }]);
		expect(trigger.log).toEqual([expect.stringMatching(/settings that it can't use.*reading 'x'/)]);
	});

	it('gives ten fields of a policy, if it is to simplify', async () => {
		Object.assign(trigger.parameters, { events: ['policyUpdated', 'importError'], simplify: true });
		const policy = { id: 'tpol_1', policy_id: 'AS-1', livemode: false, product_id: 'p' };
		const headers = { 'x-kasko-event': 'policy.updated' };
		expect(await post(JSON.stringify(policy), headers)).toBe(200);
		expect(await post(JSON.stringify(ROW))).toBe(200);
		expect(trigger.results).toMatchObject([
			{
				workflowData: [
					[
						{
							json: {
								kind: 'policyUpdated',
								livemode: false,
								body: { kaskoPolicyId: 'tpol_1', insurerPolicyId: 'AS-1', email: null },
							},
						},
					],
				],
			},
			{ workflowData: [[{ json: { kind: 'importError', body: ROW } }]] },
		]);
	});

	it.each([' a.b, import.row ', ['import.row']])(
		'takes the import error events %j from the options',
		async (importErrorEvents) => {
			trigger.parameters['options.importErrorEvents'] = importErrorEvents;
			expect(await post('{}')).toBe(200);
			expect(trigger.results).toMatchObject([
				{ workflowData: [[{ json: { kind: 'importError' } }]] },
			]);
		},
	);

	it.each([null, 7])('does without import error events that make no sense (%j)', async (value) => {
		trigger.parameters['options.importErrorEvents'] = value;
		expect(await post(JSON.stringify(ROW), { 'x-kasko-event': 'import.row' })).toBe(200);
		expect(trigger.results).toMatchObject([
			{ workflowData: [[{ json: { kind: 'importError' } }]] },
		]);
		expect(trigger.log).toEqual([expect.stringMatching(/'Import Error Events' can't be/)]);
	});
});
