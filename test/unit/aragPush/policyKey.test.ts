import fc from 'fast-check';

import { policyKey } from '../../../nodes/AragPush/request/policyKey';
import type { PolicyRequest } from '../../../nodes/AragPush/request/policyKey';

const URL = 'https://push-api.kasko.io/';
const request = (input: Record<string, unknown>): PolicyRequest => ({ variant_id: 'v', input });
const key = policyKey(URL, false, request({ a: '1', b: { c: [1, 2], d: 'x' } }));

it('is the same whatever the order of the pairs', () => {
	expect(policyKey(URL, false, request({ b: { d: 'x', c: [1, 2] }, a: '1' }))).toBe(key);
});

it.each([
	['the path and query of the Push URL', `${URL}v2?x=1`, { a: '1', b: { c: [1, 2], d: 'x' } }],
	['a zero-width space', URL, { a: '1\u200B', b: { c: [1, 2], d: 'x' } }],
	['a kind of space', URL, { a: '1', b: { c: [1, 2], d: '\u00A0x' } }],
])('is the same whatever %s', (_, url, input) => {
	expect(policyKey(url, false, request(input))).toBe(key);
});

it.each([
	['composed and decomposed', { n: 'M\u00fcller' }, { n: 'Mu\u0308ller' }],
	['no-break and plain spaces', { n: 'van Dyk' }, { n: 'van\u00A0Dyk' }],
	['e-mail addresses in any case', { email: 'A@B.de' }, { email: 'a@b.DE' }],
	['a date and its text', { d: new Date(0) }, { d: '1970-01-01T00:00:00.000Z' }],
	[
		'fields in any order, also where their names look the same',
		{ a: 1, 'a ': 2 },
		{ 'a ': 2, a: 1 },
	],
	['a missing value and undefined', { a: 1, b: undefined }, { a: 1 }],
])('is the same for %s', (_, one, other) => {
	expect(policyKey(URL, true, request(one))).toBe(policyKey(URL, true, request(other)));
});

it('tells dates apart, which have no fields of their own', () => {
	expect(policyKey(URL, true, request({ d: new Date(0) }))).not.toBe(
		policyKey(URL, true, request({ d: new Date(1) })),
	);
});

it.each([
	['another value', URL, false, request({ a: '2', b: { c: [1, 2], d: 'x' } })],
	['another type', URL, false, request({ a: 1, b: { c: [1, 2], d: 'x' } })],
	['another order in a list', URL, false, request({ a: '1', b: { c: [2, 1], d: 'x' } })],
	['a missing pair', URL, false, request({ a: '1', b: { c: [1, 2] } })],
	[
		'another variant',
		URL,
		false,
		{ ...request({ a: '1', b: { c: [1, 2], d: 'x' } }), variant_id: 'w' },
	],
	['a live key', URL, true, request({ a: '1', b: { c: [1, 2], d: 'x' } })],
	['another address', 'https://other/', false, request({ a: '1', b: { c: [1, 2], d: 'x' } })],
])('tells %s apart', (_, url, livemode, other) => {
	expect(policyKey(url, livemode, other)).not.toBe(key);
});

it('shows nothing of its content', () => {
	expect(policyKey(URL, true, request({ email: 'ada@lovelace.com' }))).toMatch(/^[\w-]{43}$/);
});

it('depends on what is sent alone, whatever it is', () => {
	const value = fc.jsonValue({ maxDepth: 3 });
	const reversed = (given: unknown): unknown => {
		if (Array.isArray(given)) return given.map(reversed);
		if (typeof given !== 'object' || given === null) return given;
		const pairs = Object.entries(given).map(([name, each]) => [name, reversed(each)]);
		return Object.fromEntries(pairs.reverse());
	};
	fc.assert(
		fc.property(fc.dictionary(fc.string(), value), fc.uuid(), (input, other) => {
			const ours = policyKey(URL, true, request(input));
			expect(policyKey(URL, true, request(reversed(input) as typeof input))).toBe(ours);
			expect(policyKey(URL, true, request({ ...input, vin: other }))).not.toBe(ours);
		}),
	);
});
