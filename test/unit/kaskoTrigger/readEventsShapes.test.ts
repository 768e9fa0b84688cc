import fc from 'fast-check';

import { read } from './readEventsOf';
import { runs } from '../../support/runs';

/** What a report says of a row; each text is found nowhere else. */
interface Row {
	key: string;
	message: string;
	livemode?: boolean;
}

/** How a row is written. */
const ROW_SHAPES: Array<(row: Row) => object> = [
	({ key, message, ...rest }) => ({ idempotency_key: key, message, ...rest }),
	({ key, message, ...rest }) => ({ idempotencyKey: key, error: { message, code: 7 }, ...rest }),
	({ key, message, ...rest }) => ({
		row: { idempotency_key: key, 'policy.first_name': 'Nick', message: 'Hello' },
		errorMessage: message,
		...rest,
	}),
	({ key, message, ...rest }) => ({
		errors: [{ field: 'vin', message }],
		data: { policy: { idempotency_key: key } },
		...rest,
	}),
	({ key, message, ...rest }) => ({
		row_number: 3,
		errors: [message],
		'policy.data.idempotency_key': key,
		metadata: { error: 'x', idempotency_key: 'x', livemode: 'true' },
		...rest,
	}),
	({ key, message, ...rest }) => ({ payload: { idempotency_key: key, reason: message }, ...rest }),
];

/** Where the rows lie. */
const LIST_SHAPES: Array<(rows: object[]) => unknown> = [
	(rows) => rows,
	(rows) => ({ rows }),
	(rows) => ({ livemode: null, id: 1, data: { import: { errors: rows } } }),
	(rows) => ({ failures: rows.map((row) => [row]) }),
	(rows) => ({ report: JSON.stringify({ results: rows }) }),
	(rows) => ({ errors: Object.fromEntries(rows.map((row, index) => [`row ${index}`, row])) }),
];

const rows = fc
	.array(
		fc.record({ keyed: fc.boolean(), livemode: fc.option(fc.boolean(), { nil: undefined }) }),
		{ minLength: 2, maxLength: 8 },
	)
	.map((given) =>
		given.map(({ keyed, livemode }, index): Row => ({
			key: keyed ? `key-${index}` : '',
			message: `Message ${index}.`,
			...(livemode !== undefined && { livemode }),
		})),
	);

it('gives each row as one event, with its own words and none of another, in any shape', () => {
	const shapes = fc.tuple(
		fc.array(fc.nat(ROW_SHAPES.length - 1), { minLength: 8, maxLength: 8 }),
		fc.nat(LIST_SHAPES.length - 1),
	);
	fc.assert(
		fc.property(rows, shapes, (given, [rowShapes, listShape]) => {
			const written = given.map((one, index) => ROW_SHAPES[rowShapes[index]!]!(one));
			const events = read(LIST_SHAPES[listShape]!(written), 'import.failed');
			expect(events).toMatchObject(
				given.map(({ key, message, livemode = null }) => ({
					kind: 'importError',
					idempotencyKey: key,
					message,
					livemode,
				})),
			);
			events.forEach(({ body }, index) => {
				const others = given.filter((_, other) => other !== index);
				const said = JSON.stringify(body);
				expect(said).toContain(given[index]!.message);
				for (const { message } of others) expect(said).not.toContain(message);
			});
		}),
		runs(1000),
	);
});

const ROWS = 10_000;
const keys = Array.from({ length: ROWS }, (_, index) => `key-${index}`);
const long = 'x'.repeat(100);
const chain = () => {
	let inner: object = {};
	for (const key of keys) inner = { idempotency_key: key, message: 'No', child: inner };
	return inner;
};

it.each<[string, unknown]>([
	['rows', { message: long, rows: keys.map((key) => ({ idempotency_key: key, note: long })) }],
	['keys', { message: long, idempotency_keys: keys }],
	['a map', { errors: Object.fromEntries(keys.map((key) => [key, [long]])) }],
	['rows in rows', chain()],
])('reads 10,000 rows and says little twice: %s', (_name, body) => {
	const events = read(body);
	expect(new Set(events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(ROWS);
	const perEvent = 500;
	expect(JSON.stringify(events).length).toBeLessThan(ROWS * perEvent);
});
