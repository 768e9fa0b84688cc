import { readEvent } from '../../../nodes/KaskoTrigger/readEvent';
import { read } from './readEventOf';

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
});
