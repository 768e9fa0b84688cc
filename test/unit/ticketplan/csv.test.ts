import { createHash } from 'node:crypto';

import fc from 'fast-check';
import Papa from 'papaparse';

import { ColumnSet } from '../../../nodes/TicketplanSftpImport/columns/ColumnSet';
import { COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { buildFiles } from '../../../nodes/TicketplanSftpImport/files/planFiles';
import { nameFile } from '../../../nodes/TicketplanSftpImport/files/importFile';
import { toCsv } from '../../../nodes/TicketplanSftpImport/csv/toCsv';
import type { GoodRow } from '../../../nodes/TicketplanSftpImport/rows/row';
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';

const WILD_CELL = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'',
		'a\nb',
		'a\rb',
		'a\r\nb',
		'"',
		'""',
		',',
		';',
		' x ',
		'+49',
		'01067',
		'=1',
		'ü',
	),
);

describe('toCsv', () => {
	it('writes plain cells as they are, and quotes what has to be quoted', () => {
		const cells = ['a', '', 'b,c', 'say "x"', 'l\nf', 'c\rr', ' s ', ';', '=1+1', '+491701234'];
		expect(toCsv([cells, ['1', '2']])).toBe(
			'a,,"b,c","say ""x""","l\nf","c\rr", s ,;,=1+1,+491701234\n1,2\n',
		);
	});

	it('is read back by another parser as it was', () => {
		const rows = fc.array(fc.array(WILD_CELL, { minLength: 2, maxLength: 2 }), { minLength: 1 });
		fc.assert(
			fc.property(rows, (cells) => {
				const csv = toCsv(cells);
				expect(csv.endsWith('\n')).toBe(true);
				const { data, errors } = Papa.parse(csv, { delimiter: ',', newline: '\n' });
				expect(errors).toEqual([]);
				expect(data).toEqual([...cells, ['']]);
			}),
		);
	});
});

describe('nameFile', () => {
	const sha256 = 'abcdef0123456789ffff';
	it.each([
		['', 1, 'ticketplan-live-abcdef0123456789.csv'],
		['', 2, 'ticketplan-live-abcdef0123456789.csv'],
		['orders', 1, 'orders.csv'],
		['orders.csv', 1, 'orders.csv'],
		['orders.CSV', 2, 'orders-1.csv'],
	])('%j with %i files gives %s', (fileName, count, name) => {
		expect(nameFile({ environment: 'live', fileName }, sha256, 0, count)).toBe(name);
	});
});

describe('buildFiles', () => {
	const OPTIONS = { environment: 'test', fileName: '', maxRowsPerFile: 0 } as const;
	const STREET = COLUMNS.findIndex(({ name }) => name === 'policy.data.customer_street');

	function makeRows(count: number, streetFrom = Infinity): GoodRow[] {
		return Array.from({ length: count }, (_, n) => {
			const texts = COLUMNS.map(({ required }) => (required ? `r${n}` : ''));
			texts[0] = `key-${n}`;
			if (n >= streetFrom) texts[STREET] = 'street';
			return { row: n + 1, item: n, texts };
		});
	}

	function stream(rows: GoodRow[], columns: ColumnSet, batch = 3) {
		const state = { opened: 0, closed: 0 };
		async function* read() {
			state.opened++;
			try {
				for (let at = 0; at < rows.length; at += batch) {
					const part = rows.slice(at, at + batch);
					for (const { texts } of part) columns.markFilled(texts);
					yield part;
				}
			} finally {
				state.closed++;
			}
		}
		return { read, state };
	}

	async function contentOf(file: ImportFile): Promise<string> {
		const chunks: Buffer[] = [];
		for await (const chunk of file.content()) chunks.push(chunk);
		const content = Buffer.concat(chunks);
		expect(content.length).toBe(file.bytes);
		expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256);
		return content.toString();
	}

	it.each([
		['from the first row', 0],
		['only later', 8],
		['never', Infinity],
	])('has the column that is filled %s', async (_name, from) => {
		const columns = new ColumnSet(false);
		const { files } = await buildFiles(stream(makeRows(10, from), columns).read, columns, OPTIONS);
		const [header = '', ...lines] = (await contentOf(files[0]!)).trimEnd().split('\n');
		const names = COLUMNS.filter(
			({ name, required }) =>
				required || name === 'idempotency_key' || (name.endsWith('_street') && from < Infinity),
		);
		expect(header).toBe(names.map(({ name }) => name).join(','));
		expect(lines).toHaveLength(10);
	});

	it('gives the same bytes each time, in any order, after a reading that was broken off', async () => {
		const columns = new ColumnSet(false);
		const { read, state } = stream(makeRows(11), columns, 2);
		const { files, close } = await buildFiles(read, columns, { ...OPTIONS, maxRowsPerFile: 4 });
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
		expect(keys).toEqual(makeRows(11).map(({ texts }) => texts[0]));
		await close();
		expect(state.closed).toBe(state.opened);
	});

	it('makes no file of no row', async () => {
		const columns = new ColumnSet(false);
		const { files } = await buildFiles(stream([], columns).read, columns, OPTIONS);
		expect(files).toEqual([]);
	});
});
