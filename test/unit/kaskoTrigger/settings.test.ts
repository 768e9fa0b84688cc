import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isSubscribed, readSubscription } from '../../../nodes/KaskoTrigger/settings';
import { strictContext } from '../../support/strictContext';

/** A node with these parameters; an error stands for an expression that throws. */
const read = (parameters: Record<string, unknown>) =>
	readSubscription(
		strictContext<IWebhookFunctions>({
			getNodeParameter(name: string, fallback: unknown) {
				const value = name in parameters ? parameters[name] : fallback;
				if (value instanceof Error) throw value;
				// n8n 1.123 gives a copy of whatever is an object, of the fallback too.
				return structuredClone(value);
			},
		}),
	);

describe('readSubscription', () => {
	it('has the defaults of the panel', () => {
		expect(read({})).toEqual({
			subscription: {
				events: ['importError'],
				environment: 'both',
				simplify: false,
				importErrorEvents: [],
			},
			faults: [],
		});
	});

	it.each<[string, unknown, unknown]>([
		['events', ['other', 'importError'], ['importError', 'other']],
		['events', 'importError', ['importError']],
		['events', 'importError, policyCreated', ['importError', 'policyCreated']],
		['environment', 'live', 'live'],
		['simplify', true, true],
		['simplify', 'true', true],
		['options.importErrorEvents', ' A.b, ,c ', ['a.b', 'c']],
		['options.importErrorEvents', ['A.b', 'c,d'], ['a.b', 'c', 'd']],
		['options.importErrorEvents', 'A.b; c\r\nd', ['a.b', 'c', 'd']],
		['options.importErrorEvents', '', []],
	])('takes for %s %j', (name, value, expected) => {
		const { subscription, faults } = read({ [name]: value });
		expect(subscription).toHaveProperty(name.replace('options.', ''), expected);
		expect(faults).toEqual([]);
	});

	it.each<[string, unknown, RegExp]>([
		['events', [], /^'Events' can't be 'an empty list': use one or more of importError, other/],
		['events', ['importError', 'typo'], /^'Events' can't be 'typo'/],
		['events', 'typo', /^'Events' can't be 'typo'/],
		['events', undefined, /^'Events' can't be 'undefined'/],
		['events', { 0: 'importError' }, /^'Events' can't be 'an object'/],
		['events', new Error('No path'), /^The expression in 'Events' has no result \(No path\)/],
		['environment', 'Live', /^'Environment' can't be 'Live': use one of both, live, test/],
		['environment', ['live'], /^'Environment'/],
		['environment', new Error('x'.repeat(5000)), /^.{0,300}$/],
		['simplify', 1, /^'Simplify' can't be '1': use true or false/],
		['simplify', new Error('No path'), /^The expression in 'Simplify' has no result/],
		['options.importErrorEvents', 7, /^'Import Error Events' can't be '7'/],
		['options.importErrorEvents', [null], /^'Import Error Events'/],
		['options.importErrorEvents', new Error('\n'), /^The expression in 'Import Error Events'/],
	])('knows no value, and says so, for %s %p', (name, value, fault) => {
		const { subscription, faults } = read({ [name]: value });
		expect(subscription).toHaveProperty(name.replace('options.', ''), undefined);
		expect(faults).toEqual([expect.stringMatching(fault)]);
	});
});

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
		[undefined, false, true],
	] as const)('environment %s, livemode %s: %s', (environment, livemode, expected) => {
		const subscription: IDataObject = { events: ['importError' as const], environment };
		expect(isSubscribed({ kind: 'importError', livemode }, subscription)).toBe(expected);
		expect(isSubscribed({ kind: 'policyCreated', livemode }, subscription)).toBe(false);
		expect(isSubscribed({ kind: 'policyCreated', livemode }, { environment })).toBe(expected);
	});
});
