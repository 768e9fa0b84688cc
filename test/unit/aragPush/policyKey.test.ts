import { policyKey } from '../../../nodes/AragPush/request/policyKey';
import type { PolicyRequest } from '../../../nodes/AragPush/request/policyKey';

const URL = 'https://push-api.kasko.io/';
const request = (input: Record<string, unknown>): PolicyRequest => ({ variant_id: 'v', input });
const key = policyKey(URL, false, request({ a: '1', b: { c: [1, 2], d: 'x' } }));

it('is the same whatever the order of the pairs', () => {
	expect(policyKey(URL, false, request({ b: { d: 'x', c: [1, 2] }, a: '1' }))).toBe(key);
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
