import type { IDataObject } from 'n8n-workflow';

import { AragPush } from '../../../nodes/AragPush/AragPush.node';
import { pushFaults } from '../../../sandbox';
import { runNode } from '../../support/runNode';
import {
	CONTINUE,
	customer,
	customers,
	ERROR_OUTPUT,
	failuresOf,
	jsonOf,
	push,
	runPushNode,
	usePush,
} from '../aragPush/pushHarness';

usePush();

const statuses = (items: IDataObject[]) =>
	items.map(({ status, details }) => status ?? (details as IDataObject | undefined)?.status);

describe('what buys is never decided by an expression', () => {
	it('the operation check sends nothing and calls good items valid', async () => {
		const result = await runPushNode(push, [customer(1), customer(2, { mail: 'x' })], {
			parameters: { operation: 'check' },
			...CONTINUE,
		});
		expect(statuses(jsonOf(result))).toEqual(['valid', 'notSent']);
		expect(push.requests).toHaveLength(0);
	});

	it.each(['Check', 'buy', '', '={{ "push" }}x', 5])(
		'the operation %j is refused',
		async (operation) => {
			const result = await runPushNode(push, [customer(1)], { parameters: { operation } });
			expect(result.error?.message).toMatch(/Operation/);
			expect(push.requests).toHaveLength(0);
		},
	);
});

describe('a setting takes what its limits allow, anything else is refused by name', () => {
	it.each<[string, string, unknown]>([
		['parallelRequests', 'Parallel Requests', 1e10],
		['parallelRequests', 'Parallel Requests', 0],
		['parallelRequests', 'Parallel Requests', -1],
		['parallelRequests', 'Parallel Requests', 2.5],
		['parallelRequests', 'Parallel Requests', '1e3'],
		['parallelRequests', 'Parallel Requests', '={{ 1e10 }}'],
		['parallelRequests', 'Parallel Requests', '={{ $json.n }}'],
		['timeout', 'Timeout', 3_000_000],
		['timeout', 'Timeout', 'soon'],
		['timeout', 'Timeout', '={{ undefined }}'],
		['timeout', 'Timeout', '={{ null }}'],
		['maxTries', 'Max Tries', 1e9],
		['maxTries', 'Max Tries', '={{ NaN }}'],
		['maxTries', 'Max Tries', true],
		['requestInterval', 'Request Interval', -5],
		['requestInterval', 'Request Interval', 1e12],
		['skipAlreadyPushed', 'Skip Already Pushed', 'Never'],
		['skipAlreadyPushed', 'Skip Already Pushed', ''],
		['skipAlreadyPushed', 'Skip Already Pushed', '={{ $json.skip }}'],
		['skipAlreadyPushed', 'Skip Already Pushed', false],
		['includeInputFields', 'Include Input Fields', 'yes'],
		['includeInputFields', 'Include Input Fields', 1],
	])('%s (%s) = %j', async (name, label, value) => {
		const items = [customer(1), customer(2)];
		const stop = await runPushNode(push, items, { options: { [name]: value } as IDataObject });
		expect(stop.error?.message).toContain(label);
		const go = await runPushNode(push, items, {
			options: { [name]: value } as IDataObject,
			...ERROR_OUTPUT,
		});
		expect(jsonOf(go)).toEqual([]);
		expect(failuresOf(go, 1)).toHaveLength(2);
		expect(statuses(jsonOf(go, 1))).toEqual(['notSent', 'notSent']);
		expect(String(jsonOf(go, 1)[0]?.error)).toContain(label);
		expect(push.requests).toHaveLength(0);
	});

	it.each<[string, unknown]>([
		['parallelRequests', '5'],
		['timeout', '={{ "30" }}'],
		['maxTries', '={{ 2 }}'],
		['skipAlreadyPushed', '={{ "never" }}'],
		['includeInputFields', 'true'],
		['includeInputFields', '={{ false }}'],
	])('%s = %j is taken', async (name, value) => {
		const result = await runPushNode(push, [customer(1)], {
			options: { [name]: value } as IDataObject,
		});
		expect(result.error).toBeUndefined();
		expect(push.policies).toHaveLength(1);
	});

	it('an option expression that throws names the option, not the credential', async () => {
		const result = await runPushNode(push, [customer(1)], {
			options: { maxTries: '={{ $json.a.b.c }}' },
		});
		expect(result.error?.message).toContain('Max Tries');
		expect(`${result.error?.message} ${result.error?.description}`).not.toMatch(/credential/i);
	});

	it('all wrong settings are named at once', async () => {
		const result = await runPushNode(push, [customer(1)], {
			options: { maxTries: 99, timeout: 'x' },
		});
		expect(result.error?.message).toMatch(/Max Tries.*Timeout|Timeout.*Max Tries/s);
	});

	it('includeInputFields: ours win', async () => {
		const items = [customer(1, { status: 'lead', crm: 7, warnings: [], vin: 'WVWZZZ1JZXW000001' })];
		const result = await runPushNode(push, items, { options: { includeInputFields: true } });
		expect(jsonOf(result)[0]).toMatchObject({ status: 'created', crm: 7, last: 'Person 1' });
		expect(jsonOf(result)[0]).not.toHaveProperty('warnings');
	});
});

describe('a key is made of what is sent', () => {
	const withData = (value: unknown): { parameters: IDataObject } => ({
		parameters: {
			additionalFields: { data: { field: [{ name: 'extra', value: value as string }] } },
		},
	});
	it('items that differ only in a date of an additional field are two policies', async () => {
		const items = [
			customer(1, { extra: new Date('2027-01-01T00:00:00Z') as never }),
			customer(1, { extra: new Date('2027-01-02T00:00:00Z') as never }),
		];
		await runPushNode(push, items, withData('={{ $json.extra }}'));
		expect(push.policies).toHaveLength(2);
	});

	it.each<[string, IDataObject, IDataObject]>([
		['composed and decomposed', { last: 'Müller' }, { last: 'Mu\u0308ller' }],
		['a zero-width space', { last: 'Müller' }, { last: 'Mül\u200Bler' }],
		['a no-break space', { last: 'van Dyk' }, { last: 'van\u00A0Dyk' }],
		['a thin space', { first: 'Anna Maria' }, { first: 'Anna\u2009Maria' }],
		['the letter case of the e-mail', { mail: 'a@b.de' }, { mail: 'A@B.de' }],
		['the letter case of the VIN', { vin: 'wvwzzz1jzxw000001' }, { vin: 'WVWZZZ1JZXW000001' }],
		['a soft hyphen', { last: 'Musterfrau' }, { last: 'Muster\u00ADfrau' }],
	])('%s: one person, one policy', async (_what, first, second) => {
		const result = await runPushNode(push, [customer(1, first), customer(1, second)]);
		expect(push.policies).toHaveLength(1);
		expect(statuses(jsonOf(result))).toEqual(['created', 'alreadyPushed']);
	});

	it('sends texts in the composed form', async () => {
		await runPushNode(push, [customer(1, { last: 'Mu\u0308ller' })]);
		expect(push.policies[0]?.lastName).toBe('M\u00fcller');
	});

	it.each<[string, IDataObject, IDataObject]>([
		['last names', { last: 'Muller' }, { last: 'Müller' }],
		['VINs', { vin: 'WVWZZZ1JZXW000001' }, { vin: 'WVWZZZ1JZXW000002' }],
		['start dates', { start: '2099-02-13' }, { start: '2099-02-14' }],
	])('different %s: two policies', async (_what, first, second) => {
		await runPushNode(push, [customer(1, first), customer(1, second)]);
		expect(push.policies).toHaveLength(2);
	});
});

describe('KASKO down or busy', () => {
	it('after a few doubts in a row the rest is not sent', async () => {
		push.faults.when(() => true, pushFaults.refuse(503));
		const result = await runPushNode(push, customers(200), CONTINUE);
		const unknown = statuses(jsonOf(result)).filter((status) => status === 'unknown').length;
		expect(unknown).toBeGreaterThan(0);
		expect(unknown).toBeLessThanOrEqual(12);
		expect(push.requests.length).toBe(unknown);
		expect(statuses(jsonOf(result)).filter((status) => status === 'notSent')).toHaveLength(
			200 - unknown,
		);
	}, 30_000);

	it('one odd 403 in the middle stops nobody else', async () => {
		push.faults.when(
			({ raw }) => raw.includes('"Person 3"'),
			pushFaults.refuse(403, '<html>Forbidden</html>'),
		);
		const result = await runPushNode(push, customers(50), CONTINUE);
		expect(push.policies).toHaveLength(49);
		expect(statuses(jsonOf(result)).filter((status) => status === 'created')).toHaveLength(49);
	});

	it('of 30 items at one per 100 ms all are bought', async () => {
		let last = 0;
		push.faults.when(() => {
			const now = Date.now();
			if (now - last >= 100) {
				last = now;
				return false;
			}
			return true;
		}, pushFaults.tooManyRequests('0.1'));
		const result = await runPushNode(push, customers(30), CONTINUE);
		expect(push.policies).toHaveLength(30);
		expect(statuses(jsonOf(result))).toEqual(Array(30).fill('created'));
	}, 60_000);

	it('a Retry-After of one second moves everybody', async () => {
		push.faults.next(pushFaults.tooManyRequests('1'), 1);
		const result = await runPushNode(push, customers(20), CONTINUE);
		expect(statuses(jsonOf(result))).toEqual(Array(20).fill('created'));
		expect(push.requests.length).toBeLessThan(30);
	}, 30_000);
});

describe('KASKO speaks in many ways', () => {
	it.each<[string, number, string, RegExp]>([
		['errorMessage', 400, '{"errorMessage":"Bad thing one"}', /Bad thing one/],
		['message', 400, '{"message":"Bad thing two"}', /Bad thing two/],
		['error.message', 400, '{"error":{"message":"Bad thing three"}}', /Bad thing three/],
		[
			'errors',
			400,
			'{"status":"Bad Request","message":"Data validation failed.","errors":[{"code":"invalid_value","field":"email"}]}',
			/Data validation failed.*email.*invalid_value|Data validation failed.*invalid_value.*email/s,
		],
		['plain text', 400, 'Something plain', /Something plain/],
	])('%s', async (_name, status, body, words) => {
		push.faults.next(pushFaults.refuse(status, body));
		const result = await runPushNode(push, [customer(1)], CONTINUE);
		const [item] = jsonOf(result);
		expect(String(item?.error)).toMatch(words);
		expect(statuses([item!])).toEqual(['rejected']);
	});

	it('409 is not "correct the item": it may exist', async () => {
		push.faults.next(pushFaults.refuse(409, '{"message":"Conflict"}'));
		const [item] = jsonOf(await runPushNode(push, [customer(1)], CONTINUE));
		expect(statuses([item!])).toEqual(['unknown']);
	});

	it('a reference that is a number is kept', async () => {
		push.faults.next({ acts: true, answer: { status: 200, body: '{"reference":12345}' } });
		const [item] = jsonOf(await runPushNode(push, [customer(1)]));
		expect(item).toMatchObject({ status: 'created', reference: '12345' });
	});

	it('what comes from outside is cut, and the key is in no spelling in it', async () => {
		const key = push.keys.test;
		const base64 = Buffer.from(`${key}:`).toString('base64');
		push.faults.next(
			pushFaults.refuse(
				400,
				JSON.stringify({
					errorMessage: `${key} ${base64} ${encodeURIComponent(`${key}:`)} ${'x'.repeat(5000)}`,
				}),
			),
		);
		const result = await runPushNode(push, [customer(1)], CONTINUE);
		const text = JSON.stringify(result.outputs);
		expect(text).not.toContain(key);
		expect(text).not.toContain(base64);
		expect(text.length).toBeLessThan(4000);
	});
});

describe('what is plainly wrong is refused before anything is sent', () => {
	it.each<[string, IDataObject]>([
		['a spreadsheet error as last name', { last: '#N/A' }],
		['a German spreadsheet error', { last: '#WERT!' }],
		['a LibreOffice error as first name', { first: 'Err:502' }],
		['a spreadsheet error as VIN', { vin: '#NV' }],
		['an object as text', { last: '[object Object]' }],
		['a broken character', { last: 'M\uFFFDller' }],
		['a control character', { last: 'Mül\u0007ler' }],
		['a line break in a name', { last: 'Mül\nler' }],
		['two addresses', { mail: 'a@b.de, c@d.de' }],
		['two addresses with a semicolon', { mail: 'a@b.de;c@d.de' }],
		['an address with a name', { mail: 'Nick <a@b.de>' }],
		['a mailto link', { mail: 'mailto:a@b.de' }],
		['two at signs', { mail: 'a@b@c.de' }],
		['nothing before the at sign', { mail: '@b.de' }],
		['nothing behind the at sign', { mail: 'a@' }],
		['an invisible character in an address', { mail: 'a\u200Bb@c.de' }],
		['an invisible character in a VIN', { vin: 'WVWZZZ1JZXW\u200B000001' }],
		['a 17-digit VIN as a number', { vin: 12345678901234568 }],
		['a VIN with an exponent', { vin: 1.5e21 }],
		['a fraction as VIN', { vin: 123.45 }],
		['no date: year 1', { start: '0001-01-01' }],
		['no date: 1899', { start: '1899-12-30' }],
		['no date: 9999', { start: '9999-12-31' }],
		['no date with a time', { start: '0001-01-01T00:00:00Z' }],
		['a day that is not', { start: '2027-02-30' }],
	])('%s', async (_what, changes) => {
		const result = await runPushNode(push, [customer(1, changes)], CONTINUE);
		expect(statuses(jsonOf(result))).toEqual(['notSent']);
		expect(push.requests).toHaveLength(0);
	});

	it.each<[string, IDataObject]>([
		['a club', { last: '#1 Fan Club' }],
		['the surname Null', { last: 'Null' }],
		['a plus address', { mail: 'nick+tickets@example.com' }],
		['an international address', { mail: 'jürgen@müller.de' }],
		['an apostrophe', { mail: "o'brien@example.ie" }],
		['a quoted local part', { mail: '"nick malone"@example.com' }],
		['KASKO’s own', { mail: 'nick.malone@com' }],
		['an emoji with joiners', { last: 'Fam 👨‍👩‍👧' }],
		['a Persian name with a non-joiner', { last: 'می‌خواهم' }],
		['KASKO’s own VIN', { vin: '12345' }],
		['an ISO timestamp', { start: '2017-02-13T10:34:39+00:00' }],
	])('%s passes', async (_what, changes) => {
		const result = await runPushNode(push, [customer(1, changes)], CONTINUE);
		expect(statuses(jsonOf(result))).toEqual(['created']);
	});

	it.each<[string, IDataObject]>([
		['Null as a name', { last: 'Null' }],
		['undefined', { first: 'undefined' }],
		['an HTML entity', { last: 'M&#252;ller' }],
		['twice-decoded UTF-8', { last: 'MÃ¼ller' }],
		['a zero-width space in a name', { last: 'Mül\u200Bler' }],
		['an odd VIN', { vin: '12345' }],
	])('%s is sent with a warning in the output', async (_what, changes) => {
		const [item] = jsonOf(
			await runPushNode(push, [customer(1, { vin: 'WVWZZZ1JZXW000001', ...changes })]),
		);
		expect(item?.status).toBe('created');
		expect(item?.warnings).toEqual([
			expect.objectContaining({
				field: expect.any(String) as string,
				code: expect.any(String) as string,
				message: expect.any(String) as string,
				hint: expect.any(String) as string,
			}),
		]);
	});

	it('an item without oddities has no warnings at all', async () => {
		const [item] = jsonOf(await runPushNode(push, [customer(1, { vin: 'WVWZZZ1JZXW000001' })]));
		expect(Object.keys(item ?? {}).sort()).toEqual([
			'livemode',
			'reference',
			'requestId',
			'status',
		]);
	});

	it('additional fields: no value, a nested constructor, an object text', async () => {
		for (const value of ['', { a: { constructor: 1 } }, '[object Object]', 'a\u0007b']) {
			const result = await runPushNode(push, [customer(1, { value: value as never })], {
				parameters: {
					additionalFields: {
						metadata: { field: [{ name: 'note', value: '={{ $json.value }}' }] },
					},
				},
				...CONTINUE,
			});
			expect(statuses(jsonOf(result))).toEqual(['notSent']);
		}
		expect(push.requests).toHaveLength(0);
	});

	it('all faults of an item at once, also when one of its expressions fails', async () => {
		const result = await runPushNode(push, [customer(1, { mail: 'x', start: 'soon' })], {
			parameters: { vin: '={{ $json.no.such.thing }}' },
			...CONTINUE,
		});
		const text = String(jsonOf(result)[0]?.error);
		expect(text).toMatch(/VIN/);
		expect(text).toMatch(/Email/);
		expect(text).toMatch(/Start Date/);
	});
});

it('an unreachable server: nothing was sent', async () => {
	const result = await runPushNode(push, customers(3), {
		pushUrl: 'https://127.0.0.1:1/',
		...CONTINUE,
	});
	expect(statuses(jsonOf(result))).toEqual(['notSent', 'notSent', 'notSent']);
});

it('with Continue, a missing credential lets no input item out of the success output', async () => {
	const value = {
		firstName: 'A',
		lastName: 'B',
		email: 'a@b.de',
		startDate: '2027-01-01',
		vin: '1',
	};
	const result = await runNode({
		node: new AragPush(),
		items: [{ a: 1 }, { a: 2 }],
		parameters: { variantId: 'v', ...value, options: {} },
		settings: { onError: 'continueErrorOutput' },
	});
	expect(result.outputs[0] ?? []).toEqual([]);
	expect(result.outputs[1]).toHaveLength(2);
});
