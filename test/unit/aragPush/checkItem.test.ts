import { DateTime } from 'luxon';

import { checkItem, Unresolved } from '../../../nodes/AragPush/check/checkItem';

/** The example request of KASKO's document, as the node's parameters. */
const EXAMPLE = {
	variantId: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
	firstName: 'Test',
	lastName: 'Person',
	email: 'test@person.com',
	startDate: '2017-02-13T10:34:39+00:00',
	vin: '12345',
};

const pairs = (...field: unknown[]) => ({ field });

it("makes KASKO's example request, byte for byte", () => {
	expect(JSON.stringify(checkItem(EXAMPLE).request)).toBe(
		'{"variant_id":"d2va8Owp4WRnkbMpEWDAmVoN1JejB5GE","input":{"first_name":"Test","last_name":"Person","email":"test@person.com","data":{"start_date":"2017-02-13T10:34:39+00:00","vin":"12345"}}}',
	);
});

it('adds data and metadata, values as they are', () => {
	const checked = checkItem({
		...EXAMPLE,
		additionalFields: {
			data: pairs({ name: ' mileage ', value: 12000 }),
			metadata: pairs({ name: 'deal', value: 'D-1' }, { name: 'toString', value: 'x' }),
		},
	});
	expect(JSON.parse(JSON.stringify(checked.request))).toEqual({
		variant_id: EXAMPLE.variantId,
		input: {
			first_name: 'Test',
			last_name: 'Person',
			email: 'test@person.com',
			data: { start_date: EXAMPLE.startDate, vin: '12345', mileage: 12000 },
			metadata: { deal: 'D-1', toString: 'x' },
		},
	});
});

it.each(['__proto__', 'constructor', ' prototype '])(
	'refuses the name %s, which n8n drops',
	(name) => {
		expect(
			checkItem({ ...EXAMPLE, additionalFields: { metadata: pairs({ name, value: 'x' }) } }),
		).toEqual({
			findings: [
				{
					field: 'metadata',
					code: 'notAllowed',
					value: name.trim(),
					message: expect.stringContaining(`'${name.trim()}'`) as string,
					hint: 'Choose another one.',
				},
			],
		});
	},
);

it('has no metadata when none is given', () => {
	expect(checkItem(EXAMPLE).request?.input).not.toHaveProperty('metadata');
});

it('finds everything that is wrong with an item at once', () => {
	const checked = checkItem({
		...EXAMPLE,
		firstName: '',
		email: 'nobody',
		startDate: '13/02/2017',
		additionalFields: {
			data: pairs({ name: 'vin', value: '1' }, { name: ' ', value: '2' }),
			metadata: pairs({ name: 'a', value: '1' }, { name: 'a', value: '2' }),
		},
	});
	expect(checked.request).toBeUndefined();
	expect(checked).toMatchObject({
		findings: [
			{ field: 'firstName', message: "'First Name' is empty", hint: 'Fill it in.' },
			{ field: 'email' },
			{ field: 'startDate' },
			{ field: 'data', message: expect.stringContaining("'vin'") as string },
			{ field: 'data', message: expect.stringContaining('no name') as string },
			{ field: 'metadata', message: expect.stringContaining("'a'") as string },
		],
	});
});

it('warns of an odd VIN, and sends it', () => {
	expect(checkItem(EXAMPLE)).toMatchObject({
		warnings: [{ field: 'vin', code: 'oddVin' }],
		request: {},
	});
	expect(checkItem({ ...EXAMPLE, vin: 'WVWZZZ1JZXW000001' })).toMatchObject({ warnings: [] });
});

describe('additional values', () => {
	const throws = () => {
		throw new Error('broken');
	};
	const withValue = (value: unknown, name: unknown = 'note') =>
		checkItem({ ...EXAMPLE, additionalFields: { metadata: pairs({ name, value }) } });
	const sent = (value: unknown) => {
		const { request } = withValue(value);
		return request && (request.input.metadata as Record<string, unknown>).note;
	};

	it.each([
		[12000, 12000],
		[0, 0],
		[true, true],
		[false, false],
		['two\nlines', 'two\nlines'],
		[' Mu\u0308ller ', 'M\u00FCller'],
		[12n, '12'],
		[new Date('2027-02-13T10:00:00Z'), '2027-02-13T10:00:00.000Z'],
		[
			DateTime.fromISO('2027-02-13T10:00:00+02:00', { setZone: true }),
			'2027-02-13T10:00:00.000+02:00',
		],
		[[], []],
		[{}, {}],
		[Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
		[new URL('https://kasko.io/a'), 'https://kasko.io/a'],
		[JSON.parse('['.repeat(50) + ']'.repeat(50)), JSON.parse('['.repeat(50) + ']'.repeat(50))],
		[
			{ owner: { name: ' Mu\u0308ller', age: null }, list: [1, ' a ', { b: false }] },
			{ owner: { name: 'M\u00FCller', age: null }, list: [1, 'a', { b: false }] },
		],
	])('%j is sent as %j', (value, json) => {
		expect(sent(value)).toEqual(json);
	});

	it.each([undefined, null, '', '  ', '\u200B'])('%j is no value', (value) => {
		expect(withValue(value)).toEqual({
			findings: [
				{
					field: 'metadata',
					code: 'required',
					message: "'note' in 'Metadata' is empty",
					hint: 'Fill it in, or remove it.',
				},
			],
		});
	});

	it.each([
		['[object Object]', 'notText', "'note' in 'Metadata'"],
		['M\uFFFDller', 'brokenCharacter', "'note' in 'Metadata'"],
		['#N/A', 'sheetError', "'note' in 'Metadata'"],
		['a\u0000b', 'controlCharacter', "'note' in 'Metadata'"],
		[NaN, 'notText', "'note' in 'Metadata'"],
		[Number('12345678901234567'), 'unsafeNumber', "'note' in 'Metadata'"],
		[new Date(NaN), 'notDate', "'note' in 'Metadata'"],
		[new Map([['a', 1]]), 'notText', "'note' in 'Metadata'"],
		[{ a: { b: ['x', '#REF!'] } }, 'sheetError', "'note.a.b.1' in 'Metadata'"],
		[
			{ a: { constructor: 1 } },
			'notAllowed',
			"'note.a' in 'Metadata' has a name in it that is 'constructor'",
		],
		[JSON.parse('{"a":[{"__proto__":1}]}'), 'notAllowed', "'note.a.0' in 'Metadata'"],
		[{ prototype: 1 }, 'notAllowed', "'note' in 'Metadata'"],
		[new Error('x'), 'notText', "'note' in 'Metadata'"],
		[{ a: new Error('x') }, 'notText', "'note.a' in 'Metadata'"],
		[Buffer.from('x'), 'notText', "'note' in 'Metadata'"],
		[new Uint8Array([1]), 'notText', "'note' in 'Metadata'"],
		[new ArrayBuffer(1), 'notText', "'note' in 'Metadata'"],
		[new WeakMap(), 'notText', "'note' in 'Metadata'"],
		[new URLSearchParams('a=1'), 'notText', "'note' in 'Metadata'"],
		[Object(5), 'notText', "'note' in 'Metadata'"],
		[Object('x'), 'notText', "'note' in 'Metadata'"],
		[Symbol('x'), 'notText', "'note' in 'Metadata'"],
		[[1, undefined], 'notText', "'note.1' in 'Metadata'"],
		[{ toJSON: () => undefined }, 'notText', "'note' in 'Metadata'"],
		[{ toJSON: () => new Map() }, 'notText', "'note' in 'Metadata'"],
		[new Date(Date.UTC(12_000, 0, 1)), 'notDate', "'note' in 'Metadata'"],
		[new Date(Date.UTC(-5, 0, 1)), 'notDate', "'note' in 'Metadata'"],
		[{ isLuxonDateTime: true, ts: 1e20, o: 0 }, 'notDate', "'note' in 'Metadata'"],
	])('%j is refused: %s', (value, code, place) => {
		expect(withValue(value)).toMatchObject({
			findings: [{ field: 'metadata', code, message: expect.stringContaining(place) as string }],
		});
	});

	it.each([
		['toJSON', { toJSON: throws }],
		['getter', { a: Object.defineProperty({}, 'b', { get: throws, enumerable: true }) }],
	])('with a %s that fails are refused', (_, value) => {
		expect(withValue(value)).toMatchObject({
			findings: [{ code: 'notText', message: "'note' in 'Metadata' can't be read: broken" }],
		});
	});

	it('of a circle are refused', () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		circle.list = [circle];
		expect(withValue(circle)).toMatchObject({
			findings: [
				{ code: 'notText', message: expect.stringContaining("'note.self'") as string },
				{ code: 'notText', message: expect.stringContaining("'note.list.0'") as string },
			],
		});
	});

	it.each([
		[new Date('2027-02-12T23:00:00Z'), 'dayMayBeShifted', '2027-02-12T23:00:00.000Z'],
		[DateTime.fromISO('2027-02-12T22:00Z').toUTC(), 'dayMayBeShifted', '2027-02-12T22:00:00.000Z'],
		[new Date(0), 'noSuchDay', '1970-01-01'],
		[new Date('0001-01-01T00:00:00Z'), 'noSuchDay', '0001-01-01'],
		[new Date('9999-12-31T23:59:59Z'), 'noSuchDay', '9999-12-31T23:59:59.000Z'],
	])('that are doubtful dates are sent with a warning: %p (%s)', (value, code, text) => {
		const additionalFields = { metadata: pairs({ name: 'note', value: { a: value } }) };
		expect(checkItem({ ...EXAMPLE, additionalFields }, 'UTC')).toMatchObject({
			request: { input: { metadata: { note: { a: text } } } },
			warnings: [
				{ code: 'oddVin' },
				{ code, message: expect.stringContaining("'note.a' in 'Metadata'") as string },
			],
		});
	});

	it('that are doubtful are sent with a warning', () => {
		expect(withValue({ a: 'MÃ¼ller' })).toMatchObject({
			request: {},
			warnings: [{ code: 'oddVin' }, { field: 'metadata', code: 'doublyEncoded' }],
		});
	});

	it.each([
		['undefined', 'placeholder', "A name in 'Metadata'"],
		['gr&uuml;n', 'htmlEntity', "A name in 'Metadata'"],
		['x'.repeat(256), 'longText', "A name in 'Metadata'"],
	])('have a name, %.20s, that is sent with the warning %s', (name, code, place) => {
		expect(withValue('x', name)).toMatchObject({
			request: { input: { metadata: { [name]: 'x' } } },
			warnings: [
				{ code: 'oddVin' },
				{ field: 'metadata', code, message: expect.stringContaining(place) as string },
			],
		});
	});

	it('have names inside that are warned about at their place', () => {
		expect(withValue({ owner: { NaN: 1 } })).toMatchObject({
			warnings: [
				{ code: 'oddVin' },
				{
					code: 'placeholder',
					message: "'note.owner.NaN' in 'Metadata' looks like the trace of a missing value",
				},
			],
		});
	});

	it('have names without spaces at the ends and in the composed form', () => {
		const { request } = withValue('x', ' u\u0308ber ');
		expect(request?.input.metadata).toEqual({ '\u00FCber': 'x' });
	});
});

it('finds everything at once, also where expressions have failed', () => {
	const values = {
		...EXAMPLE,
		firstName: '',
		email: new Unresolved('no such node'),
		vin: '#N/A',
		additionalFields: {
			data: pairs(
				{ name: new Unresolved('no such field'), value: 'x' },
				{ name: 'mileage', value: new Unresolved('no such field') },
				{ name: 'color', value: '' },
			),
		},
	};
	expect(checkItem(values)).toMatchObject({
		findings: [
			{ field: 'firstName', code: 'required' },
			{ field: 'email', code: 'notResolved' },
			{ field: 'vin', code: 'sheetError' },
			{ field: 'data', message: "The expression in a name in 'Data' has no result: no such field" },
			{
				field: 'data',
				message: "The expression in 'mileage' in 'Data' has no result: no such field",
			},
			{ field: 'data', message: "'color' in 'Data' is empty" },
		],
	});
});

it.each([
	['2026-11-28', ['startsInPast']],
	['2026-11-28T23:59:00+01:00', ['startsInPast']],
	['28.11.2026', ['startsInPast']],
	['2026-11-29', []],
	['2026-11-29T00:00:00', []],
	['30.11.2026', []],
])('a start on %s, seen on 2026-11-29, is sent with the warnings %j', (startDate, codes) => {
	const given = { ...EXAMPLE, vin: 'WVWZZZ1JZXW000001', startDate };
	const { request, ...rest } = checkItem(given, 'Europe/Berlin', '2026-11-29');
	expect(request).toBeDefined();
	const warnings = 'warnings' in rest ? rest.warnings : [];
	expect(warnings.map(({ code }) => code)).toEqual(codes);
});
