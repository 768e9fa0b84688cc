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
	const failure = describeFailures(outcomes);
	expect(failure?.message).toEqual(expected);
});

it('keeps the name of a customer in doubt out of the message, which n8n logs', () => {
	const doubt = failed('Not known. Customer: Nathan Smith');
	const failure = describeFailures([doubt]);
	expect(failure).toMatchObject({
		message: 'Not known',
		description: 'Customer: Nathan Smith\nDo something.',
	});
});
