import type { KaskoEvent } from '../../../nodes/KaskoTrigger/events';
import { read } from './readEventsOf';

describe('readEvents', () => {
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
		['a text of JSON', { row: '{"idempotency_key":"k"}' }],
		['an error object', { error: { message: 'No', idempotency_key: 'k' } }],
		['a list of errors', { errors: [{ message: 'No', idempotency_key: 'k' }] }],
		['two places', { idempotency_key: 'k', row: { idempotencyKey: 'k' } }],
	])('finds the idempotency key in %s', (_name, body) => {
		expect(read({ message: 'No', ...(body as object) })).toMatchObject([
			{ kind: 'importError', idempotencyKey: 'k' },
		]);
	});

	it('takes no number for a key that has lost digits: two rows would become one', () => {
		const rows = JSON.parse(
			'[{"idempotency_key":12345678901234567891,"message":"A"},{"idempotency_key":12345678901234567892,"message":"B"}]',
		) as unknown;
		expect(read({ rows })).toMatchObject([
			{ idempotencyKey: '', message: 'A' },
			{ idempotencyKey: '', message: 'B' },
		]);
	});

	it('keeps a key that is a number, and takes no object for one', () => {
		expect(read({ message: 'No', idempotency_key: 7 })).toMatchObject([{ idempotencyKey: '7' }]);
		expect(read({ message: 'No', idempotency_key: { a: 1 } })).toMatchObject([
			{ idempotencyKey: '' },
		]);
	});

	it.each<[string, unknown, Array<Partial<KaskoEvent>>]>([
		[
			'a list at the root',
			[
				{ idempotencyKey: 'a', error: 'A' },
				{ idempotencyKey: 'b', error: 'B' },
			],
			[
				{ message: 'A', idempotencyKey: 'a', body: { idempotencyKey: 'a', error: 'A' } },
				{ message: 'B', idempotencyKey: 'b', body: { idempotencyKey: 'b', error: 'B' } },
			],
		],
		...['errors', 'data', 'rows', 'results', 'failures', 'error'].map(
			(list): [string, unknown, Array<Partial<KaskoEvent>>] => [
				`a list in ${list}`,
				{
					livemode: true,
					[list]: [
						{ idempotency_key: 'a', message: 'A' },
						{ idempotency_key: 'b', message: 'B' },
						{ idempotency_key: '', message: 'C' },
					],
				},
				[
					{ message: 'A', idempotencyKey: 'a', livemode: true },
					{ message: 'B', idempotencyKey: 'b', body: { idempotency_key: 'b', message: 'B' } },
					{ message: 'C', idempotencyKey: '', body: { idempotency_key: '', message: 'C' } },
				],
			],
		),
		[
			'messages beside echoed rows',
			{
				rows: [
					{ error: { message: 'A' }, row: { idempotency_key: 'a', message: 'Hello' } },
					{ error: { message: 'B' }, row: { idempotency_key: 'b' } },
				],
			},
			[
				{
					message: 'A',
					idempotencyKey: 'a',
					body: { error: { message: 'A' }, row: { idempotency_key: 'a', message: 'Hello' } },
				},
				{ message: 'B', idempotencyKey: 'b' },
			],
		],
		[
			'several errors of a row',
			{
				data: {
					rows: [
						{ idempotency_key: 'a', errors: [{ message: 'A1' }, { message: 'A2' }] },
						{ row: { idempotency_key: 'b' }, errors: ['B1', 'B2'] },
						{ row: 4, errors: [{ message: 'C1' }, { field: 'vin', message: 'C2' }] },
					],
				},
			},
			[
				{ message: 'A1; A2', idempotencyKey: 'a' },
				{ message: 'B1; B2', idempotencyKey: 'b' },
				{ message: 'C1; C2', idempotencyKey: '' },
			],
		],
		[
			'one report per error',
			{
				errors: [
					{ idempotency_key: 'a', field: 'vin', message: 'A1' },
					{ idempotency_key: 'b', message: 'B' },
					{ idempotency_key: 'a', field: 'email', message: 'A2' },
				],
			},
			[
				{
					message: 'A1; A2',
					idempotencyKey: 'a',
					body: [
						{ idempotency_key: 'a', field: 'vin', message: 'A1' },
						{ idempotency_key: 'a', field: 'email', message: 'A2' },
					],
				},
				{ message: 'B', idempotencyKey: 'b' },
			],
		],
		[
			'rows without any key',
			{ errors: [{ row: 2, message: 'A' }, { row: 3, message: 'B' }, { message: 'C' }] },
			[
				{ message: 'A', idempotencyKey: '', body: { row: 2, message: 'A' } },
				{ message: 'B', body: { row: 3, message: 'B' } },
				{ message: 'C', body: { message: 'C' } },
			],
		],
		[
			'rows with reasons, without any key',
			{ event: 'x', rows: [{ reason: 'A' }, { reason: 'B' }], errors: ['No'] },
			[
				{ message: 'A', body: { reason: 'A' } },
				{ message: 'B', body: { reason: 'B' } },
			],
		],
		[
			'rows without a key in a list of their own',
			{
				rows: [
					{ idempotency_key: 'a', message: 'A' },
					{ idempotency_key: 'b', message: 'B' },
				],
				unreadable: [{ line: 7, message: 'C' }],
			},
			[{ idempotencyKey: 'a' }, { idempotencyKey: 'b' }, { message: 'C', idempotencyKey: '' }],
		],
		[
			'a row that is only named, among others that say what went wrong',
			{ rows: [{ idempotency_key: 'a', message: 'A' }, { line: 3 }, { idempotency_key: null }] },
			[
				{ idempotencyKey: 'a', message: 'A' },
				{ idempotencyKey: '', message: '', body: { line: 3 } },
				{ idempotencyKey: '', message: '', body: { idempotency_key: null } },
			],
		],
		[
			'one row with a key, others without, in lists of their own',
			{ rows: [{ idempotency_key: 'a', message: 'A' }], unreadable: [{ line: 7, message: 'C' }] },
			[
				{ idempotencyKey: 'a', message: 'A' },
				{ message: 'C', idempotencyKey: '' },
			],
		],
		[
			'a map by idempotency key',
			{
				errors: {
					'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c': { message: 'A' },
					'order-17': ['B1', 'B2'],
					'order-18': 'C',
				},
			},
			[
				{ message: 'A', idempotencyKey: 'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c' },
				{ message: 'B1; B2', idempotencyKey: 'order-17', body: { 'order-17': ['B1', 'B2'] } },
				{ message: 'C', idempotencyKey: 'order-18', body: { 'order-18': 'C' } },
			],
		],
		[
			'a map by idempotency key beside other fields',
			{
				livemode: true,
				'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c': 'A',
				'48467ef6-06f0-40b6-afe2-b387e13cd680': '{"message":"B"}',
			},
			[
				{ message: 'A', idempotencyKey: 'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c', livemode: true },
				{ message: 'B', idempotencyKey: '48467ef6-06f0-40b6-afe2-b387e13cd680', livemode: true },
			],
		],
		[
			'a map by idempotency key of texts by field',
			{ errors: { 'order-17': { vin: ['A'] }, 'order-18': { vin: ['B'], email: ['C'] } } },
			[
				{ message: 'vin: A', idempotencyKey: 'order-17' },
				{ message: 'vin: B; email: C', idempotencyKey: 'order-18' },
			],
		],
		[
			'a map by any key',
			{ failures: { k1: { message: 'A' }, k2: { errors: [{ message: 'B' }] } } },
			[
				{ message: 'A', idempotencyKey: 'k1' },
				{ message: 'B', idempotencyKey: 'k2' },
			],
		],
		[
			'a map by row number',
			{ errors: { 2: 'A', 3: ['B1', 'B2'], 'row 4': { vin: ['is required'] } } },
			[
				{ message: 'A', idempotencyKey: '', body: { 2: 'A' } },
				{ message: 'B1; B2', idempotencyKey: '', body: { 3: ['B1', 'B2'] } },
				{ message: 'vin: is required', body: { 'row 4': { vin: ['is required'] } } },
			],
		],
		[
			'a map by row number, with keys inside',
			{
				rows: { 2: { idempotency_key: 'a', error: 'A' }, 3: { idempotency_key: 'b', error: 'B' } },
			},
			[
				{ message: 'A', idempotencyKey: 'a' },
				{ message: 'B', idempotencyKey: 'b' },
			],
		],
		[
			'a message at the top, keys below',
			{
				message: 'No',
				livemode: false,
				rows: [{ idempotency_key: 'a' }, { idempotency_key: 'b' }, { 'policy.first_name': 'Nick' }],
			},
			[
				{ message: 'No', livemode: false, idempotencyKey: 'a', body: { idempotency_key: 'a' } },
				{ message: 'No', livemode: false, idempotencyKey: 'b', body: { idempotency_key: 'b' } },
				{ message: 'No', idempotencyKey: '', body: { 'policy.first_name': 'Nick' } },
			],
		],
		[
			'a message in an object of its own, keys below',
			{
				error: { message: 'No' },
				import: { livemode: true },
				keys: { idempotency_keys: ['a', 'b'] },
			},
			[
				{ message: 'No', livemode: true, idempotencyKey: 'a', body: { idempotency_keys: ['a'] } },
				{ message: 'No', livemode: true, idempotencyKey: 'b', body: { idempotency_keys: ['b'] } },
			],
		],
		[
			'livemode and reason of each',
			{
				livemode: true,
				failed: [
					{ idempotency_key: 'a', livemode: false, reason: 'A' },
					{ idempotency_key: 'b', details: { text: 'B' } },
				],
			},
			[
				{ message: 'A', livemode: false },
				{ message: 'B', livemode: true },
			],
		],
		[
			'metadata of the rows, which says nothing',
			{
				metadata: { message: 'x', livemode: true },
				rows: [
					{ idempotency_key: 'a', metadata: { message: 'x', error: 'x', idempotency_key: 'x' } },
					{ idempotency_key: 'b', message: 'B', 'policy.metadata.idempotency_key': 'y' },
				],
			},
			[
				{ message: '', idempotencyKey: 'a', livemode: null },
				{ message: 'B', idempotencyKey: 'b', livemode: null },
			],
		],
		[
			'rows that did not fail among them',
			{
				results: [
					{ idempotency_key: 'a', status: 'created' },
					{ idempotency_key: 'b', status: 'failed', message: 'B' },
					{ idempotency_key: 'c', success: true, message: 'Done' },
					{ idempotency_key: 'd', success: false },
					{ idempotency_key: 'e', error: null },
					{ idempotency_key: 'f', errors: [], warnings: ['Old'] },
					{ idempotency_key: 'g', error: null, row: { problem: 'G' } },
				],
			},
			[
				{ message: 'B', idempotencyKey: 'b' },
				{ message: '', idempotencyKey: 'd' },
				{ message: 'G', idempotencyKey: 'g' },
			],
		],
		[
			'columns of the row that are named like a message',
			{
				rows: [
					{ idempotency_key: 'a', reason: 'A', policy: { data: { message: 'Happy birthday' } } },
					{ reason: 'B', policy: { data: { idempotency_key: 'b', error: 'The Musical' } } },
				],
			},
			[
				{ message: 'A', idempotencyKey: 'a' },
				{ message: 'B', idempotencyKey: 'b' },
			],
		],
		[
			'keys as names in a list',
			{
				errors: [
					{ 'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c': 'A' },
					{ '48467ef6-06f0-40b6-afe2-b387e13cd680': 'B' },
				],
			},
			[
				{ message: 'A', idempotencyKey: 'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c' },
				{ message: 'B', idempotencyKey: '48467ef6-06f0-40b6-afe2-b387e13cd680' },
			],
		],
		[
			'the older row that each is compared with',
			{
				rows: [
					{ idempotency_key: 'a', message: 'A', duplicate_of: { idempotency_key: 'x' } },
					{ idempotency_key: 'b', message: 'B', duplicate_of: { idempotency_key: 'y' } },
				],
			},
			[
				{ message: 'A', idempotencyKey: 'a' },
				{ message: 'B', idempotencyKey: 'b' },
			],
		],
		[
			'codes of fields, as in the errors of the REST API',
			{
				message: 'Data validation failed.',
				errors: [
					{ idempotency_key: 'a', code: 'invalid_value', field: 'policy.email' },
					{ idempotency_key: 'b', code: 'missing_value', field: 'policy.language' },
				],
			},
			[
				{ message: 'policy.email: invalid_value', idempotencyKey: 'a' },
				{ message: 'policy.language: missing_value', idempotencyKey: 'b' },
			],
		],
		[
			'a list of rows that did not fail beside it',
			{
				succeeded: [{ idempotency_key: 'a', message: 'Done' }],
				failed: [{ idempotency_key: 'b' }, { idempotency_key: 'c', message: 'C' }],
			},
			[
				{ message: '', idempotencyKey: 'b' },
				{ message: 'C', idempotencyKey: 'c' },
			],
		],
		[
			'lists in lists and deep down',
			{
				a: [
					[{ b: { c: [{ idempotency_key: 'a', error: 'A' }] } }],
					[{ d: { idempotency_key: 'b' } }],
				],
			},
			[
				{ message: 'A', idempotencyKey: 'a' },
				{ message: '', idempotencyKey: 'b' },
			],
		],
		[
			'a text of JSON',
			{
				livemode: true,
				payload: JSON.stringify([
					{ idempotency_key: 'a', message: 'A' },
					{ idempotency_key: 'b', message: 'B' },
				]),
			},
			[
				{ livemode: true, message: 'A', body: { idempotency_key: 'a', message: 'A' } },
				{ livemode: true, message: 'B', body: { idempotency_key: 'b', message: 'B' } },
			],
		],
		[
			'a key around others',
			{
				idempotency_key: 'file',
				message: 'Two rows failed',
				rows: [{ idempotency_key: 'a', message: 'A' }, { idempotency_key: 'b' }],
			},
			[
				{
					idempotencyKey: 'file',
					message: 'Two rows failed',
					body: { idempotency_key: 'file', message: 'Two rows failed' },
				},
				{ idempotencyKey: 'a', message: 'A', body: { idempotency_key: 'a', message: 'A' } },
				{ idempotencyKey: 'b', message: 'Two rows failed', body: { idempotency_key: 'b' } },
			],
		],
	])('gives one event per row when several are in one call: %s', (_name, body, events) => {
		expect(read(body)).toMatchObject(events);
	});

	it.each<[string, unknown]>([
		[
			"fields of one row, as KASKO's REST API reports them",
			{
				message: 'Data validation failed.',
				errors: [
					{ code: 'invalid_value', field: 'vin' },
					{ code: 'missing', field: 'email' },
				],
			},
		],
		[
			'fields of a row with a key',
			{ idempotency_key: 'k', errors: [{ message: 'A' }, { message: 'B' }] },
		],
		[
			'fields of an echoed row',
			{ row: { idempotency_key: 'k' }, errors: [{ field: 'vin', message: 'A' }, { message: 'B' }] },
		],
		['fields by name', { errors: { vin: { message: 'A' }, address_line_1: { message: 'B' } } }],
		['texts', { errors: ['A', 'B'] }],
		[
			'a row with maps by number in it',
			{
				message: 'No',
				row: {
					idempotency_key: 'k',
					quote: { max_ticket_price: { 1: { price: 3 }, 2: { price: 5 } } },
				},
			},
		],
	])('gives one event, with all of the payload, for %s', (_name, body) => {
		expect(read(body)).toMatchObject([{ kind: 'importError', body }]);
		expect(read(body)).toHaveLength(1);
	});

	it('keeps no row back when all are said to be successes', () => {
		const rows = [
			{ idempotency_key: 'a', success: true },
			{ idempotency_key: 'b', success: true },
		];
		expect(read({ rows })).toMatchObject([{ idempotencyKey: 'a' }, { idempotencyKey: 'b' }]);
	});

	it('joins all that is said of one row', () => {
		expect(
			read({ idempotency_key: 'k', errors: [{ message: 'A' }, { message: 'B' }] }),
		).toMatchObject([{ message: 'A; B' }]);
	});

	it('cuts what the whole report says where it stands at each row, and only there', () => {
		const message = 'x'.repeat(2000);
		const rows = [{ idempotency_key: 'a' }, { idempotency_key: 'b', message }];
		expect(read({ message, rows }).map((event) => event.message.length)).toEqual([501, 2000]);
		expect(read({ message, idempotency_key: 'a' })).toMatchObject([{ message }]);
	});

	it('gives rows without a message of their own the common one', () => {
		expect(read({ message: 'No', rows: [{ idempotency_keys: ['a', 'b'] }] })).toMatchObject([
			{ message: 'No', idempotencyKey: 'a' },
			{ message: 'No', idempotencyKey: 'b' },
		]);
	});
});
