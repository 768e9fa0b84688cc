import { Readable } from 'node:stream';

import fc from 'fast-check';
import { DateTime } from 'luxon';
import Papa from 'papaparse';

import { ColumnSet } from '../../../nodes/TicketplanSftpImport/columns/ColumnSet';
import { COLUMNS, DEFAULT_KEY_COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { findColumn, otherColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import { suggestColumn } from '../../../nodes/TicketplanSftpImport/columns/suggestColumn';
import { AutoMap } from '../../../nodes/TicketplanSftpImport/rows/AutoMap';
import { RowBuilder } from '../../../nodes/TicketplanSftpImport/rows/RowBuilder';
import { readCsv } from '../../../nodes/TicketplanSftpImport/csv/readCsv';
import { EXAMPLE_ROWS } from '../../support/ticketplanRows';

describe('columns', () => {
	it("are those of KASKO's example, in its order", () => {
		expect(COLUMNS.map(({ name }) => name)).toEqual(Object.keys(EXAMPLE_ROWS[0]!));
	});

	it('hold the default key columns', () => {
		expect(DEFAULT_KEY_COLUMNS.map((name) => findColumn(name)?.name)).toEqual(DEFAULT_KEY_COLUMNS);
	});

	it.each([
		['quote.data.protected_element.0.price', 'amount'],
		['quote.data.protected_element.49.price', 'amount'],
		['quote.data.max_ticket_price.7.single_banded', 'integer'],
		['quote.data.protected_element.50.price', undefined],
		['quote.data.protected_element.01.price', undefined],
		['policy.data.seat', undefined],
	])('know %s as %s', (name, type) => {
		expect(findColumn(name)?.type).toBe(type);
	});

	it.each([
		['policy.data.seat', true],
		['quote.data.a.b-c_d', true],
		['quote.data.protected_element.50.price', false],
		['policy', false],
		['policy.', false],
		['policy.a b', false],
		['customer.name', false],
	])('%s as a further column: %s', (name, possible) => {
		expect(otherColumn(name) !== undefined).toBe(possible);
	});

	it.each([
		['policy.frist_name', 'policy.first_name'],
		['policy.firstName', 'policy.first_name'],
		['Policy.Data.Order_Number', 'policy.data.order_number'],
		['idempotencyKey', 'idempotency_key'],
		['policy.data.customer_state', undefined],
		['x', undefined],
	])('take %s for %s', (name, column) => {
		expect(suggestColumn(name)).toBe(column);
	});
});

describe('AutoMap', () => {
	function read(json: Record<string, unknown>, ignoreOthers = false) {
		const columns = new ColumnSet(ignoreOthers);
		const row = new RowBuilder(1, 0, columns);
		new AutoMap(columns).read(json, row);
		const values = row.cells.map((value, index) => [columns.columns[index]!.name, value]);
		return {
			cells: Object.fromEntries(values.filter(([, value]) => value !== undefined)) as object,
			findings: row.findings.map(({ column, code, hint }) => ({ column, code, hint })),
			ignored: [...columns.ignoredFields],
		};
	}

	it.each([
		['dotted', { 'policy.data.order_number': 'A1', 'policy.email': 'a@b' }],
		['nested', { policy: { data: { order_number: 'A1' }, email: 'a@b' } }],
		['half and half', { 'policy.data': { order_number: 'A1' }, policy: { email: 'a@b' } }],
		[
			'with spaces and marks around',
			{ '\uFEFFpolicy.data.order_number': 'A1', 'policy.email\u00A0': 'a@b' },
		],
		[
			'both, and the same',
			{ 'policy.email': 'a@b', policy: { email: ' a@b ', data: { order_number: 'A1' } } },
		],
		[
			'both, one of them empty',
			{ 'policy.email': '', policy: { email: 'a@b', data: { order_number: 'A1' } } },
		],
	])('reads names %s', (_name, json) => {
		expect(read(json)).toEqual({
			cells: { 'policy.data.order_number': 'A1', 'policy.email': 'a@b' },
			findings: [],
			ignored: [],
		});
	});

	it('finds out when both spellings are set and differ', () => {
		const { findings } = read({ 'policy.email': 'a@b', policy: { email: 'c@d' } });
		expect(findings).toEqual([
			expect.objectContaining({
				column: 'policy.email',
				code: 'contradiction',
				hint: expect.stringMatching(/header of a file, or an additional column/) as string,
			}),
		]);
	});

	it('takes further tickets and columns, from lists too', () => {
		const json = {
			quote: { data: { protected_element: [{ price: 1 }, { price: 2 }, { price: 3 }] } },
			'policy.data.seat': 'A',
		};
		expect(read(json).cells).toEqual({
			'quote.data.protected_element.0.price': 1,
			'quote.data.protected_element.1.price': 2,
			'quote.data.protected_element.2.price': 3,
			'policy.data.seat': 'A',
		});
	});

	it.each([
		[{ 'policy.frist_name': 'x' }, 'policy.frist_name', "Did you mean 'policy.first_name'?"],
		[{ policy: { frist_name: 'x' } }, 'policy.frist_name', "Did you mean 'policy.first_name'?"],
		[{ email: 'x' }, 'email', "Did you mean 'policy.email'?"],
		[{ crmId: 1 }, 'crmId', "set the option 'Other Fields'"],
		[{ policy: 'text' }, 'policy', "set the option 'Other Fields'"],
		[{ 'policy.data.a b': 1 }, 'policy.data.a b', 'letters, digits, _ and -'],
		[
			{ 'quote.data.protected_element.50.price': 1 },
			'quote.data.protected_element.50.price',
			'0 to 49',
		],
	])('%j is a finding', (json, column, hint) => {
		expect(read(json).findings).toEqual([
			{ column, code: 'unknownColumn', hint: expect.stringContaining(hint) as string },
		]);
	});

	it('takes a date of Luxon for a value, not for an object of fields', () => {
		const seenOn = DateTime.fromISO('2026-01-01');
		expect(read({ policy: { data: { seen_on: seenOn } } }).cells).toEqual({
			'policy.data.seen_on': seenOn,
		});
	});

	it('leaves out other fields on request, but no misspelt column', () => {
		const json = { crmId: 1, email: 'x', 'policy.frist_name': 'y', 'policy.x y': 'z' };
		const { findings, ignored } = read(json, true);
		expect(ignored).toEqual(['crmId', 'email']);
		expect(findings.map(({ column }) => column)).toEqual(['policy.frist_name', 'policy.x y']);
	});

	it.each([{ policy: null }, { policy: {} }, { quote: { data: null } }, {}])(
		'has nothing to say of %j',
		(json) => {
			expect(read(json)).toEqual({ cells: {}, findings: [], ignored: [] });
		},
	);
});

describe('readCsv', () => {
	async function readAll(csv: string | Buffer, chunkSize = 7): Promise<string[][]> {
		const bytes = Buffer.from(csv as string);
		const chunks: Buffer[] = [];
		for (let at = 0; at < bytes.length; at += chunkSize) {
			chunks.push(bytes.subarray(at, at + chunkSize));
		}
		const records: string[][] = [];
		for await (const batch of readCsv(Readable.from(chunks))) records.push(...batch);
		return records;
	}

	it.each([
		[
			'\uFEFFa,b\r\n1,2\r\n',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		[
			'a;b\n1,5;2',
			[
				['a', 'b'],
				['1,5', '2'],
			],
		],
		[
			'a\tb\n\n1\t2\n\n',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		[
			'"a;x",b\n1,2\n',
			[
				['a;x', 'b'],
				['1', '2'],
			],
		],
		[
			'a,b\n"x\ny","say ""hi"""\nü,😀\n',
			[
				['a', 'b'],
				['x\ny', 'say "hi"'],
				['ü', '😀'],
			],
		],
		['a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
		['', []],
	])('reads %j', async (csv, records) => {
		for (const chunkSize of [1, 2, 5, 1000]) expect(await readAll(csv, chunkSize)).toEqual(records);
	});

	it.each(['a,b\n"1,2\n', 'a,b\n1,x"y"\n', `a,b\n"${'x'.repeat(5_000_000)}`])(
		'says that %.20j is no CSV',
		async (csv) => {
			await expect(readAll(csv, 65_536)).rejects.toThrow("The file can't be read as CSV");
		},
	);

	it.each(['utf16le', 'with a mark'])('says of UTF-16 (%s) what it is', async (kind) => {
		const mark = kind === 'utf16le' ? '' : '\uFEFF';
		await expect(readAll(Buffer.from(`${mark}a,b\n1,2\n`, 'utf16le'))).rejects.toThrow('UTF-16');
	});

	it('reads what another writer has written, cut into pieces anywhere', async () => {
		const cell = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.constantFrom('', 'a\nb', 'a\r\nb', '"', ',', ';', '\t'),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.constant('k'), cell, cell), { maxLength: 150, size: 'max' }),
				fc.constantFrom(',', ';', '\t'),
				fc.constantFrom('\n', '\r\n'),
				fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(100_000)),
				async (rows, delimiter, newline, chunkSize) => {
					const records = [['x', 'y', 'z'], ...rows];
					const csv = Papa.unparse(records, { delimiter, newline });
					expect(await readAll(csv, chunkSize)).toEqual(records);
				},
			),
		);
	});
});
