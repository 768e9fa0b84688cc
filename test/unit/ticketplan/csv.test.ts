import fc from 'fast-check';
import Papa from 'papaparse';

import { nameFile } from '../../../nodes/TicketplanSftpImport/files/importFile';
import { toCsv } from '../../../nodes/TicketplanSftpImport/csv/toCsv';

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
		expect(toCsv([cells, ['1', '2']], [...cells.keys()])).toBe(
			'a,,"b,c","say ""x""","l\nf","c\rr", s ,;,=1+1,+491701234\n1,2,,,,,,,,\n',
		);
	});

	it('writes the cells of its layout only, in that order', () => {
		expect(toCsv([['a', 'b', 'c']], [2, 0, 3])).toBe('c,a,\n');
	});

	it('is read back by another parser as it was', () => {
		const rows = fc.array(fc.array(WILD_CELL, { minLength: 2, maxLength: 2 }), { minLength: 1 });
		fc.assert(
			fc.property(rows, (cells) => {
				const csv = toCsv(cells, [0, 1]);
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
