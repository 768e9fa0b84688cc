import { quoted, reasonOf, shown } from '../../../nodes/shared/text';

const fails = () => {
	throw new Error('no');
};

it.each<[string, unknown, string]>([
	['an error', new Error('It broke'), 'It broke'],
	['a text', 'It broke', 'It broke'],
	['nothing', undefined, 'undefined'],
	['null', null, 'null'],
	['a symbol', Symbol('it'), 'Symbol(it)'],
	['an error whose message is none', Object.assign(new Error('x'), { message: 5 }), '5'],
	['an object without text', Object.create(null), 'an error without words'],
	['an object whose text fails', { toString: fails }, 'an error without words'],
	[
		'an error whose message fails',
		Object.defineProperty(new Error('x'), 'message', { get: fails }),
		'an error without words',
	],
	[
		'an error that fails to be looked at',
		new Proxy({}, { getPrototypeOf: fails }),
		'an error without words',
	],
])('has words for %s', (_, error, words) => {
	expect(reasonOf(error)).toBe(words);
});

it.each<[string, unknown, string]>([
	['a date', new Date('2027-02-13T00:00:00Z'), '2027-02-13T00:00:00.000Z'],
	['an invalid date', new Date(NaN), 'invalid date'],
	['a list', [1], 'a list'],
	['an object', {}, 'an object'],
	['what only looks like a date', Object.create(Date.prototype), 'an object'],
	['an object that fails to be looked at', new Proxy({}, { getPrototypeOf: fails }), 'an object'],
	['several lines', 'a\nb\r\nc\u2028d', 'a↵b↵c↵d'],
	['what can not be seen', 'a\0b\tc', 'a\uFFFDb\uFFFDc'],
	['what turns a text round', 'a\u202eb\u2066c', 'a\uFFFDb\uFFFDc'],
])('shows %s', (_, value, text) => {
	expect(shown(value)).toBe(text);
});

it.each([
	['colours', '\u001b[1;31mNo\u001b[0m \u009b2Jway', 'No way'],
	['lines', ' No\r\n\tway\u2028', 'No way'],
	['a bracket on the next line', 'No\n[vin]', 'No [vin]'],
	['what turns a text round or hides', 'No\u202e \u2066w\u200bay\u0007\u{e0041}', 'No way'],
	['nothing but white space', ' \n'.repeat(1000), ''],
	['more than a message holds', 'x'.repeat(600), `${'x'.repeat(500)}…`],
])('quotes %s', (_, words, text) => {
	expect(quoted(words)).toBe(text);
});
