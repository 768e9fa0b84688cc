import { createHash } from 'node:crypto';
import os from 'node:os';

import fc from 'fast-check';

import { ColumnSet } from '../../../nodes/TicketplanSftpImport/columns/ColumnSet';
import { COLUMNS, DEFAULT_KEY_COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';
import { planImport } from '../../../nodes/TicketplanSftpImport/files/planImport';
import { AutoMap } from '../../../nodes/TicketplanSftpImport/rows/AutoMap';
import { RowBuilder } from '../../../nodes/TicketplanSftpImport/rows/RowBuilder';
import type { RawRow } from '../../../nodes/TicketplanSftpImport/rows/row';
import { exampleRow } from '../../support/ticketplanRows';
import { runs } from '../../support/runs';

const SETTINGS = {
	environment: 'test',
	fileName: '',
	maxRowsPerFile: 0,
	maxListedRows: Infinity,
	maxBytesInMemory: 0,
	amounts: 'minor',
	dateFormats: [],
	keyColumns: DEFAULT_KEY_COLUMNS,
} as const;

/** As on a machine where no temporary file can be written: what is sent is read once more. */
function keepNothing(): void {
	jest.spyOn(os, 'tmpdir').mockReturnValue('/nowhere');
}

const closeAll: Array<() => Promise<void>> = [];

afterEach(async () => {
	jest.restoreAllMocks();
	for (const close of closeAll.splice(0)) await close();
});

type Row = Record<string, unknown>;
const ORDER = { 'policy.data.order_number': 55.5 };

/** Rows as they come from items or, with `inMemory` false, from a file; counts how often they are read. */
function inputOf(count: number, rowAt: (n: number) => Row, inMemory: boolean, batchSize = 50) {
	const columns = new ColumnSet(false);
	const autoMap = new AutoMap(columns);
	const state = { opened: 0, closed: 0 };
	async function* rows(): AsyncGenerator<RawRow[]> {
		state.opened++;
		try {
			for (let at = 0; at < count; at += batchSize) {
				yield Array.from({ length: Math.min(batchSize, count - at) }, (_, i) => {
					const row = new RowBuilder(at + i + 1, 0, columns);
					autoMap.read(rowAt(at + i), row);
					return row;
				});
			}
		} finally {
			state.closed++;
		}
	}
	return { input: { columns, rows, inMemory }, state };
}

const plan = async (
	rows: Row[],
	{ inMemory = false, batchSize = 50, ...settings }: Record<string, unknown> = {},
) => {
	const size = Number(batchSize);
	const { input, state } = inputOf(rows.length, (n) => rows[n]!, inMemory === true, size);
	const planned = await planImport(input, { ...SETTINGS, ...settings }, Infinity);
	closeAll.push(planned.close);
	return { ...planned, state };
};

async function contentOf(file: ImportFile): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of file.content()) chunks.push(chunk);
	const content = Buffer.concat(chunks);
	expect(content.length).toBe(file.bytes);
	expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256);
	return content.toString();
}

const orders = (count: number, change: (n: number) => Row = () => ({})) =>
	Array.from({ length: count }, (_, n) =>
		exampleRow(`A${n}`, { idempotency_key: `key-${n}`, ...change(n) }),
	);

describe('the files of a plan', () => {
	it.each([
		['from the first row', 0],
		['only in the last row', 9],
		['never', Infinity],
	])('have the column that is filled %s', async (_name, from) => {
		const rows = orders(10, (n) => ({
			'policy.data.customer_street': n >= from ? 'street' : '',
			'policy.data.customer_city': '',
		}));
		keepNothing();
		const { files, state } = await plan(rows, { batchSize: 3 });
		const [header = '', ...lines] = (await contentOf(files[0]!)).trimEnd().split('\n');
		const names = COLUMNS.map(({ name }) => name).filter(
			(name) => !name.endsWith('_city') && (!name.endsWith('_street') || from < Infinity),
		);
		expect(header).toBe(names.join(','));
		expect(lines).toHaveLength(10);
		expect(state.opened).toBe(2);
	});

	it('have a column that is filled after ten thousands of rows, too', async () => {
		const street = 'policy.data.customer_street';
		const rowAt = (n: number) =>
			exampleRow(`A${n}`, { idempotency_key: `k${n}`, [street]: n === 20_499 ? 'late' : '' });
		const { input, state } = inputOf(20_500, rowAt, false);
		const { files, filled, close } = await planImport(input, SETTINGS, Infinity);
		closeAll.push(close);
		expect(filled.has(input.columns.indexOf(street)!)).toBe(true);
		const lines = (await contentOf(files[0]!)).trimEnd().split('\n');
		expect(lines[0]).toContain(street);
		expect(lines.at(-1)).toContain(',late,');
		expect(lines).toHaveLength(20_501);
		expect(state.opened).toBe(2);
	});

	it('give the same bytes each time, in any order, after a reading that was broken off', async () => {
		keepNothing();
		const { files, close, state } = await plan(orders(11), { batchSize: 2, maxRowsPerFile: 4 });
		expect(files.map(({ rows }) => rows)).toEqual([4, 4, 3]);

		const contents: string[] = [];
		for (const file of files) contents.push(await contentOf(file));
		expect(state.opened).toBe(2);
		await files[0]!.content()[Symbol.asyncIterator]().next();
		for await (const chunk of files[1]!.content()) if (chunk.includes('key-4')) break;
		for (const index of [2, 0, 1, 1]) {
			expect(await contentOf(files[index]!)).toBe(contents[index]);
		}
		const both = await Promise.all([contentOf(files[1]!), contentOf(files[1]!)]);
		expect(both).toEqual([contents[1], contents[1]]);

		const keys = contents.join('').match(/key-\d+/g);
		expect(keys).toEqual(orders(11).map(({ idempotency_key: key }) => key));
		await close();
		expect(state.closed).toBe(state.opened);
	});

	it('are none without a row', async () => {
		expect((await plan([])).files).toEqual([]);
	});

	it('list their rows up to a limit', async () => {
		const { files, report } = await plan(orders(5), { maxRowsPerFile: 2, maxListedRows: 3 });
		expect(files.map(({ listedRows }) => listedRows.map(({ row, key }) => [row, key]))).toEqual([
			[
				[1, 'key-0'],
				[2, 'key-1'],
			],
			[[3, 'key-2']],
			[],
		]);
		expect(report).toMatchObject({ goodRows: 5, ownKeys: 5, refusedRows: 0 });
	});
});

describe.each([
	['items', true],
	['a file', false],
])('rows with one key, from %s', (_name, inMemory) => {
	it('are all refused, the first one too, and each names another', async () => {
		const rows = [exampleRow('A1'), exampleRow('A2'), exampleRow('A1'), exampleRow('A1')];
		const { report, files } = await plan(rows, { inMemory });
		expect(report).toMatchObject({ goodRows: 1, refusedRows: 3, findings: 3 });
		expect(
			report.refused.map(({ row, findings }) => [row, ...findings.map(({ message }) => message)]),
		).toEqual([
			[1, 'Row 4 has the same idempotency key'],
			[3, 'Row 1 has the same idempotency key'],
			[4, 'Row 1 has the same idempotency key'],
		]);
		expect((await contentOf(files[0]!)).split('\n')).toHaveLength(3);
	});

	it('are found among refused rows, beside what else is wrong', async () => {
		const rows = [
			exampleRow('A1', { 'policy.email': '' }),
			exampleRow('A2', { 'policy.language': 'german' }),
			exampleRow('A1'),
			exampleRow('A2', { 'policy.language': 'french' }),
		];
		const { report } = await plan(rows, { inMemory });
		expect(report.refused.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
			['required', 'duplicateKey'],
			['notAllowed', 'duplicateKey'],
			['duplicateKey'],
			['notAllowed', 'duplicateKey'],
		]);
	});

	it('are found where a key cell itself is to be corrected', async () => {
		const rows = [exampleRow('A#1'), exampleRow('A#1'), exampleRow('A#2'), exampleRow('')];
		const { report } = await plan(rows, { inMemory });
		expect(report.refused.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
			['notAllowed', 'duplicateKey'],
			['notAllowed', 'duplicateKey'],
			['notAllowed'],
			['required'],
		]);
	});

	it('are found where a number stands in a key cell that is to be corrected', async () => {
		const rows = [exampleRow('', ORDER), exampleRow('', ORDER), exampleRow('55.5')];
		const { report } = await plan(rows, { inMemory });
		expect(report.refused.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
			['notAllowed', 'duplicateKey'],
			['notAllowed', 'duplicateKey'],
			['notAllowed', 'duplicateKey'],
		]);
	});

	it('leave out the column that only they fill', async () => {
		const city = (text: string) => ({ 'policy.data.customer_city': text });
		const rows = [
			exampleRow('A1', city('Bonn')),
			exampleRow('A1', city('')),
			exampleRow('A2', city('')),
		];
		const { files } = await plan(rows, { inMemory });
		expect(files).toHaveLength(1);
		const content = await contentOf(files[0]!);
		expect(content).toContain(',A2,');
		expect(content).not.toContain('customer_city');
	});
});

it('the rows refused for their key are exactly those of which there are several', async () => {
	const keys = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 12 });
	await fc.assert(
		fc.asyncProperty(keys, fc.boolean(), async (list, inMemory) => {
			const rows = list.map((key) => exampleRow('A', { idempotency_key: `k${key}` }));
			const { report, files } = await plan(rows, { inMemory, batchSize: 2 });
			const single = list.filter((key) => list.filter((other) => other === key).length === 1);
			expect(report.goodRows).toBe(single.length);
			expect(report.refusedRows).toBe(list.length - single.length);
			const sent = files.flatMap(({ listedRows }) => listedRows.map(({ key }) => key));
			expect(sent).toEqual(single.map((key) => `k${key}`));
			for (const file of files) await contentOf(file);
		}),
		runs(80),
	);
});

describe('reading the input', () => {
	const bytes = async (rows: Row[], maxRowsPerFile = 0) =>
		(await plan(rows, { maxRowsPerFile })).files.reduce((sum, file) => sum + file.bytes, 0);

	it.each([
		['once', orders(200), 1],
		['once more where rows have one key', [...orders(200), ...orders(1)], 2],
	])(
		'takes place %s, and once more to send where nothing can be kept',
		async (_name, rows, times) => {
			for (const extra of [0, 1]) {
				if (extra) keepNothing();
				const { files, state } = await plan(rows);
				for (const file of [...files, ...files]) await contentOf(file);
				expect(state.opened).toBe(times + 2 * extra);
			}
		},
	);

	it.each([0, 1, 7])(
		'gives the same content wherever it is kept, in files of %d rows',
		async (maxRowsPerFile) => {
			const rows = orders(40);
			const all = await bytes(rows, maxRowsPerFile);
			const contents: string[][] = [];
			for (const maxBytesInMemory of [all, all - 1, 1_000, 0, NaN]) {
				if (Number.isNaN(maxBytesInMemory)) keepNothing();
				const settings = { maxRowsPerFile, maxBytesInMemory: maxBytesInMemory || 0, batchSize: 3 };
				const { files, state } = await plan(rows, settings);
				const content: string[] = [];
				for (const file of files) content.push(await contentOf(file));
				contents.push(content);
				expect(state.opened).toBe(Number.isNaN(maxBytesInMemory) ? 2 : 1);
			}
			for (const content of contents) expect(content).toEqual(contents[0]);
		},
	);

	it('that gives fewer rows the second time says so', async () => {
		keepNothing();
		const rows = ['A1', 'A2', 'A3'].map((order) => exampleRow(order));
		const { files } = await plan(rows, { batchSize: 1 });
		rows.splice(2, 1, { ...rows[2], 'policy.email': '' });
		const error: unknown = await contentOf(files[0]!).catch((caught: unknown) => caught);
		expect(error).toMatchObject({ message: expect.stringContaining('gave other rows') as string });
	});

	it('takes place once for items', async () => {
		const { files, state } = await plan([...orders(20), ...orders(1)], { inMemory: true });
		for (const file of files) await contentOf(file);
		expect(state.opened).toBe(1);
	});
});

describe('key columns', () => {
	const seat = (n: number) => ({ 'policy.data.seat': `S${n}`, idempotency_key: '' });

	it.each(['policy.data.seat', 'quote.data.protected_element.2.price'])(
		'can be any of the run, as %s is',
		async (name) => {
			const rows = [1, 2].map((n) => exampleRow('A1', { [name]: n }));
			expect((await plan(rows)).report.refusedRows).toBe(2);
			const keyColumns = [...DEFAULT_KEY_COLUMNS, name];
			expect((await plan(rows, { keyColumns })).report).toMatchObject({
				goodRows: 2,
				refusedRows: 0,
			});
		},
	);

	it('do not change the order of the columns in the file', async () => {
		const rows = [exampleRow('A1', { 'policy.data.row': 'R1', ...seat(1) })];
		const { files } = await plan(rows, { keyColumns: ['policy.data.seat'] });
		expect((await contentOf(files[0]!)).split('\n')[0]).toMatch(
			/,policy\.data\.row,policy\.data\.seat$/,
		);
	});

	it('may be filled in rows only that are refused', async () => {
		const keyColumns = [...DEFAULT_KEY_COLUMNS, 'policy.data.seat'];
		const rows = [exampleRow('A1'), exampleRow('A2', { ...seat(1), 'policy.email': '' })];
		for (const inMemory of [true, false]) {
			const { report } = await plan(rows, { keyColumns, inMemory });
			expect(report).toMatchObject({ goodRows: 1, refusedRows: 1 });
		}
	});

	it('have to be columns of the run', async () => {
		const keyColumns = [...DEFAULT_KEY_COLUMNS, 'policy.data.saet'];
		const rows = [exampleRow('A1', seat(1))];
		await expect(plan(rows, { keyColumns })).rejects.toThrow(
			"'Key Columns' has a column that no row fills: policy.data.saet",
		);
	});
});
