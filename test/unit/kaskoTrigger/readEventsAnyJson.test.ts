import fc from 'fast-check';

import { read } from './readEventsOf';
import { runs } from '../../support/runs';

describe('readEvents', () => {
	it('never throws and keeps its shape, whatever the JSON', () => {
		const name = fc.oneof(
			fc.constantFrom('error', 'errors', 'message', 'livemode', 'idempotency_key', '__proto__'),
			fc.constantFrom('toString', 'metadata', 'data', 'row', 'hasOwnProperty', 'valueOf'),
			fc.constantFrom('status', 'code', 'success', 'name', 'value', 'columns', 'rows', 'key-1'),
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
			runs(500),
		);
	});

	it('loses no idempotency key, and gives none twice', () => {
		const { json } = fc.letrec<{ json: unknown }>((tie) => ({
			json: fc.oneof(
				{ depthSize: 'medium' },
				fc.constantFrom<unknown>(null, 'text', 5, ''),
				fc.array(tie('json')),
				fc.dictionary(
					fc.constantFrom('errors', 'message', 'data', 'row', 'idempotency_key', 'rows', 'a-1'),
					fc.oneof(tie('json'), fc.constantFrom('key 1', 'key 2', 'key 3', 'key 4')),
				),
			),
		}));
		fc.assert(
			fc.property(json, (body) => {
				const keys = read(body, 'import.failed').map(({ idempotencyKey }) => idempotencyKey);
				const named = keys.filter((key) => key !== '');
				expect(new Set(named).size).toBe(named.length);
				expect(named).toEqual(expect.arrayContaining(keysIn(body)));
			}),
			runs(1000),
		);
	});

	it.each<[string, unknown]>([
		['spaces', { error: `${' '.repeat(1_000_000)}x` }],
		['lines in a list', { errors: [`${'\n'.repeat(1_000_000)}x`] }],
		['dashes in a list of keys', { failed: [`1${'a-'.repeat(200_000)} `] }],
		['dashes in a name', { errors: { [`1${'a-'.repeat(200_000)} `]: 'x' } }],
		['words that speak of no error', { message: 'no '.repeat(300_000) }],
		['half words that speak of an error', { status: 'did no'.repeat(200_000) }],
	])('is done with a megabyte of %s', (_, body) => {
		expect(read(body)).toHaveLength(1);
	});

	it.each([
		'{"status": {"toString": 1, "valueOf": 1}}',
		'{"error": {"code": {"toString": null}, "field": {"toString": null}}}',
		'[{"name": {"toString": 1}, "value": "x"}]',
		'[{"name": "__proto__", "value": {"error": "x"}}]',
		'{"columns": ["__proto__"], "rows": [[{"error": "x"}]]}',
	])('is not impressed by names that objects have: %s', (json) => {
		const body = JSON.parse(json) as unknown;
		const [event, ...others] = read(body, 'import.failed');
		expect(others).toEqual([]);
		expect(JSON.stringify(event?.body)).toBe(JSON.stringify(body));
	});

	it('gives texts without what can’t be seen, and bodies as they came', () => {
		const nasty = '\u001b[31mre\u200bd\u0007\u202e\nx';
		const body = { message: nasty, idempotency_key: nasty };
		expect(read(body, nasty)).toMatchObject([
			{ event: 'red x', message: 'red\nx', idempotencyKey: 'red\nx', body },
		]);
	});

	it('cuts a message that nobody could read', () => {
		const [event] = read({ message: 'x'.repeat(20_000), idempotency_key: 'k' });
		expect(event?.message).toBe(`${'x'.repeat(10_000)}…`);
	});

	it('is not impressed by depth', () => {
		const depth = 100_000;
		const lists = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
		const objects = JSON.parse('{"error":'.repeat(depth) + '1' + '}'.repeat(depth)) as unknown;
		expect(read(lists)).toMatchObject([{ kind: 'other' }]);
		expect(read(objects)).toMatchObject([{ kind: 'other' }]);
	});
});

/** All but those of rows that may say plainly that nothing went wrong: `{"idempotency_key": "a", "errors": []}`. */
function keysIn(body: unknown): string[] {
	if (typeof body !== 'object' || body === null) return [];
	if ('errors' in body && body.errors !== '' && isHollow(body.errors)) return [];
	return Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
		name === 'idempotency_key' && typeof value === 'string' && value ? [value] : keysIn(value),
	);
}

function isHollow(value: unknown): boolean {
	if (typeof value !== 'object') return value === '';
	return value === null || Object.values(value).every(isHollow);
}
