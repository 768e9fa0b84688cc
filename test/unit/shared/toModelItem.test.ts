import { toModelItem } from '../../../nodes/shared/asTool';
import { toFailedItem } from '../../../nodes/shared/errors';
import { KaskoError } from '../../../nodes/shared/KaskoError';

const told = (message: string, description: string, status: string) => {
	const error = new KaskoError(message, description, { status });
	return toModelItem(toFailedItem(error, 0)).json;
};

describe('what a model is told of a failed item', () => {
	it.each([
		[
			'unknown',
			/^The answer was lost\. It may have been bought: never call this tool again for it\. Tell the user to look in KASKO first\.$/,
		],
		['rejected', /^The answer was lost\. Ask KASKO\. Nothing was bought\. Tell the user/],
		['notSent', /^The answer was lost\. Ask KASKO\. Nothing was sent and nothing was bought\./],
		[
			'notSubmitted',
			/^The answer was lost\. Ask KASKO\. Nothing was sent and nothing was bought\./,
		],
	])('%s: what happened and what not to do', (status, words) => {
		const { error, message, details } = told('The answer was lost', 'Ask KASKO.', status);
		expect(error).toMatch(words);
		expect(message).toBe(error);
		expect(details).toEqual({ status });
	});

	it.each([
		"Save the workflow and run it again. To go on, set the option 'Skip Already Pushed' to Never.",
		"Correct them, or set 'On Error' to continue so that the other items are sent.",
		'Correct the item and send it again.',
		"Switch 'Send Again' off, or choose another file name.",
	])('is no advice for the person at the panel: %s', (advice) => {
		expect(told('The store failed.', `Ask KASKO.\n${advice}`, 'notSent').error).toBe(
			'The store failed. Ask KASKO. Nothing was sent and nothing was bought. Tell the user what is wrong; call again only with values the user has confirmed.',
		);
	});

	it('is a few hundred characters long, however long the facts are', () => {
		expect(String(told('a '.repeat(5000), 'b', 'notSent').error).length).toBeLessThan(800);
	});

	it('leaves an item alone that did not fail', () => {
		const good = { json: { status: 'created' }, pairedItem: { item: 0 } };
		expect(toModelItem(good)).toBe(good);
	});
});
