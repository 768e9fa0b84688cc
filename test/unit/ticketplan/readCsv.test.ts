import { Readable } from 'node:stream';

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';

import type { CsvRecord } from '../../../nodes/TicketplanSftpImport/csv/CsvReader';
import { readCsv } from '../../../nodes/TicketplanSftpImport/csv/readCsv';
import { runs } from '../../support/runs';

async function readRecords(
	csv: string | Buffer,
	chunkSize = 7,
	encoding: 'utf-8' | 'windows-1252' = 'utf-8',
): Promise<CsvRecord[]> {
	const bytes = Buffer.from(csv as string);
	const chunks: Buffer[] = [];
	for (let at = 0; at < bytes.length; at += chunkSize) {
		chunks.push(bytes.subarray(at, at + chunkSize));
	}
	const records: CsvRecord[] = [];
	for await (const batch of readCsv(Readable.from(chunks), encoding)) records.push(...batch);
	return records;
}

const readAll = async (csv: string | Buffer, chunkSize?: number) =>
	(await readRecords(csv, chunkSize)).map(({ cells }) => cells);

/** Beyond the bytes that are looked at first, so that what comes then is cut into pieces. */
const PADDING = `${'p'.repeat(2_000)},q\n`;
const HEADER = 'a,b\n';

describe('reads what spreadsheets write', () => {
	const AB = [
		['a', 'b'],
		['1', '2'],
	];
	it.each<[string, string, string[][]]>([
		['a byte order mark and Windows line ends', '\uFEFFa,b\r\n1,2\r\n', AB],
		['semicolons', 'a;b\n1;2', AB],
		[
			'semicolons with decimal commas',
			'a;b\n1,5;2',
			[
				['a', 'b'],
				['1,5', '2'],
			],
		],
		['tabs and empty lines', 'a\tb\n\n1\t2\n\n', AB],
		['bars', 'a|b\n1|2\n', AB],
		['lone carriage returns', 'a,b\r1,2\r', AB],
		['lone carriage returns without the last one', 'a,b\r1,2', AB],
		[
			'all line ends, after a lone carriage return',
			'a,b\r1,2\r\n1,2\n1,2',
			[...AB, AB[1]!, AB[1]!],
		],
		['a separator line', 'sep=;\r\na;b\r\n1;2\r\n', AB],
		['a separator line in quotation marks', '"sep=|"\na|b\n1|2\n', AB],
		['a separator line for a tab', 'SEP=\t\na\tb\n1\t2\n', AB],
		['a separator line for a character of its own', 'sep=^\na^b\n1^2\n', AB],
		['blank lines before the header', '\n \r\n\na,b\n1,2\n', AB],
		['lines of separators before the header', ';;;\n";";\na;b\n1;2\n', AB],
		['blank lines of a Mac before the header', '\r\ra,b\r1,2\r', AB],
		['lines of empty cells', 'a,b\n,\n1,2\n , \n"",""\n;;;\n', AB],
		[
			'separators in a quoted header',
			'"a;x;y",b\n1,2\n',
			[
				['a;x;y', 'b'],
				['1', '2'],
			],
		],
		[
			'commas in the names of a header with semicolons',
			'n, x;b, y, z\n1;2\n',
			[
				['n, x', 'b, y, z'],
				['1', '2'],
			],
		],
		[
			'a space behind each comma',
			'a, b\n1, 2\n',
			[
				['a', ' b'],
				['1', ' 2'],
			],
		],
		[
			'a line break in the header',
			'"a\nx",b\n1,2\n',
			[
				['a\nx', 'b'],
				['1', '2'],
			],
		],
		[
			'quotation marks',
			'a,b\n"x\ny","say ""hi"""\nü,😀\n"",""""\n',
			[
				['a', 'b'],
				['x\ny', 'say "hi"'],
				['ü', '😀'],
				['', '"'],
			],
		],
		['lines of other lengths', 'a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
		[
			'a carriage return in a line',
			'a,b\n1\r,2\r3\n',
			[
				['a', 'b'],
				['1\r', '2\r3'],
			],
		],
		['nothing', '', []],
		['line ends only', '\n\r\n', []],
	])('%s', async (_what, csv, records) => {
		for (const chunkSize of [1, 2, 5, 1000]) expect(await readAll(csv, chunkSize)).toEqual(records);
		if (!/^(?:a,|"a)/.test(csv) || /\r(?!\n)/.test(csv)) return;
		const expected = [['p'.repeat(2_000), 'q'], ...records];
		for (const chunkSize of [1, 3]) {
			expect(await readAll(PADDING + csv, chunkSize)).toEqual(expected);
		}
	});

	it('a cell over two lines at the end of 5 MB without a final line end', async () => {
		const lines = 'one,two\n'.repeat(650_000);
		const records = await readRecords(`${HEADER}${lines}1,"x\ny"`, 65_536);
		expect(records).toHaveLength(650_002);
		expect(records.at(-1)).toMatchObject({ cells: ['1', 'x\ny'], line: 650_002 });
	});

	it('Windows-1252, when it is chosen', async () => {
		const csv = Buffer.from([0x61, 0x2c, 0x80, 0x0a, 0xfc, 0x2c, 0x93]);
		const records = await readRecords(csv, 1, 'windows-1252');
		expect(records.map(({ cells }) => cells)).toEqual([
			['a', '€'],
			['ü', '“'],
		]);
		const marked = readRecords('\uFEFFa,b\n', 1, 'windows-1252');
		await expect(marked).rejects.toThrow('marked as UTF-8');
	});

	it('and knows the line of each record', async () => {
		const csv = 'sep=,\r\n\r\na,b\r\n"1\r\n\r\n2",3\r\n\r\n4,5\r\n';
		for (const chunkSize of [1, 3, 100]) {
			const lines = (await readRecords(csv, chunkSize)).map(({ line }) => line);
			expect(lines).toEqual([3, 4, 8]);
		}
		const ofMac = (await readRecords('a,b\r"1\r2",3\r4,5')).map(({ line }) => line);
		expect(ofMac).toEqual([1, 2, 4]);
	});
});

describe('a line that can not be read', () => {
	it.each<[string, string, number, RegExp]>([
		['an inch mark', '5" nails,x', 0, /inside a cell/],
		['an inch mark at the end', 'x,5"', 1, /inside a cell/],
		['a space before a quotation mark', 'x, "y"', 1, /inside a cell/],
		['text after a quoted cell', '"Best" of,x', 0, /text follows/],
		['two quoted texts', 'x,"Best" "of"', 1, /text follows/],
		['an open quotation mark', '"Best of,x', 0, /not closed/],
		['an open quotation mark in a later cell', 'x,"Best of', 1, /not closed/],
		['an open quotation mark after a doubled one', 'x,"Best ""of""', 1, /not closed/],
	])('%s spoils no other', async (_what, line, cell, reason) => {
		const good = ['1,2', '"3","4"', '"5\n6",7'];
		const cells = [
			['1', '2'],
			['3', '4'],
			['5\n6', '7'],
		];
		for (const chunkSize of [1, 4, 1000]) {
			for (const rest of [good, []]) {
				const csv = [HEADER.trim(), ...good, line, ...rest].join('\n');
				const records = await readRecords(csv, chunkSize);
				const faults = records.filter(({ fault }) => fault);
				expect(faults).toHaveLength(1);
				expect(faults[0]).toMatchObject({
					line: 6,
					fault: { cell, reason: expect.stringMatching(reason) as string },
				});
				expect(records.filter(({ fault }) => !fault).map((record) => record.cells)).toEqual([
					['a', 'b'],
					...cells,
					...(rest.length > 0 ? cells : []),
				]);
			}
		}
	});

	it.each([
		['far too long', 'x'.repeat(5_000_000)],
		['far too long, with many cells', '1,'.repeat(2_500_000)],
		['far too long, in quotation marks', `"${'x'.repeat(5_000_000)}`],
		['far too long, in quotation marks that are closed', `"${'x'.repeat(5_000_000)}"`],
	])('is %s', async (_what, line) => {
		const records = await readRecords(`${HEADER}1,2\n${line}\n3,4\n`, 65_536);
		expect(records.map(({ fault }) => fault !== undefined)).toEqual([false, false, true, false]);
		expect(records.at(-1)).toMatchObject({ cells: ['3', '4'], line: 4 });
	});

	it('is far too long, and a lone carriage return at the end of a piece ends it', async () => {
		const head = `${'p'.repeat(2_000)},q\r`;
		const csv = `${head}${'x'.repeat(2_000_000)}\r1,2\r3,4\r`;
		for (const chunkSize of [head.length + 2_000_001, head.length + 2_000_000, 65_536]) {
			const records = await readRecords(csv, chunkSize);
			expect(records.slice(1).map(({ cells, line }) => [cells, line])).toEqual([
				[[], 2],
				[['1', '2'], 3],
				[['3', '4'], 4],
			]);
		}
	});

	it('reads on after any number of open quotation marks, in time', async () => {
		const lines = Array.from({ length: 50_000 }, (_, n) => (n % 2 ? `"open,${n}` : `${n},"",x`));
		const started = performance.now();
		const records = await readRecords(`${HEADER}${lines.join('\n')}\n`, 65_536);
		expect(records.length).toBeGreaterThan(50_000);
		expect(performance.now() - started).toBeLessThan(10_000);
	});
});

describe('reads what independent parsers read', () => {
	const cell = fc.oneof(
		fc.string({ unit: 'grapheme', maxLength: 5 }),
		fc.string({
			unit: fc.constantFrom('"', ',', ';', '\t', '|', ' ', '\r', '\n', 'a', 'ß', '💶'),
			maxLength: 5,
		}),
	);
	const table = fc.array(fc.tuple(fc.constant('k'), cell, cell), { maxLength: 30 });
	const dialect = fc.record({
		delimiter: fc.constantFrom(',', ';', '\t', '|'),
		newline: fc.constantFrom('\n', '\r\n', '\r'),
		quotes: fc.boolean(),
		hasEnd: fc.boolean(),
		chunkSize: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(100_000)),
		padding: fc.constantFrom('', 'p'.repeat(1_500)),
	});

	it('cut into pieces anywhere', async () => {
		await fc.assert(
			fc.asyncProperty(table, dialect, async (rows, { padding, hasEnd, chunkSize, ...rest }) => {
				const records = [['x', `y${padding}`, 'z'], ...rows];
				const csv = Papa.unparse(records, rest) + (hasEnd ? rest.newline : '');
				expect(await readAll(csv, chunkSize)).toEqual(records);
				const theirs: unknown = parse(csv, {
					delimiter: rest.delimiter,
					record_delimiter: rest.newline,
				});
				expect(theirs).toEqual(records);
			}),
			runs(500),
		);
	});

	it('or says that it can not be read, where they find fault', async () => {
		const text = fc.string({ unit: fc.constantFrom('"', '"', ',', 'a', '\n'), maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (body, chunkSize) => {
				const csv = `h,i\n${body}`;
				const ours = await readRecords(csv, chunkSize);
				let theirs: string[][];
				try {
					theirs = parse(csv, { relax_column_count: true, skip_empty_lines: true });
				} catch {
					expect(ours.some(({ fault }) => fault)).toBe(true);
					return;
				}
				const hasText = (cells: string[]) => cells.some((each) => /[^\s,;|]/.test(each));
				expect(ours.some(({ fault }) => fault)).toBe(false);
				expect(ours.map(({ cells }) => cells).filter(hasText)).toEqual(theirs.filter(hasText));
			}),
			runs(3000),
		);
	});
});

describe('says what a file is that is no CSV', () => {
	const zip = (name: string) =>
		Buffer.concat([
			Buffer.from('504b030414000600080000002100', 'hex'),
			Buffer.alloc(16),
			Buffer.from(name),
		]);
	it.each<[string, Buffer | string, RegExp, RegExp]>([
		['xlsx', zip('[Content_Types].xml'), /Excel workbook \(\.xlsx\)$/, /XLSX.*'Items'/],
		['xlsx of LibreOffice', zip('_rels/.rels'), /\(\.xlsx\)$/, /XLSX/],
		['a short zip', Buffer.from('504b0304', 'hex'), /ZIP/, /XLSX/],
		['ods', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), /\(\.ods\)/, /ODS/],
		['docx', zip('word/document.xml'), /Word/, /Export/],
		['numbers', zip('Index/Document.iwa'), /Numbers/, /Export/],
		['numbers with a picture first', zip('preview.jpg'), /Numbers/, /Export/],
		['xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /\(\.xls\)/, /XLS'.*password/],
		['gzip', Buffer.from('1f8b0800', 'hex'), /gzip/, /Compression/],
		['bzip2', 'BZh91AY', /compressed/, /Compression/],
		['pdf', '%PDF-1.7\n%âãÏÓ', /PDF/, /CSV/],
		['png', Buffer.from('89504e470d0a1a0a', 'hex'), /picture/, /CSV/],
		['jpeg', Buffer.from('ffd8ffe0', 'hex'), /picture/, /CSV/],
		['html', '\n <!DOCTYPE html><html>', /HTML/, /HTML/],
		['html that calls itself xls', '<html xmlns:x="urn:schemas-microsoft-com">', /HTML/, /Items/],
		['a bare table', '<table><tr>', /HTML/, /HTML/],
		['xhtml', '<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE html>', /HTML/, /HTML/],
		['a piece of html', '<p>Please log in</p>', /HTML/, /HTML/],
		['xml with a prefix', '<p:rows xmlns:p="x">', /XML/, /XML/],
		['xml', '\uFEFF<?xml version="1.0"?>', /XML/, /XML/],
		['json', '[{"a": 1}]', /JSON/, /JSON/],
		['a json object', '{\n "a": 1}', /JSON/, /JSON/],
		['an empty json list', '[]', /JSON/, /JSON/],
		['utf-16', Buffer.from('a,b\n1,2\n', 'utf16le'), /UTF-16/, /UTF-8/],
		['utf-16 with a mark', Buffer.from('\uFEFFa,b\n', 'utf16le'), /UTF-16/, /UTF-8/],
		['utf-16, big-endian', Buffer.from('\uFEFFa,b\n', 'utf16le').swap16(), /UTF-16/, /UTF-8/],
		['utf-32', Buffer.from('fffe000061000000', 'hex'), /UTF-32/, /UTF-8/],
		['rtf', '{\\rtf1\\ansi', /RTF/, /CSV/],
		['sqlite', 'SQLite format 3\0', /database/, /CSV/],
		['anything with zeros', 'abcdef\0\0\0\0', /no text/, /CSV/],
	])('%s', async (_name, content, message, advice) => {
		for (const chunkSize of [1, 3, 4_096]) {
			await expect(readRecords(content, chunkSize)).rejects.toMatchObject({
				message: expect.stringMatching(message) as string,
				description: expect.stringMatching(advice) as string,
			});
		}
	});

	it.each(['[a],b\n1,2\n', '{x},y\n', '<5,b\n1,2\n', 'PK,b\n1,2\n', 'BZ,b\n'])(
		'and takes %j for CSV',
		async (csv) => {
			expect(await readAll(csv)).not.toEqual([]);
		},
	);
});
