import fc from 'fast-check';

import type { KaskoEvent } from '../../../nodes/KaskoTrigger/events';
import { readEvent } from '../../../nodes/KaskoTrigger/readEvent';

const read = (body: unknown, event = 'some.event', importErrorEvents: string[] = []) =>
	readEvent({
		eventHeader: event,
		deliveryHeader: '0123456789abcdef0123456789abcdef',
		receivedAt: '2026-01-02T03:04:05.678Z',
		body: body as KaskoEvent['body'],
		importErrorEvents,
	});

const policy = {
	id: 'po_1',
	livemode: true,
	first_name: 'Nick',
	metadata: { message: 'Happy birthday', error: 'none', idempotency_key: 'k-1' },
	assets: [{ designation: 'terms', name: 'error', message: 'x' }],
	_links: { self: { href: 'https://example.com', error: 'x' } },
};

describe('readEvent', () => {
	it('gives the fields of the contract, in its order', () => {
		const body = { livemode: false, error_message: 'No', idempotency_key: 'k' };
		const [event, ...others] = read(body);
		expect(others).toEqual([]);
		expect(JSON.stringify(event)).toBe(
			JSON.stringify({
				kind: 'importError',
				event: 'some.event',
				deliveryId: '0123456789abcdef0123456789abcdef',
				receivedAt: '2026-01-02T03:04:05.678Z',
				livemode: false,
				message: 'No',
				idempotencyKey: 'k',
				body,
			}),
		);
	});

	it.each([
		['policy.created', 'policyCreated'],
		['policy.updated', 'policyUpdated'],
		[' policy.updated ', 'policyUpdated'],
		['policy.cancelled', 'other'],
		['', 'other'],
	])('takes %j with a policy for %s', (event, kind) => {
		expect(read(policy, event)).toMatchObject([{ kind, message: '', idempotencyKey: '' }]);
	});

	it.each(['policy.created', 'policy.updated'])(
		'never takes %s for an import error, unless the user says so',
		(event) => {
			const body = { ...policy, errorMessage: 'odd' };
			expect(read(body, event)).toMatchObject([{ message: '', idempotencyKey: '' }]);
			expect(read(body, event, ['a.b', event])).toMatchObject([
				{ kind: 'importError', message: 'odd', idempotencyKey: 'k-1' },
			]);
		},
	);

	it('takes an event that the user named for an import error, also without a message', () => {
		expect(read(policy, 'row.refused', ['row.refused'])).toMatchObject([
			{ kind: 'importError', message: '', idempotencyKey: 'k-1' },
		]);
		expect(read({ reason: 'too old' }, 'row.refused', ['row.refused'])).toMatchObject([
			{ message: 'too old' },
		]);
		expect(read({ reason: 'too old' })).toMatchObject([{ kind: 'other', message: '' }]);
	});

	it.each<[string, unknown]>([
		['errorMessage', { errorMessage: 'No' }],
		['error_message', { error_message: 'No' }],
		['error-message', { 'error-message': 'No' }],
		['Error Message', { 'Error Message': ' No\n' }],
		['ErrorMessage', { ErrorMessage: 'No' }],
		['message', { message: 'No' }],
		['error', { error: 'No' }],
		['error.message', { error: { message: 'No', code: 422 } }],
		['error.detail', { error: { status: 422, detail: 'No' } }],
		['error.error.message', { error: { error: { message: 'No' } } }],
		['error: true and message', { error: true, message: 'No' }],
		['error: null and message', { error: null, message: 'No' }],
		['errors, a list of texts', { errors: ['No'] }],
		['errors, a list of objects', { errors: [{ message: 'No' }] }],
		['errors in a list of lists', { errors: [[{ errorMessage: 'No' }]] }],
		['failure_reason', { failure_reason: 'No' }],
		['validation_errors', { validation_errors: [{ reason: 'No' }] }],
		['the same text twice', { message: 'No', errors: ['No'] }],
		['data', { data: { error: 'No' } }],
		['data.row', { id: 1, data: { row: { error_message: 'No' } } }],
		['a list at the root', [{ message: 'No' }]],
		['beside an empty one', { errorMessage: '', data: { errors: [{ message: 'No' }] } }],
	])('finds the message in %s', (_name, body) => {
		expect(read(body)).toMatchObject([{ kind: 'importError', message: 'No' }]);
	});

	it.each<[string, unknown, string]>([
		['several errors', { errors: ['A', { message: 'B' }] }, 'A; B'],
		['errors by field', { errors: { vin: ['A', 'B'], email: 'C' } }, 'vin: A; B; email: C'],
		['a message and errors', { message: 'A', errors: { vin: ['B'] } }, 'A; vin: B'],
		['an error with a code only', { error: { code: 'E1' } }, 'code: E1'],
	])('says all of %s', (_name, body, message) => {
		expect(read(body)).toMatchObject([{ kind: 'importError', message }]);
	});

	it.each<[string, unknown]>([
		['no errors', { errors: [], error: null, message: '', errorMessage: ' ' }],
		['an empty error', { error: {}, errors: [{}, null, []] }],
		['flags and numbers', { error: false, errors: 0, message: 5 }],
		['metadata', { metadata: { error: 'x' }, data: { metadata: { message: 'x' } } }],
		['another word', { errorRate: 'x', messageId: 'x' }],
		['a text', 'error'],
		['null', null],
		['a number', 12],
		['nothing', {}],
	])('sees no import error in %s', (_name, body) => {
		expect(read(body)).toMatchObject([{ kind: 'other', message: '', idempotencyKey: '' }]);
	});

	it.each<[string, unknown]>([
		['idempotency_key', { idempotency_key: 'k' }],
		['idempotencyKey', { idempotencyKey: ' k ' }],
		['Idempotency-Key', { 'Idempotency-Key': 'k' }],
		['a dotted name', { 'policy.data.idempotency_key': 'k' }],
		['a list', { idempotency_keys: ['k'] }],
		['row', { row: { idempotency_key: 'k' } }],
		['policy.data', { policy: { data: { idempotency_key: 'k' } } }],
		['metadata', { metadata: { idempotency_key: 'k' } }],
		['an error object', { error: { message: 'No', idempotency_key: 'k' } }],
		['a list of errors', { errors: [{ message: 'No', idempotency_key: 'k' }] }],
		['two places', { idempotency_key: 'k', row: { idempotencyKey: 'k' } }],
	])('finds the idempotency key in %s', (_name, body) => {
		expect(read({ message: 'No', ...(body as object) })).toMatchObject([
			{ kind: 'importError', idempotencyKey: 'k' },
		]);
	});

	it('keeps a key that is a number, and takes no object for one', () => {
		expect(read({ message: 'No', idempotency_key: 7 })).toMatchObject([{ idempotencyKey: '7' }]);
		expect(read({ message: 'No', idempotency_key: { a: 1 } })).toMatchObject([
			{ idempotencyKey: '' },
		]);
	});

	it.each<[string, unknown]>([
		[
			'errors',
			{
				livemode: true,
				errors: [
					{ idempotency_key: 'a', message: 'A' },
					{ idempotency_key: 'b', message: 'B' },
				],
			},
		],
		[
			'rows beside their message',
			{
				rows: [
					{ error: { message: 'A' }, row: { idempotency_key: 'a' } },
					{ error: { message: 'B' }, row: { idempotency_key: 'b' } },
				],
			},
		],
		[
			'a list at the root',
			[
				{ idempotencyKey: 'a', error: 'A' },
				{ idempotencyKey: 'b', error: 'B' },
			],
		],
	])('gives one event per row when several are in one call: %s', (_name, body) => {
		expect(read(body)).toMatchObject([
			{ message: 'A', idempotencyKey: 'a', body },
			{ message: 'B', idempotencyKey: 'b', body },
		]);
	});

	it('gives rows without a message of their own the common one', () => {
		expect(read({ message: 'No', rows: [{ idempotency_keys: ['a', 'b'] }] })).toMatchObject([
			{ message: 'No', idempotencyKey: 'a' },
			{ message: 'No', idempotencyKey: 'b' },
		]);
	});

	it.each<[unknown, boolean | null]>([
		[{ livemode: true }, true],
		[{ livemode: false }, false],
		[{ live_mode: 'true' }, true],
		[{ liveMode: 0 }, false],
		[{ data: { livemode: false } }, false],
		[{ livemode: null, data: { livemode: true } }, true],
		[{ livemode: 'maybe' }, null],
		[{ livemode: { toString: 1 } }, null],
		[{}, null],
		[[], null],
	])('reads livemode of %j as %s', (body, livemode) => {
		expect(read(body)).toMatchObject([{ livemode }]);
	});

	it.each([undefined, ['a', 'b'], 5])('takes the header %j for none', (header) => {
		const [event] = readEvent({
			eventHeader: header,
			deliveryHeader: header,
			receivedAt: '',
			body: {},
			importErrorEvents: [],
		});
		expect(event).toMatchObject({ kind: 'other', event: '', deliveryId: '' });
	});

	it('never throws and keeps its shape, whatever the JSON', () => {
		const name = fc.oneof(
			fc.constantFrom('error', 'errors', 'message', 'livemode', 'idempotency_key', '__proto__'),
			fc.constantFrom('toString', 'metadata', 'data', 'row', 'hasOwnProperty'),
			fc.string(),
		);
		const { json } = fc.letrec<{ json: unknown }>((tie) => ({
			json: fc.oneof(
				{ depthSize: 'medium' },
				fc.constantFrom<unknown>(null, true, false, 0, -1.5, '', ' ', 'text'),
				fc.string(),
				fc.array(tie('json')),
				fc
					.array(fc.tuple(name, tie('json')))
					.map(
						(fields) =>
							JSON.parse(
								`{${fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
							) as unknown,
					),
			),
		}));
		fc.assert(
			fc.property(json, fc.string(), (body, event) => {
				const events = read(body, event, [event.slice(1)]);
				expect(events.length).toBeGreaterThan(0);
				for (const one of events) {
					expect(['importError', 'other', 'policyCreated', 'policyUpdated']).toContain(one.kind);
					expect(typeof one.message).toBe('string');
					expect(typeof one.idempotencyKey).toBe('string');
					expect([true, false, null]).toContain(one.livemode);
					expect(one).not.toHaveProperty('error');
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('is not impressed by depth', () => {
		const depth = 100_000;
		const lists = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
		const objects = JSON.parse('{"error":'.repeat(depth) + '1' + '}'.repeat(depth)) as unknown;
		expect(read(lists)).toMatchObject([{ kind: 'other' }]);
		expect(read(objects)).toMatchObject([{ kind: 'other' }]);
	});
});
