import { read } from './readEventsOf';

describe('the names that a report may use', () => {
	it.each([
		'idempotency_key',
		'IdempotencyKey',
		'IDEMPOTENCY-KEY',
		'Idempotency Key',
		'idempotency_id',
		'row_idempotency_key',
		'policyIdempotencyKey',
		'X-Idempotency-Key',
		'failed_idempotency_key',
		'policy.data.idempotency_key',
	])('an idempotency key is %s', (name) => {
		const rows = [
			{ [name]: 'a', message: 'A' },
			{ [name]: 'b', message: 'B' },
		];
		expect(read({ rows })).toMatchObject([
			{ kind: 'importError', idempotencyKey: 'a', message: 'A', body: rows[0] },
			{ kind: 'importError', idempotencyKey: 'b', message: 'B', body: rows[1] },
		]);
	});

	it.each(['key', 'id', 'value', 'uuid'])('an idempotency key is idempotency.%s', (name) => {
		expect(
			read({
				errors: [
					{ idempotency: { [name]: 'a' }, message: 'A' },
					{ idempotency: { [name]: 'b' }, message: 'B' },
				],
			}),
		).toMatchObject([
			{ idempotencyKey: 'a', message: 'A' },
			{ idempotencyKey: 'b', message: 'B' },
		]);
	});

	it.each([
		'error_msg',
		'msg',
		'err',
		'errorText',
		'error_string',
		'import_error',
		'row_errors',
		'failure_reason',
		'reject_reason',
		'validation_message',
		'problem',
		'issues',
		'fault',
		'cause',
		'status_message',
		'text',
	])('a message is %s, and each row keeps its own', (name) => {
		const rows = [
			{ idempotency_key: 'a', [name]: 'A' },
			{ idempotency_key: 'b', [name]: 'B' },
		];
		expect(read({ rows })).toMatchObject([{ message: 'A' }, { message: 'B' }]);
	});

	it('says first what KASKO uses, whatever stands before it', () => {
		expect(read({ problem: 'C', error: 'B', errorMessage: 'A' })).toMatchObject([
			{ message: 'A; B; C' },
		]);
	});

	it.each(
		[
			...['metadata', 'Meta-Data', 'policy_metadata', 'meta', 'custom', 'custom_fields'],
			...['customAttributes', 'additional_data', 'extra', 'user_data', 'tags', 'labels'],
			...['annotations', 'notes', 'comments', 'assets', '_links'],
		].flatMap((name) => [
			[name, { idempotency_key: 'z', message: 'x', error: 'x', livemode: true }],
			[name, [{ idempotency_key: 'z', message: 'x', reason: 'x', livemode: true }]],
			[name, '{"idempotency_key":"z","message":"x","livemode":true}'],
		]),
	)('nothing is read in the free-form field %s: %j', (name, content) => {
		const rows = [
			{ idempotency_key: 'a', [String(name)]: content },
			{ idempotency_key: 'b', message: 'B', [String(name)]: content },
			{ row: 3, message: 'C', [String(name)]: content },
		];
		expect(read({ [String(name)]: content, rows })).toMatchObject([
			{ idempotencyKey: 'a', message: '', livemode: null, body: rows[0] },
			{ idempotencyKey: 'b', message: 'B', livemode: null, body: rows[1] },
			{ idempotencyKey: '', message: 'C', livemode: null, body: rows[2] },
		]);
		expect(read({ [String(name)]: content })).toMatchObject([{ kind: 'other', livemode: null }]);
	});
});

describe('an undocumented event is an import error', () => {
	it.each([
		...['import.row.unprocessable', 'row.skipped', 'row.dropped', 'import.aborted'],
		...['import.timeout', 'import.timed-out', 'row.malformed', 'policy.conflict'],
		...['row.duplicate', 'import.incomplete', 'policyNotInsured', 'customer.ineligible'],
		...['import.problem', 'FILE_UNREADABLE', 'row.missing_columns', 'file.corrupt'],
	])('by its name: %s', (event) => {
		expect(read({ id: 1 }, event)).toMatchObject([{ kind: 'importError' }]);
	});

	it.each([
		{ status: 'validation_failed' },
		{ status: 'completed with errors' },
		{ status: 'not imported' },
		{ status: 422 },
		{ http_status: '400' },
		{ statusCode: 500 },
		{ result: 'KO' },
		{ outcome: 'Rejected by the underwriter' },
		{ type: 'row.refused' },
		{ event: 'import.failed' },
		{ valid: false },
		{ is_valid: 'false' },
		{ accepted: false },
		{ created: false },
		{ problems: [{ column: 'vin' }] },
		{ data: { row: { is_imported: false } } },
	])('by its fields: %j', (body) => {
		expect(read(body)).toMatchObject([{ kind: 'importError' }]);
	});

	it.each([
		['policy.issued', {}],
		['policy.cancelled', {}],
		['payment.received', { status: 'paid' }],
		['import.done', { status: 'no errors' }],
		['import.finished_without_errors', { status: 200 }],
		['import.done', { valid: true, accepted: true, created: true, status: 'imported' }],
		['import.done', { state: '0 errors', problems: 0 }],
	])('but not %s %j', (event, body) => {
		expect(read(body, event)).toMatchObject([{ kind: 'other' }]);
	});

	it.each(['Row.Bounced, row.bounced', 'row.bounced,Row.Bounced'])(
		'a header that came twice counts once: %s',
		(event) => {
			const twice = event.toLowerCase();
			expect(read({}, twice, ['row.bounced'])).toMatchObject([
				{ kind: 'importError', event: 'row.bounced' },
			]);
		},
	);

	it('a documented event whose header came twice is that event', () => {
		expect(read({}, 'policy.created, policy.created')).toMatchObject([
			{ kind: 'policyCreated', event: 'policy.created' },
		]);
	});
});
