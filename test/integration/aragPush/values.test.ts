import type { IDataObject } from 'n8n-workflow';

import {
	CONTINUE,
	customer,
	customers,
	failuresOf,
	jsonOf,
	ODD_VIN,
	push,
	runPushNode,
	usePush,
} from './pushHarness';

usePush();

const VIN = 'WVWZZZ1JZXW000001';
const withMetadata = (...field: IDataObject[]) => ({
	parameters: { additionalFields: { metadata: { field } } },
});

it('shows warnings in the output, only where there are any', async () => {
	const result = await runPushNode(push, [
		customer(0, { vin: VIN }),
		customer(1),
		customer(2, { vin: VIN, last: 'Null' }),
	]);
	expect(jsonOf(result).map(({ warnings }) => warnings)).toEqual([
		undefined,
		ODD_VIN,
		[
			{
				field: 'lastName',
				code: 'placeholder',
				value: 'Null',
				message: "'Last Name' looks like the trace of a missing value",
				hint: 'It is sent as it is. Check that it is meant.',
			},
		],
	]);
	expect(jsonOf(result)[0]).not.toHaveProperty('warnings');
	expect(result.hints.join()).toContain("'Last Name' looks like the trace of a missing value");
	expect(push.policies).toHaveLength(3);
});

it('sends what was checked: trimmed, composed, with all that is in a value', async () => {
	await runPushNode(
		push,
		[customer(0, { first: ' Mu\u0308ller\u200B', extra: { a: [' x ', 1, null, true] } })],
		withMetadata(
			{ name: ' u\u0308ber ', value: '={{ $json.extra }}' },
			{ name: 'zero', value: '={{ 0 }}' },
			{ name: 'no', value: '={{ false }}' },
		),
	);
	expect(push.policies[0]?.body.input).toMatchObject({
		first_name: 'M\u00FCller',
		metadata: { '\u00FCber': { a: ['x', 1, null, true] }, zero: 0, no: false },
	});
});

it('says before sending what would be left out on the way', async () => {
	const items = [
		customer(0, { extra: JSON.parse('{"a":{"constructor":1}}') as IDataObject }),
		customer(1, { extra: JSON.parse('{"a":[{"__proto__":1}]}') as IDataObject }),
		customer(2, { extra: '' }),
		customer(3, {}),
		customer(4, { extra: 'x' }),
	];
	const result = await runPushNode(push, items, {
		...CONTINUE,
		...withMetadata({ name: 'note', value: '={{ $json.extra }}' }),
	});
	expect(failuresOf(result)).toMatchObject(
		[
			"'note.a' in 'Metadata' has a name in it that is 'constructor', which cannot be sent",
			"'note.a.0' in 'Metadata' has a name in it that is '__proto__', which cannot be sent",
			"'note' in 'Metadata' is empty",
			"'note' in 'Metadata' is empty",
		].map((message) => ({
			error: expect.stringContaining(message) as string,
			status: 'notSent',
			field: 'metadata',
		})),
	);
	expect(push.policies).toHaveLength(1);
});

it('finds everything that is wrong with an item, also when expressions fail', async () => {
	const result = await runPushNode(push, [customer(0, { mail: 'nobody', vin: '#N/A' })], {
		...CONTINUE,
		parameters: {
			firstName: '={{ $json.first.nothing.here.toUpperCase() }}',
			additionalFields: {
				data: {
					field: [
						{ name: 'a', value: '={{ $json.nothing.here.toUpperCase() }}' },
						{ name: 'b', value: '' },
						{ name: 'c', value: '={{ "C".toLowerCase() }}' },
					],
				},
			},
		},
	});
	const [failure] = jsonOf(result);
	expect(failuresOf(result)).toMatchObject([
		{ status: 'notSent', field: 'firstName, email, vin, data' },
	]);
	for (const place of ["'First Name'", "'Email'", "'VIN'", "'a' in 'Data'", "'b' in 'Data'"]) {
		expect(failure?.error).toContain(place);
	}
	expect(failure?.error).not.toContain("'c' in 'Data'");
});

it.each([
	['Europe/Berlin', '2099-02-13T23:00:00Z', '2099-02-14'],
	['America/New_York', '2099-02-13T05:00:00Z', '2099-02-13'],
	['Asia/Tokyo', '2099-02-13T00:00:00Z', '2099-02-13'],
])(
	'takes a Date for the day that it is in the time zone of the workflow, %s',
	async (timezone, instant, day) => {
		await runPushNode(push, [customer(0, { start: new Date(instant) as never })], { timezone });
		expect(push.policies[0]?.body.input.data.start_date).toBe(day);
	},
);

it('writes one line with counts of all warnings to the log, and no values', async () => {
	const { log } = await runPushNode(push, [
		...customers(3),
		customer(4, { vin: VIN, last: 'Null', start: '2099-02-13T23:00:00Z' }),
	]);
	expect(log.filter((line) => line.includes('Warnings'))).toEqual([
		"Warnings of the node 'Tested': vin: oddVin (3), lastName: placeholder (1), startDate: dayMayBeShifted (1)",
	]);
});
