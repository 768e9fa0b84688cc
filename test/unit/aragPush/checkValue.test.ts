import { DateTime } from 'luxon';

import { checkValue } from '../../../nodes/AragPush/check/checkValue';

it.each([
	['  Ada ', 'Ada'],
	['Ada Lovelace', 'Ada Lovelace'],
	[12345, '12345'],
	[0, '0'],
	['محمد', 'محمد'],
])('takes the text %j as %j', (given, value) => {
	expect(checkValue('text', given)).toEqual({ value });
});

it.each([undefined, null, '', '   ', '\t\n', '\u200B', ' \u2060\u200D\uFEFF '])(
	'finds %j empty',
	(given) => {
		expect(checkValue('text', given).problem).toMatch('is empty');
	},
);

it.each([[['a']], [{ a: 1 }], [true], [NaN], [new Date(NaN)]])('refuses %j as no text', (given) => {
	expect(checkValue('text', given).problem).toMatch('must be text');
});

// KASKO's Ticketplan example has an address without a dot in the domain.
it.each(['test@person.com', 'nick.malone@com', 'müller@bücher.example', "o'neil+x@a.b"])(
	'takes the email %s',
	(given) => {
		expect(checkValue('email', given)).toEqual({ value: given });
	},
);

it.each(['person.com', '@person.com', 'test@', 'te st@person.com', 'a@b@c', 'a@b, c@d'])(
	'refuses the email %s',
	(given) => {
		expect(checkValue('email', given).problem).toMatch('is not an email address');
	},
);

it.each([
	'2017-02-13',
	'2017-02-13T10:34:39+00:00',
	'2017-02-13T10:34:39Z',
	'2017-02-13T10:34:39.123+0100',
	'2017-02-13T10:34',
	'2017-02-13T00:00:00',
	'2024-02-29',
])('sends the date %s as given', (given) => {
	expect(checkValue('date', given)).toEqual({ value: given });
});

it.each([
	['a JavaScript date', new Date('2017-02-13T10:34:39Z'), '2017-02-13T10:34:39.000Z'],
	[
		'a Luxon date',
		DateTime.fromISO('2017-02-13T10:34:39+02:00', { setZone: true }),
		'2017-02-13T10:34:39.000+02:00',
	],
])('writes %s in ISO', (_, given, value) => {
	expect(checkValue('date', given)).toEqual({ value });
});

it.each([
	'13.02.2017',
	'02/13/2017',
	'2017-2-13',
	'2017-02-13 10:34',
	'20170213',
	'tomorrow',
	1486980000,
])('refuses %s as no ISO date', (given) => {
	expect(checkValue('date', given).problem).toMatch('is not an ISO date');
});

it.each(['2023-02-29', '2017-04-31', '2017-13-01', '2017-00-10', '2017-01-00T10:00:00Z'])(
	'refuses the day %s, which does not exist',
	(given) => {
		expect(checkValue('date', given).problem).toMatch('does not exist');
	},
);

it('trims a VIN and writes it in capitals', () => {
	expect(checkValue('vin', ' wvwzzz1jzxw000001 ')).toEqual({ value: 'WVWZZZ1JZXW000001' });
});

it.each([
	'12345',
	'WVWZZZ1JZXW00000I',
	'WVWZZZ1JZXW00000O',
	'WVWZZZ1JZXW00000Q',
	'WVWZZZ1JZXW0000011',
])('takes the odd VIN %s with a hint', (given) => {
	const { value, problem, hint } = checkValue('vin', given);
	expect({ value, problem }).toEqual({ value: given, problem: undefined });
	expect(hint).toMatch('17 characters');
});
