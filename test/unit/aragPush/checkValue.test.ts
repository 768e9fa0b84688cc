import { DateTime } from 'luxon';

import { checkValue } from '../../../nodes/AragPush/check/checkValue';
import type { FieldKind } from '../../../nodes/AragPush/request/fields';

/** What a value is sent as, or why not, with the codes of its warnings. */
function check(kind: FieldKind, value: unknown, timeZone?: string) {
	const warnings: string[] = [];
	const result = checkValue(kind, value, ({ code }) => warnings.push(code), timeZone);
	const outcome = typeof result === 'string' ? { sent: result } : { refused: result.says };
	return warnings.length > 0 ? { ...outcome, warnings } : outcome;
}
const refused = (says: string) => ({ refused: expect.stringContaining(says) as string });

it.each([
	['  Ada ', 'Ada'],
	['Ada Lovelace', 'Ada Lovelace'],
	[12345, '12345'],
	[0, '0'],
	['محمد', 'محمد'],
])('takes the text %j as %j', (given, value) => {
	expect(check('name', given)).toEqual({ sent: value });
});

it.each([undefined, null, '', '   ', '\t\n', '\u200B', ' \u2060\u200D\uFEFF '])(
	'takes %j for none',
	(given) => {
		expect(check('name', given)).toEqual({ sent: '' });
	},
);

it.each([[['a']], [{ a: 1 }], [true], [NaN], [new Date(NaN)]])('refuses %j as no text', (given) => {
	expect(check('name', given)).toEqual(refused('must be text'));
});

// KASKO's Ticketplan example has an address without a dot in the domain.
it.each(['test@person.com', 'nick.malone@com', 'müller@bücher.example', "o'neil+x@a.b"])(
	'takes the email %s',
	(given) => {
		expect(check('email', given)).toEqual({ sent: given });
	},
);

it.each(['person.com', '@person.com', 'test@', 'te st@person.com', 'a@b@c', 'a@b, c@d'])(
	'refuses the email %s',
	(given) => {
		expect(check('email', given)).toEqual(refused('is not an email address'));
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
	expect(check('date', given)).toEqual({ sent: given });
});

it.each([
	['a JavaScript date', new Date('2017-02-13T10:34:39Z'), '2017-02-13T10:34:39.000Z'],
	[
		'a Luxon date',
		DateTime.fromISO('2017-02-13T10:34:39+02:00', { setZone: true }),
		'2017-02-13T10:34:39.000+02:00',
	],
])('writes %s in ISO', (_, given, value) => {
	expect(check('date', given)).toEqual({ sent: value });
});

it.each(['02/13/2017', '13.02.17', '2017-02-13 25:00', '20170213', 'tomorrow', 1486980000])(
	'refuses %s as no date',
	(given) => {
		expect(check('date', given)).toEqual(refused('is not a date in a known form'));
	},
);

it.each([
	['13.02.2027', '2027-02-13'],
	['3. 2. 2027', '2027-02-03'],
	['2027-2-13', '2027-02-13'],
	['2027-02-13 10:34', '2027-02-13T10:34:00.000'],
	['13.02.2027, 10:34 Uhr', '2027-02-13T10:34:00.000'],
	['13.02.2027 10:34+02:00', '2027-02-13T10:34:00.000+02:00'],
])('writes %s as %s, which the other node takes, too', (given, value) => {
	expect(check('date', given)).toEqual({ sent: value });
});

it.each([
	'2023-02-29',
	'31.02.2027',
	'2017-04-31',
	'2017-13-01',
	'2017-00-10',
	'2017-01-00T10:00:00Z',
])('refuses the day %s, which does not exist', (given) => {
	expect(check('date', given)).toEqual(refused('does not exist'));
});

it('trims a VIN and writes it in capitals', () => {
	expect(check('vin', ' wvwzzz1jzxw000001 ')).toEqual({ sent: 'WVWZZZ1JZXW000001' });
});

it.each([
	'12345',
	'WVWZZZ1JZXW00000I',
	'WVWZZZ1JZXW00000O',
	'WVWZZZ1JZXW00000Q',
	'WVWZZZ1JZXW0000011',
])('takes the odd VIN %s with a warning', (given) => {
	expect(check('vin', given)).toEqual({ sent: given, warnings: ['oddVin'] });
});

it.each<[FieldKind, unknown, string]>([
	['vin', Number('12345678901234567'), 'too big to be exact'],
	['vin', 2 ** 54 + 2 ** 20, 'too big to be exact'],
	['vin', 123.5, 'has become of a VIN'],
	['vin', '1.23457E+16', 'has become of a VIN'],
	['vin', '1,23457E+16', 'has become of a VIN'],
	['vin', '12345678901234567.0', 'has become of a VIN'],
	['vin', '1e16', 'has become of a VIN'],
	['vin', '123E14', 'has become of a VIN'],
	['vin', "'WVWZZZ1JZXW000001", 'has become of a VIN'],
	['vin', 'WVWZZZ1JZ\u200BXW000001', "can't be seen"],
	['vin', 'WVWZZZ1JZ\u00ADXW000001', "can't be seen"],
	['vin', '#N/A', 'error of a spreadsheet'],
	['date', DateTime.fromISO('1899-12-30', { zone: 'Asia/Kolkata' }), 'in the year 1899'],
	['date', DateTime.fromISO('0001-01-01', { zone: 'Europe/Berlin' }), 'in the year 1'],
	['date', DateTime.fromISO('0001-01-01', { zone: 'America/New_York' }), 'in the year 1'],
	['name', '[object Object]', 'whole object'],
	['name', 'M\uFFFDller', 'broken character'],
	['name', 'a\u0000b', 'control character'],
	['name', 'Ada\nLovelace', 'more than one line'],
	['name', '#REF!', 'error of a spreadsheet'],
	['email', 'te\u200Bst@person.com', "can't be seen"],
	['email', '<test@person.com>', 'is not an email address'],
	['email', 'mailto:test@person.com', 'is not an email address'],
	['id', 'd2va8\u200BOwp4', "can't be seen"],
	['date', '0001-01-01', "can't be meant"],
	['date', '0000-00-00', "can't be meant"],
	['date', '1899-12-30T00:00:00Z', "can't be meant"],
	['date', '1900-01-01', 'no date'],
	['date', '1903-12-31T23:00:00Z', 'no date'],
	['date', '1969-12-31T23:00:00Z', 'no date'],
	['date', new Date(0), 'no date'],
	['date', '1970-01-01T00:00:00Z', 'no date'],
	['date', '9999-12-31', "can't be meant"],
	['date', '2027-02-13T10:34:39+99:00', 'is not a date in a known form'],
])('refuses the %s %s: %s', (kind, given, says) => {
	expect(check(kind, given)).toEqual(refused(says));
});

it.each<[FieldKind, string, string]>([
	['name', 'Null', 'placeholder'],
	['name', 'MÃ¼ller', 'doublyEncoded'],
	['name', 'M&uuml;ller', 'htmlEntity'],
	['name', 'a\u200Bb', 'invisibleCharacter'],
	['date', '2027-02-13T23:00:00.000Z', 'dayMayBeShifted'],
	['date', '2027-02-13T22:00:00+00:00', 'dayMayBeShifted'],
])('sends the %s %s with the warning %s', (kind, given, code) => {
	expect(check(kind, given)).toEqual({ sent: given, warnings: [code] });
});

it('warns of a VIN the last digits of which a spreadsheet has made zeros', () => {
	const rounded = '12345678901234500';
	expect(check('vin', rounded)).toEqual({ sent: rounded, warnings: ['oddVin'] });
	expect(check('vin', '00000000000000000')).toMatchObject({ warnings: ['oddVin'] });
	expect(check('vin', 'WVWZZZ1JZXW000100')).toEqual({ sent: 'WVWZZZ1JZXW000100' });
});

it.each(['CET', 'PST', 'MEZ', 'Europe/Berlin'])(
	'warns of the zone %s, which KASKO has no form for, and says what is sent',
	(zone) => {
		const hints: string[] = [];
		const given = `2027-02-13 19:30 ${zone}`;
		const sent = checkValue('date', given, ({ says, hint }) => hints.push(says, hint));
		expect(sent).toBe('2027-02-13T19:30:00.000');
		expect(hints).toEqual([
			`names the time zone ${zone}, which is left out`,
			expect.stringContaining('It is sent as 2027-02-13T19:30:00.000.') as string,
		]);
	},
);

it.each(['UTC', 'GMT', 'Z', 'z', '+00:00', '+0000', '+00', '-00:00'])(
	'takes the same instant for the same, as %s',
	(zone) => {
		const given = `2027-02-13 23:00:00${/^[A-Z]{3}$/.test(zone) ? ' ' : ''}${zone}`;
		expect(check('date', given, 'Europe/Berlin')).toEqual({
			sent: '2027-02-13T23:00:00.000Z',
			warnings: ['dayMayBeShifted'],
		});
	},
);

/** Values with code of their own, which fails. */
const FAILING: unknown[] = [
	Object.create(Date.prototype),
	new Proxy(
		{},
		{
			has: () => {
				throw Object.create(null) as Error;
			},
		},
	),
	{
		get isLuxonDateTime() {
			return true;
		},
		get ts(): number {
			throw new Error('broken');
		},
	},
];
it.each(['name', 'email', 'date', 'vin', 'id'] as const)(
	'as %s, a value that fails to be read is refused, and fails nothing else',
	(kind) => {
		for (const given of FAILING) expect(check(kind, given)).toHaveProperty('refused');
	},
);

it('takes a VIN of 17 digits as text, and one with an E in it', () => {
	expect(check('vin', '12345678901234567')).toEqual({ sent: '12345678901234567' });
	expect(check('vin', '1E345678901234567')).toEqual({ sent: '1E345678901234567' });
});

it('sends text in the composed form of Unicode', () => {
	expect(check('name', 'Mu\u0308ller')).toEqual({ sent: 'M\u00FCller' });
	expect(check('email', 'mu\u0308ller@a.b')).toEqual({ sent: 'm\u00FCller@a.b' });
});

it.each([
	['Europe/Berlin', '2027-02-13T23:00:00Z', { sent: '2027-02-14' }],
	['Europe/Berlin', '2027-02-13T00:00:00Z', { sent: '2027-02-13' }],
	['America/New_York', '2027-02-13T05:00:00Z', { sent: '2027-02-13' }],
	[
		'America/New_York',
		'2027-02-13T23:00:00Z',
		{ sent: '2027-02-13T23:00:00.000Z', warnings: ['dayMayBeShifted'] },
	],
])('in %s, sends the Date %s as what it is there', (timeZone, instant, outcome) => {
	expect(check('date', new Date(instant), timeZone)).toEqual(outcome);
});
