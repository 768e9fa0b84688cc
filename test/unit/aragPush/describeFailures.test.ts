import { describeFailures } from '../../../nodes/AragPush/output/messages';
import { KaskoError } from '../../../nodes/shared/KaskoError';
import type { Outcome } from '../../../nodes/AragPush/server/outcome';

const created: Outcome = { status: 'created', reference: 'r', requestId: '' };
const failed = (message: string): Outcome => ({
	status: 'failed',
	error: new KaskoError(message, 'Do something.', { status: 'rejected' }),
});
const same = failed('no key');

it.each<[string, Outcome[], unknown]>([
	['nothing', [created, created], undefined],
	['the only item', [same], 'no key'],
	['all items for one reason', [same, same], 'no key'],
	['one of several', [created, failed('no')], expect.stringContaining('1 ')],
])('has one error when %s failed', (_name, outcomes, expected) => {
	const failure = describeFailures(outcomes, true);
	expect(failure?.message).toEqual(expected);
});

it('keeps the name of a customer in doubt out of the message, which n8n logs', () => {
	const doubt = failed('Not known. Customer: Nathan Smith');
	const failure = describeFailures([doubt], true);
	expect(failure).toMatchObject({
		message: 'Not known',
		description: 'Customer: Nathan Smith\nDo something.',
	});
});

it('promises that a retry buys nothing twice only where n8n keeps what was bought', () => {
	const outcomes = [created, failed('no')];
	expect(describeFailures(outcomes, true)?.description).toContain(
		'A retry of this execution does not buy the bought ones again.',
	);
	expect(describeFailures(outcomes, false)?.description).toContain(
		'A retry of this execution may buy the bought ones again: take them out first.',
	);
	expect(describeFailures([same, failed('no')], false)?.description).not.toContain('retry');
});

it('names the number of each request that KASKO has given one', () => {
	const doubt = (requestId: string): Outcome => ({
		status: 'failed',
		error: new KaskoError('Not known', 'Look.', { status: 'unknown', requestId }),
	});
	expect(describeFailures([doubt('r1')], true)?.description).toBe(
		'Look. For questions to KASKO, the request ID is r1.',
	);
	expect(
		describeFailures([doubt('r1'), created, doubt('r2')], true)?.description.split('\n'),
	).toEqual([
		'Look.',
		'A retry of this execution does not buy the bought ones again.',
		'Unknown:',
		'Item 1: Not known (request ID r1)',
		'Item 3: Not known (request ID r2)',
		'Bought:',
		'Item 2: r',
	]);
});

it('says what to do about the first of items that were not sent, where nothing else is to be done', () => {
	const notSent = (advice: string): Outcome => ({
		status: 'failed',
		error: new KaskoError('Not sent', advice, { status: 'notSent' }),
	});
	const outcomes = [notSent('Check the network.'), notSent('Run it again.')];
	expect(describeFailures(outcomes, true)?.description).toMatch(/^Check the network\.\nNot sent:/);
	expect(describeFailures([...outcomes, failed('no')], true)?.description).toMatch(
		/^Do something\.\nRefused:/,
	);
});
