import { isSubscribed } from '../../../nodes/KaskoTrigger/isSubscribed';

describe('isSubscribed', () => {
	it.each([
		['both', true, true],
		['both', false, true],
		['both', null, true],
		['live', true, true],
		['live', false, false],
		['live', null, true],
		['test', true, false],
		['test', false, true],
		['test', null, true],
	] as const)('environment %s, livemode %s: %s', (environment, livemode, expected) => {
		const subscription = { events: ['importError' as const], environment };
		expect(isSubscribed({ kind: 'importError', livemode }, subscription)).toBe(expected);
		expect(isSubscribed({ kind: 'policyCreated', livemode }, subscription)).toBe(false);
	});
});
