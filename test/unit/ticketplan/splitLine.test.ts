import fc from 'fast-check';
import { parse } from 'papaparse';

import { splitLine } from '../../../nodes/TicketplanSftpImport/csv/splitLine';

describe('splitLine', () => {
	it.each([
		['a,b', ['a', 'b']],
		['a,', ['a', '']],
		[',', ['', '']],
		['"a,b",c', ['a,b', 'c']],
		['"a",', ['a', '']],
		['"",""', ['', '']],
		['"say ""hi""",x', ['say "hi"', 'x']],
		['""""', ['"']],
		['a,"b', undefined],
		['"a""', undefined],
		['a"b,c', undefined],
		['"a"b,c', undefined],
		['"a" ,c', undefined],
		[' "a",c', undefined],
	])('reads %s as %j', (line, cells) => {
		expect(splitLine(line, ',')).toEqual(cells);
	});

	const cell = fc.string({
		unit: fc.constantFrom('"', ',', ';', '\t', ' ', '\r', 'a', 'ß', '💶'),
		maxLength: 6,
	});

	it('reads what an independent parser reads', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 5 }),
				fc.constantFrom(',', ';', '\t'),
				(row, delimiter) => {
					const line = row
						.map(([text, quoted]) =>
							quoted || /[",;\t\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
						)
						.join(delimiter);
					const cells = row.map(([text]) => text);
					expect(splitLine(line, delimiter)).toEqual(cells);
					if (line !== '') expect(parse(line, { delimiter, newline: '\n' }).data).toEqual([cells]);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it('leaves alone what an independent parser finds fault with', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('"', ',', 'a'), maxLength: 8 }).filter(Boolean),
				(line) => {
					const { data, errors } = parse<string[]>(line, { delimiter: ',', newline: '\n' });
					const cells = splitLine(line, ',');
					if (errors.length > 0) expect(cells).toBeUndefined();
					else if (cells) expect([cells]).toEqual(data);
				},
			),
			{ numRuns: 5000 },
		);
	});
});
