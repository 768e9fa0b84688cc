import { keyHider } from '../../../nodes/shared/keyHider';

const KEY = 'sk_test_YE2KUZnp43i9563nY6o46fkz9tadEtMO';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const inUrl = (text: string) =>
	[...text].map((letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`).join('');

it.each([
	['plain', KEY],
	['with its colon', `${KEY}:`],
	['in capitals', KEY.toUpperCase()],
	['in small letters', KEY.toLowerCase()],
	['in hexadecimal', Buffer.from(KEY).toString('hex')],
	['in hexadecimal with its colon', Buffer.from(`${KEY}:`).toString('hex').toUpperCase()],
	['in Base64', base64(KEY)],
	['in Base64 with its colon', base64(`${KEY}:`)],
	['in Base64 without padding', base64(KEY).replaceAll('=', '')],
	['in Base64 for a URL', Buffer.from(`${KEY}:`).toString('base64url')],
	['in a URL', encodeURIComponent(`${KEY}:`)],
	['in a URL, each character', inUrl(KEY)],
	['in a URL, underscores only', KEY.replaceAll('_', '%5F')],
	['in a URL, small letters', KEY.replaceAll('_', '%5f')],
	['in a URL, twice', encodeURIComponent(encodeURIComponent(base64(KEY)))],
	['in HTML', KEY.replaceAll('_', '&#95;')],
	['in HTML, hexadecimal', KEY.replaceAll('_', '&#x5F;')],
	['in JSON', KEY.replaceAll('_', '\\u005f')],
])('hides the key %s', (_, spelled) => {
	expect(keyHider(KEY)(`a ${spelled} b`)).toBe('a … b');
});

it.each([
	['user name and key', `user:${KEY}`],
	['a header', `Authorization: Basic ${KEY}`],
	['a line of a log', `POST / key=${KEY} status=400`],
])('hides the key in the Base64 of %s', (_, text) => {
	for (const before of ['', 'x', 'xy']) {
		const hidden = keyHider(KEY)(base64(before + text));
		// What is left of the key, if it is read from any place on.
		const read = [0, 1, 2, 3].map((start) =>
			Buffer.from(hidden.replaceAll('…', '').slice(start), 'base64').toString(),
		);
		for (const rest of read) expect(rest).not.toContain(KEY.slice(8, 16));
		expect(hidden).toContain('…');
	}
});

it.each(['k', 'ab', 'a"b\\c', 'schlüssel', 'a+b/c=', '(.*)', 'a-z', 'x^[y]$'])(
	'hides the odd key %s, and nothing else',
	(key) => {
		const hide = keyHider(key);
		expect(hide('Nothing of it IS here: 123')).toBe(
			'Nothing of it IS here: 123'.replaceAll('k', '…'),
		);
		for (const spelled of [
			key,
			encodeURIComponent(key),
			base64(key),
			JSON.stringify(key).slice(1, -1),
		]) {
			expect(hide(`<${spelled}>`)).toBe('<…>');
		}
	},
);

it('leaves all as it is where there is no key', () => {
	expect(keyHider('')('text')).toBe('text');
});
