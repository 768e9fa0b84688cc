import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { exampleRow, mappedByName } from '../../support/ticketplanRows';
import { CONTINUE, filesIn, run, useSftp } from './importHarness';

useSftp();

const sentRows = () => filesIn('test').flatMap((csv) => csv.trimEnd().split('\n').slice(1));
const codesOf = (items: INodeExecutionData[] = []) =>
	items.map(({ json }) =>
		(json.details as { findings: Array<{ column: string; code: string }> }).findings.map(
			({ column, code }) => `${column} ${code}`,
		),
	);
const twin = 'idempotency_key duplicateKey';
const own = (key: unknown, order: string) => exampleRow(order, { idempotency_key: key });

describe('keys that rows come with', () => {
	it.each([
		['the same', 'key 1', 'key 1'],
		['a no-break space', 'key 1', 'key\u00A01'],
		['a thin space', 'key 1', 'key\u20091'],
		['two spaces', 'key 1', 'key  1'],
		['decomposed', 'k\u00E9y1', 'ke\u0301y1'],
		['spaces at the ends', 'key1', ' key1\t'],
		['a zero-width space in front', 'key1', '\u200Bkey1'],
		['a number', '5597', 5597],
	])('look the same, so neither is sent: %s', async (_what, first, second) => {
		const { outputs } = await run(
			{},
			[own(first, 'A1'), own(second, 'A2'), own('B', 'A3')],
			CONTINUE,
		);
		expect(codesOf(outputs[1])).toEqual([[twin], [twin]]);
		expect(sentRows()).toHaveLength(1);
	});

	it.each([
		['letter case', 'aBc0', 'abC0'],
		['a hyphen', 'A-1', 'A1'],
		['zeros', '01', '1'],
	])('differ: %s', async (_what, first, second) => {
		const { outputs } = await run({}, [own(first, 'A1'), own(second, 'A2')]);
		expect(outputs[0]).toHaveLength(2);
	});

	it.each([
		['an invisible character', 'ke\u200By1', 'invisibleCharacter'],
		['a line break', 'key1', 'lineBreak', 'key\n1', 'key 1'],
	])(
		'that are refused have twins, too: %s',
		async (_what, key, code, refused = key, good = 'key1') => {
			const { outputs } = await run({}, [own(refused, 'A1'), own(good, 'A2')], CONTINUE);
			expect(codesOf(outputs[1])).toEqual([[`idempotency_key ${code}`, twin], [twin]]);
			expect(sentRows()).toEqual([]);
		},
	);

	it('is told how to go on, by what makes its key', async () => {
		const { outputs } = await run({}, [own('K', 'A1'), own('K', 'A2')], CONTINUE);
		const { outputs: derived } = await run({}, [exampleRow('A1'), exampleRow('A1')], CONTINUE);
		expect(outputs[1]?.[0]?.json.message).not.toContain('Key Columns');
		expect(derived[1]?.[0]?.json.message).toContain(
			"'Key Columns', which gives every row a new key",
		);
	});
});

describe('keys that are made', () => {
	it.each<[string, IDataObject]>([
		['an invisible character', { 'policy.data.order_number': 'A\u200B1' }],
		['a space in front of what is wrong', { 'policy.data.order_number': ' A\u00AD1' }],
		[
			'an invisible character in the e-mail address',
			{ 'policy.data.customer_email': 'customer.email@test\u200B.com' },
		],
		['another column', { 'policy.data.ticket_quantity': 'two' }],
		['an unknown field beside it', { 'policy.data.street': 'x' }],
	])('of a row that is refused for %s: its twin is not sent', async (_what, changes) => {
		const { outputs } = await run(
			{},
			[exampleRow('A1', changes), exampleRow('A1'), exampleRow('A2')],
			CONTINUE,
		);
		expect(codesOf(outputs[1]).map((codes) => codes.includes(twin))).toEqual([true, true]);
		expect(sentRows()).toHaveLength(1);
	});
});

describe('a key that is mapped', () => {
	const mapped = (key: string): IDataObject => ({
		columns: {
			mappingMode: 'defineBelow',
			value: {
				...mappedByName(Object.keys(exampleRow('A1'))),
				idempotency_key: key,
			},
		},
	});
	const csv = (rows: Array<Record<string, unknown>>) =>
		[Object.keys(rows[0]!), ...rows.map(Object.values)]
			.map((cells) => `${cells.join(',')}\n`)
			.join('');
	const fileItem = (text: string) => ({
		json: {},
		binary: { data: { data: Buffer.from(text).toString('base64'), mimeType: 'text/csv' } },
	});

	it.each([
		['={{ $json.shop }}{{ $json.order }}', { shop: 'S' }],
		['={{ $json.shop }}{{ $json.order }}', { shop: 'S', order: '' }],
		['=K{{ $json.shop }}{{ $json.order }}', { shop: 'S', order: ' ' }],
		['={{ $json.shop }}-{{ $json.order }}{{ $json.pos }}', { shop: 'S', order: '7' }],
	])('to %s of %j is incomplete', async (key, fields) => {
		const whole = { shop: 'S', order: '1', pos: '2' };
		const { outputs } = await run(
			mapped(key),
			[exampleRow('A1', fields), exampleRow('A2', whole)],
			CONTINUE,
		);
		expect(codesOf(outputs[1])).toEqual([['idempotency_key keySaysNothing']]);
		expect(sentRows()).toHaveLength(1);
	});

	it.each(['idempotency_key', 'Idempotency_Key', ' idempotency key '])(
		'to one text for all rows, as additional column %j, says nothing',
		async (name) => {
			const additionalColumns = { column: [{ name, value: 'shop' }] };
			const { outputs } = await run(
				{ options: { additionalColumns } },
				[exampleRow('A1')],
				CONTINUE,
			);
			expect(codesOf(outputs[1])).toEqual([['idempotency_key keySaysNothing']]);
			expect(sentRows()).toEqual([]);
		},
	);

	it('is incomplete in a file, too', async () => {
		const fields = [
			{ shop: 'S', order: '' },
			{ shop: 'S', order: '1' },
		];
		const text = csv(fields.map((own, i) => exampleRow(`A${i}`, own)));
		const { outputs } = await run(
			{ ...mapped('={{ $json.shop }}{{ $json.order }}'), rowSource: 'file' },
			[fileItem(text)],
			CONTINUE,
		);
		expect(codesOf(outputs[1])).toEqual([['idempotency_key keySaysNothing']]);
		expect(sentRows()).toHaveLength(1);
	});
});
