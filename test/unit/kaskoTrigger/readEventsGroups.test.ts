import type { KaskoEvent } from '../../../nodes/KaskoTrigger/events';
import { read } from './readEventsOf';

type Expected = Partial<KaskoEvent>;

describe('rows in groups, tables and lists of numbers', () => {
	it.each<[string, unknown, Expected[]]>([
		[
			'grouped by what went wrong, by keys',
			{
				errors: [
					{ message: 'A', idempotency_keys: ['a', 'b'] },
					{ message: 'B', idempotency_keys: ['c'] },
				],
			},
			[
				{ idempotencyKey: 'a', message: 'A', body: { idempotency_keys: ['a'] } },
				{ idempotencyKey: 'b', message: 'A', body: { idempotency_keys: ['b'] } },
				{ idempotencyKey: 'c', message: 'B' },
			],
		],
		[
			'grouped by what went wrong, without keys',
			{
				errors: [
					{ message: 'A', rows: [{ row: 1 }, { row: 2 }] },
					{ message: 'B', rows: [{ row: 3 }] },
				],
			},
			[
				{ message: 'A', body: { row: 1 } },
				{ message: 'A', body: { row: 2 } },
				{ message: 'B', body: { row: 3 } },
			],
		],
		[
			'grouped by what went wrong, by numbers only',
			{
				errors: [
					{ message: 'A', rows: [1, 2] },
					{ message: 'B', 'Row Numbers': ['3'] },
				],
			},
			[
				{ message: 'A', idempotencyKey: '', body: { rows: [1] } },
				{ message: 'A', idempotencyKey: '', body: { rows: [2] } },
				{ message: 'B', idempotencyKey: '', body: { 'Row Numbers': ['3'] } },
			],
		],
		[
			'numbers at the top',
			{ message: 'A', failed_rows: [4, 7], livemode: true },
			[
				{ message: 'A', livemode: true, body: { failed_rows: [4] } },
				{ message: 'A', livemode: true, body: { failed_rows: [7] } },
			],
		],
		[
			'messages that begin with the number of their row',
			{ livemode: false, message: 'N', errors: ['Row 2: no email', 'Line no. 3 is too old'] },
			[
				{ message: 'Row 2: no email', livemode: false, body: { errors: ['Row 2: no email'] } },
				{ message: 'Line no. 3 is too old', body: { errors: ['Line no. 3 is too old'] } },
			],
		],
		[
			'messages that do not all say so',
			{ errors: ['Row 2: no email', 'The file is too old'] },
			[{ message: 'Row 2: no email; The file is too old', idempotencyKey: '' }],
		],
		[
			'rows that only hold values',
			{ errors: [{ message: 'A', rows: [{ order: 'x' }, { order: 'y' }] }] },
			[
				{ message: 'A', body: { order: 'x' } },
				{ message: 'A', body: { order: 'y' } },
			],
		],
		[
			'files, each with an error of its own and rows that have one, too',
			{
				files: [
					{
						name: 'x.csv',
						livemode: true,
						error: '2 failed',
						rows: [{ row: 1, error: 'A' }, { row: 2 }],
					},
					{ name: 'y.csv', livemode: false, error: '1 failed', rows: [{ reason: 'C' }] },
				],
			},
			[
				{ message: 'A', livemode: true, body: { row: 1, error: 'A' } },
				{ message: '2 failed', livemode: true, body: { row: 2 } },
				{ message: 'C', livemode: false, body: { reason: 'C' } },
			],
		],
		[
			'groups in groups, each with words of its own, and rows without keys in them',
			{
				message: 'Top',
				livemode: true,
				files: [
					{
						message: 'F1',
						batches: [
							{ message: 'B1', rows: [{ row: 1, message: 'A' }, { row: 2 }] },
							{ rows: [{ row: 1 }] },
						],
					},
					{ livemode: false, batches: [{ rows: [{ row: 1 }, { row: 2, reason: 'E' }] }] },
				],
			},
			[
				{ message: 'A', livemode: true },
				{ message: 'B1', livemode: true, body: { row: 2 } },
				{ message: 'F1', livemode: true },
				{ message: 'Top', livemode: false },
				{ message: 'E', livemode: false, body: { row: 2, reason: 'E' } },
			],
		],
		[
			'one report per field of a row, by file and number',
			{
				errors: [
					{ file: 'a', row: 2, field: 'email', message: 'A' },
					{ file: 'b', row: 2, field: 'vin', message: 'B' },
					{ file: 'a', row: 2, field: 'vin', message: 'C' },
					{ file: 'a', row: 3, field: 'vin', message: 'D' },
				],
			},
			[
				{
					message: 'A; C',
					body: [
						{ file: 'a', row: 2, field: 'email', message: 'A' },
						{ file: 'a', row: 2, field: 'vin', message: 'C' },
					],
				},
				{ message: 'B', body: { file: 'b', row: 2, field: 'vin', message: 'B' } },
				{ message: 'D' },
			],
		],
		[
			'a text among rows',
			{ errors: ['General', { row: 1, message: 'A' }, { row: 2, message: 'B' }] },
			[{ message: 'A' }, { message: 'B' }],
		],
		[
			'lists of nothing but keys',
			{
				message: 'M',
				failed: ['c93dc6de-08f7-4551-ab0e-ea19e5fccb2c', 'order-17'],
				imported: ['11111111-06f0-40b6-afe2-b387e13cd680'],
			},
			[
				{
					idempotencyKey: 'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c',
					message: 'M',
					body: { failed: ['c93dc6de-08f7-4551-ab0e-ea19e5fccb2c'] },
				},
				{ idempotencyKey: 'order-17', message: 'M', body: { failed: ['order-17'] } },
			],
		],
		[
			'lists of keys and messages side by side',
			{ message: 'No', idempotency_keys: ['a', 'b'], errors: ['A', ''] },
			[
				{ idempotencyKey: 'a', message: 'A', body: { idempotency_keys: 'a', errors: 'A' } },
				{ idempotencyKey: 'b', message: 'No', body: { idempotency_keys: 'b', errors: '' } },
			],
		],
		[
			'a table',
			{
				columns: ['idempotency_key', 'message'],
				rows: [
					['a', 'A'],
					['b', 'B'],
				],
			},
			[
				{ idempotencyKey: 'a', message: 'A', body: { idempotency_key: 'a', message: 'A' } },
				{ idempotencyKey: 'b', message: 'B', body: { idempotency_key: 'b', message: 'B' } },
			],
		],
		[
			'names and values',
			{
				errors: [
					{ message: 'A', row: [{ name: 'idempotency_key', value: 'a' }] },
					{
						message: 'B',
						row: [
							{ name: 'vin', note: 'x' },
							{ name: 'idempotency_key', value: 'b' },
						],
					},
					{
						message: 'C',
						row: [
							{ name: 'vin', value: '' },
							{ name: 'idempotency_key', value: 'c' },
						],
					},
				],
			},
			[
				{ idempotencyKey: 'a', message: 'A' },
				{ idempotencyKey: '', message: 'B' },
				{ idempotencyKey: 'c', message: 'C' },
			],
		],
		[
			'a map by order number',
			{ rejected: { 'ORDER/2027/1': 'A', 'ORDER/2027/2': 'B' } },
			[
				{ idempotencyKey: 'ORDER/2027/1', message: 'A' },
				{ idempotencyKey: 'ORDER/2027/2', message: 'B' },
			],
		],
		[
			'good rows in a place of their own',
			{
				results: {
					success: { rows: [{ idempotency_key: 'a' }] },
					failure: { message: 'F', rows: [{ idempotency_key: 'b' }, { idempotency_key: 'c' }] },
				},
			},
			[
				{ idempotencyKey: 'b', message: 'F' },
				{ idempotencyKey: 'c', message: 'F' },
			],
		],
		[
			'good batches among others',
			{
				batches: [
					{ status: 'ok', rows: [{ idempotency_key: 'a' }, { idempotency_key: 'b', error: 'B' }] },
					{
						status: 'failed',
						message: 'F',
						rows: [{ idempotency_key: 'c' }, { idempotency_key: 'd', status: 'imported' }],
					},
				],
			},
			[
				{ idempotencyKey: 'b', message: 'B' },
				{ idempotencyKey: 'c', message: 'F' },
			],
		],
		[
			'one bad row among good ones, with its own part',
			{
				results: [
					{ idempotency_key: 'a', status: 'created' },
					{ idempotency_key: 'b', error: 'B' },
				],
			},
			[{ idempotencyKey: 'b', message: 'B', body: { idempotency_key: 'b', error: 'B' } }],
		],
	])('gives one event per failed row, with its own words: %s', (_name, body, events) => {
		expect(read(body, 'import.failed')).toMatchObject(events);
	});

	it.each<[string, unknown, string]>([
		['one row', { message: '1 row failed', rows: [{ row: 3, error: 'A' }] }, 'A'],
		['a text', 'Row 3: no VIN', 'Row 3: no VIN'],
		['a list of texts', ['A', ['B']], 'A; B'],
	])('finds the words where the payload is %s', (_name, body, message) => {
		expect(read(body, 'import.failed')).toMatchObject([{ message, idempotencyKey: '', body }]);
	});

	it.each<[string, unknown]>([
		['a list of codes', { idempotency_key: 'k', errors: ['E-1001', 'E-1002'] }],
		['a list of things in a row', { idempotency_key: 'k', message: 'M', items: ['a-1', 'b-2'] }],
		[
			'fields with an index',
			{
				idempotency_key: 'k',
				errors: [
					{ index: 0, field: 'vin', message: 'A' },
					{ index: 1, field: 'email', message: 'B' },
				],
			},
		],
	])('takes for no rows of their own: %s', (_name, body) => {
		expect(read(body)).toMatchObject([{ idempotencyKey: 'k', body }]);
		expect(read(body)).toHaveLength(1);
	});

	it('says of no row that it failed for what the whole call says', () => {
		const rows = [{ idempotency_key: 'a', error: 'A' }, { idempotency_key: 'b' }];
		expect(read({ status: 'imported', rows }, 'import.failed')).toMatchObject([
			{ idempotencyKey: 'a', message: 'A' },
			{ idempotencyKey: 'b', message: '' },
		]);
	});
});
