import { read } from './readEventOf';

describe('readEvent', () => {
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
});
