import { readEvents } from '../../../nodes/KaskoTrigger/readEvents';
import { read } from './readEventsOf';

const policy = {
	id: 'po_1',
	livemode: true,
	first_name: 'Nick',
	metadata: { message: 'Happy birthday', error: 'none', idempotency_key: 'k-1' },
	assets: [{ designation: 'terms', name: 'error', message: 'x' }],
	_links: { self: { href: 'https://example.com', error: 'x' } },
};

describe('readEvents', () => {
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
		['Policy.Created', 'policyCreated'],
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
				{ kind: 'importError', message: 'odd', idempotencyKey: '' },
			]);
		},
	);

	it('takes an event that the user named for an import error, also without a message', () => {
		expect(read(policy, 'row.refused', ['row.refused'])).toMatchObject([
			{ kind: 'importError', message: '', idempotencyKey: '' },
		]);
		expect(read({ reason: 'too old' }, 'row.refused', ['row.refused'])).toMatchObject([
			{ message: 'too old' },
		]);
		expect(read({ reason: 'too old' })).toMatchObject([{ kind: 'other', message: '' }]);
	});

	it.each<[string, string, unknown]>([
		['names an idempotency key', 'row.done', { data: { row: { idempotency_key: 'k' } } }],
		['has "failed" in its name', 'import.failed', { file: 'a.csv' }],
		['has "error" in its name', 'IMPORT_ERROR', {}],
		['has "rejected" in its name', 'row.rejected', null],
		['has "not imported" in its name', 'policy.not_imported', []],
		['has "not transmutable" in its name', 'policyNotTransmutable', {}],
		['has an error code', 'import.row', { error_code: 422 }],
		['counts errors', 'import.done', { data: { error_count: 3 } }],
		['has a flag for it', 'import.row', { failed: true }],
		['has a status for it', 'import.row', { row: { status: 'Failed' } }],
		['is no success', 'import.row', { success: false }],
		['is called a success, in words of a failure', 'a.b', { success: true, message: '2 failed' }],
		['has "could not" in its name', 'policy.could_not_be_created', {}],
		['has an error as text of JSON', 'import.row', { payload: '{"error":{"code":7}}' }],
	])('takes an event for an import error that %s', (_name, event, body) => {
		expect(read(body, event)).toMatchObject([{ kind: 'importError' }]);
	});

	it.each<[string, string, unknown]>([
		['says that there is none', 'import.done', { errors: 0, failed: false, error_code: null }],
		['has empty lists of them', 'import.done', { failed_rows: [], errors: {}, rejections: [{}] }],
		['is a success', 'import.done', { status: 'ok', success: true }],
		['is a success with words', 'import.done', { success: true, message: 'All imported' }],
		['only sounds so', 'terrorism.cover_added', {}],
		['has an error in free fields only', 'a.b', { metadata: { error: 'x', idempotency_key: 'k' } }],
		['is of a policy', 'policy.cancelled', policy],
	])('takes an event for another that %s', (_name, event, body) => {
		expect(read(body, event)).toMatchObject([{ kind: 'other' }]);
	});

	it.each(['Row.Refused', 'ROW.REFUSED', ' row.refused '])(
		'knows a listed name in any letter case: %j',
		(event) => {
			expect(read({}, event, ['row.refused'])).toMatchObject([{ kind: 'importError' }]);
		},
	);

	it('takes each undocumented event for an import error while the names of those are unknown', () => {
		const call = { deliveryHeader: '', receivedAt: '', importErrorEvents: undefined };
		expect(readEvents({ ...call, eventHeader: 'a.b', body: {} })).toMatchObject([
			{ kind: 'importError' },
		]);
		expect(readEvents({ ...call, eventHeader: 'policy.created', body: {} })).toMatchObject([
			{ kind: 'policyCreated' },
		]);
	});

	it.each<[unknown, boolean | null]>([
		[{ livemode: true }, true],
		[{ livemode: false }, false],
		[{ live_mode: 'true' }, true],
		[{ LIVEMODE: ' False ' }, false],
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
		const [event] = readEvents({
			eventHeader: header,
			deliveryHeader: header,
			receivedAt: '',
			body: {},
			importErrorEvents: [],
		});
		expect(event).toMatchObject({ kind: 'other', event: '', deliveryId: '' });
	});
});
