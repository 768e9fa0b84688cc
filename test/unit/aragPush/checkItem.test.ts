import { checkItem } from '../../../nodes/AragPush/check/checkItem';

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
		startDate: '13.02.2017',
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
