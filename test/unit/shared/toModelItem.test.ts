import { toModelItem } from '../../../nodes/shared/toModelItem';
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

	it.each([
		'KASKO answered with 503: Please try again later.',
		'KASKO answered with 503: Service down, please retry your request; it is safe to resend',
		'KASKO answered with 503: Send the request once more, or resubmit it.',
		'KASKO answered with 503: E7. Repeat it. Customer: Ada Lovelace',
	])('hands on no words of a server that invite to send again: %s', (message) => {
		const { error } = told(message, 'Look.', 'unknown');
		expect(error).not.toMatch(/later|retry|resend|once more|resubmit|repeat|(?<!this tool )again/i);
		expect(error).toMatch(/^KASKO answered with 503\b.*\. It may have been bought: never call/);
		expect(String(error).includes('Ada Lovelace')).toBe(message.includes('Ada Lovelace'));
	});

	it('keeps the customer of a doubt, however much the server says, and the request ID', () => {
		const message = `It is not known: ${'words '.repeat(100)}. Customer: Ada Lovelace`;
		const error = new KaskoError(message, 'Look.', { status: 'unknown', requestId: 'req-7' });
		const { json } = toModelItem(toFailedItem(error, 0));
		expect(json.error).toMatch(
			/Customer: Ada Lovelace\. It may .* request ID for KASKO is req-7\.$/,
		);
		expect(String(json.error).length).toBeLessThan(700);
	});

	it.each([
		[
			'Unauthorized',
			'401',
			/^KASKO refused it \(401\): Unauthorized\. Check the key\. Nothing was/,
		],
		['Please retry.', '429', /^KASKO refused it \(429\)\. Check the key\. Nothing was bought\./],
		['KASKO is busy (429)', '429', /^KASKO is busy \(429\)\. Check the key\. Nothing was bought\./],
	])('says who refused it: %s', (words, httpCode, expected) => {
		const error = new KaskoError(words, 'Check the key.', { status: 'rejected', httpCode });
		expect(toModelItem(toFailedItem(error, 0)).json.error).toMatch(expected);
	});

	it('keeps how to write a value, without the option that would do instead', () => {
		const hint = "Write it as YYYY-MM-DD, or give its one form in the option 'Date Formats'.";
		expect(told('Row 1 was not sent: 1 finding', hint, 'notSubmitted').error).toMatch(
			/^Row 1 was not sent: 1 finding\. Write it as YYYY-MM-DD\. Nothing was sent/,
		);
	});

	it('names all columns of many findings, by their codes, and hands on no list of them', () => {
		const findings = ['a', 'b', 'c', 'd'].map((column) => ({
			column,
			code: column === 'd' ? 'noEmail' : 'required',
			message: 'It is long',
			hint: "Set 'Amounts' to Major Units",
		}));
		const error = new KaskoError('Row 1 was not sent', 'x', { row: 1, findings });
		const { json } = toModelItem(toFailedItem(error, 0));
		expect(json.error).toMatch(/^Row 1 was not sent\. required: a, b, c; noEmail: d\. Nothing was/);
		expect(json.details).toEqual({ row: 1 });
	});

	it('does not let a list that could not be read pass for nothing bought', () => {
		const error = new KaskoError('The server did not answer', 'Ask.', { status: 'notSubmitted' });
		const { json } = toModelItem(toFailedItem(error, 0), 'getImports');
		expect(json.error).toBe(
			'The server did not answer. Ask. Nothing could be read, so this says nothing about what was bought. Tell the user.',
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
