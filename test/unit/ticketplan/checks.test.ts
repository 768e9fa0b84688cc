import fc from 'fast-check';
import { DateTime } from 'luxon';

import { parseDateFormat } from '../../../nodes/TicketplanSftpImport/check/dateFormats';
import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import type { CheckSettings } from '../../../nodes/TicketplanSftpImport/check/types';
import type { ColumnType } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { findColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import type { Finding } from '../../../nodes/TicketplanSftpImport/types';
import { EXAMPLE_ROWS } from '../../support/ticketplanRows';

const MINOR: CheckSettings = { amounts: 'minor', dateFormats: [] };
const MAJOR: CheckSettings = { amounts: 'major', dateFormats: [] };

function checkCell(type: ColumnType, value: unknown, settings = MINOR) {
	const column = { name: 'c', label: 'C', help: 'help', example: 'e', type, required: false };
	const warnings: Finding[] = [];
	const check = makeCheck(column, settings);
	const result = check(value, (warning) => warnings.push(warning));
	const outcome = typeof result === 'string' ? result : { refused: result.code };
	return { outcome, warnings: warnings.map(({ code }) => code) };
}
const outcomeOf = (type: ColumnType, value: unknown, settings = MINOR) =>
	checkCell(type, value, settings).outcome;
const withFormats = (...formats: string[]): CheckSettings => ({
	amounts: 'minor',
	dateFormats: formats.map((format) => parseDateFormat(format)!),
});

it("passes every cell of KASKO's example rows unchanged", () => {
	for (const row of EXAMPLE_ROWS) {
		for (const [name, value] of Object.entries(row)) {
			const check = makeCheck(findColumn(name)!, MINOR);
			expect([name, check(value, () => undefined)]).toEqual([name, value]);
		}
	}
});

describe('text', () => {
	it.each([
		['Nick', 'Nick'],
		['', ''],
		[null, ''],
		[undefined, ''],
		['\u200B \u2060', ''],
		['a\u200Db', 'a\u200Db'],
		[' \u00A0\uFEFFÄnne  Maria \t', 'Änne  Maria'],
		['Zu\u0308rich', 'Z\u00FCrich'],
		['two\nlines', 'two\nlines'],
		['a "quoted", text', 'a "quoted", text'],
		['😀', '😀'],
		[44444, '44444'],
		[-1.5, '-1.5'],
		[12n, '12'],
		[0, '0'],
		[true, { refused: 'notText' }],
		[{ a: 1 }, { refused: 'notText' }],
		[['a'], { refused: 'notText' }],
		[new Date(0), { refused: 'notText' }],
		[NaN, { refused: 'notText' }],
		['Order [object Object]', { refused: 'notText' }],
		[2 ** 60, { refused: 'unsafeNumber' }],
		['a\u0000b', { refused: 'controlCharacter' }],
		['a\u0085b', { refused: 'controlCharacter' }],
		['a\uD800b', { refused: 'brokenCharacter' }],
		['M\uFFFDller', { refused: 'brokenCharacter' }],
		['x'.repeat(255), 'x'.repeat(255)],
		['x'.repeat(10_000), 'x'.repeat(10_000)],
		['x'.repeat(10_001), { refused: 'tooLong' }],
	])('%j gives %j', (value, outcome) => {
		expect(outcomeOf('text', value)).toEqual(outcome);
	});

	it.each(['=1+1', '@cmd', '+49', '-5 %'])('warns of %s and leaves it alone', (value) => {
		expect(checkCell('text', value)).toEqual({ outcome: value, warnings: ['formulaStart'] });
	});

	it.each([
		[255, []],
		[256, ['longText']],
	])('warns of a long text: %i characters', (length, warnings) => {
		expect(checkCell('text', 'x'.repeat(length)).warnings).toEqual(warnings);
	});

	it.each([
		['text', true, 'True or false'],
		['text', new Date(0), 'A date'],
		['text', DateTime.now(), 'A date'],
		['date', { a: 1 }, 'An object'],
		['date', ['a'], 'A list'],
	] as const)('says in a column of %s what it is not', (type, value, kind) => {
		const column = { name: 'c', label: 'C', help: 'help', example: 'e', type, required: false };
		expect(makeCheck(column, MINOR)(value, () => undefined)).toMatchObject({
			message: `${kind} cannot stand in this column`,
		});
	});

	it('takes a dash alone for a dash', () => {
		expect(checkCell('text', '-')).toEqual({ outcome: '-', warnings: [] });
	});

	it('gives the same for every text whichever way it takes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
				const { outcome } = checkCell('text', text);
				if (typeof outcome === 'string') expect(outcome).toBe(text.trim());
			}),
		);
	});
});

describe('dates', () => {
	it.each([
		['2026-03-01', '2026-03-01'],
		[' 2026-03-01 ', '2026-03-01'],
		['2024-02-29', '2024-02-29'],
		['2026-03-01T23:30:00-05:00', '2026-03-01'],
		['2026-03-01T00:30:00.000+14:00', '2026-03-01'],
		['2026-03-01T12:00:00Z', '2026-03-01'],
		['2026-03-01 08:15', '2026-03-01'],
		['01.03.2026', '2026-03-01'],
		['1.3.2026', '2026-03-01'],
		['', ''],
		[null, ''],
		['2023-02-29', { refused: 'noSuchDay' }],
		['31.04.2026', { refused: 'noSuchDay' }],
		['2026-13-01', { refused: 'noSuchDay' }],
		['0001-01-01', { refused: 'noSuchDay' }],
		['03/04/2026', { refused: 'ambiguousDate' }],
		['13/04/2026', { refused: 'ambiguousDate' }],
		['03-04-2026', { refused: 'ambiguousDate' }],
		['2026/03/04', { refused: 'ambiguousDate' }],
		['01.03.26', { refused: 'ambiguousDate' }],
		['March 1, 2026', { refused: 'notDate' }],
		['2026-03-01T25:00', { refused: 'notDate' }],
		['20260301', { refused: 'notDate' }],
		[46000, { refused: 'notDate' }],
		[1772323200000, { refused: 'notDate' }],
		[true, { refused: 'notText' }],
		[new Date(NaN), { refused: 'notDate' }],
		[DateTime.invalid('test'), { refused: 'notDate' }],
	])('%j gives %j', (value, outcome) => {
		expect(outcomeOf('date', value)).toEqual(outcome);
	});

	it.each([
		['DD/MM/YYYY', '03/04/2026', '2026-04-03'],
		['DD/MM/YYYY', '3/4/2026', '2026-04-03'],
		['MM/DD/YYYY', '03/04/2026', '2026-03-04'],
		['mm/dd/yyyy', '12/31/2026', '2026-12-31'],
		['YYYYMMDD', '20260301', '2026-03-01'],
		['D.M.YY', '1.3.26', '2026-03-01'],
		['EXCEL', 46000, '2025-12-09'],
		['EXCEL', '46000.75', '2025-12-09'],
		['MILLISECONDS', 1772323200000, '2026-03-01'],
		['SECONDS', '1772323200', '2026-03-01'],
		['DD/MM/YYYY', '31/02/2026', { refused: 'ambiguousDate' }],
	])('with the format %s, %j gives %j', (format, value, outcome) => {
		expect(outcomeOf('date', value, withFormats(format))).toEqual(outcome);
	});

	it('refuses a date that two allowed formats read differently', () => {
		const both = withFormats('DD/MM/YYYY', 'MM/DD/YYYY');
		expect(outcomeOf('date', '03/04/2026', both)).toEqual({ refused: 'ambiguousDate' });
		expect(outcomeOf('date', '04/04/2026', both)).toBe('2026-04-04');
		expect(outcomeOf('date', '13/04/2026', both)).toBe('2026-04-13');
	});

	it.each(['MM/YYYY', 'DD.MM.YYYY HH:mm', 'nonsense', ''])('knows no format %j', (format) => {
		expect(parseDateFormat(format)).toBeUndefined();
	});

	it('warns of a midnight that may have been moved to another day', () => {
		expect(checkCell('date', '2026-03-01T23:00:00.000Z')).toEqual({
			outcome: '2026-03-01',
			warnings: ['dayMayBeShifted'],
		});
		expect(checkCell('date', '2026-03-01T19:00:00.000Z').warnings).toEqual([]);
	});

	it('takes the day of a Luxon date in its own zone', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
				fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'utc'),
				(date, zone) => {
					const moment = DateTime.fromJSDate(date, { zone });
					expect(outcomeOf('date', moment)).toBe(moment.toISODate());
				},
			),
		);
	});
});

describe('amounts', () => {
	it.each([
		['3000', '3000'],
		[3000, '3000'],
		[0, '0'],
		[-0, '0'],
		['007', '7'],
		['', ''],
		[30.5, { refused: 'notAmount' }],
		['30.00', { refused: 'notAmount' }],
		['1.234', { refused: 'ambiguousAmount' }],
		['1,234', { refused: 'ambiguousAmount' }],
		['-1', { refused: 'notAmount' }],
		[-1, { refused: 'notAmount' }],
		['30 €', { refused: 'notAmount' }],
		['1234567890123456', { refused: 'unsafeNumber' }],
		[1e21, { refused: 'unsafeNumber' }],
	])('in minor units, %j gives %j', (value, outcome) => {
		expect(outcomeOf('amount', value)).toEqual(outcome);
	});

	it.each([
		['1.234,50', '123450'],
		['1,234.50', '123450'],
		['1.234.567', '123456700'],
		['1.234.567,8', '123456780'],
		["1'234.50", '123450'],
		['1\u00A0234,50', '123450'],
		['12', '1200'],
		['12,5', '1250'],
		['12.50', '1250'],
		['0.29', '29'],
		['0', '0'],
		[12, '1200'],
		[12.5, '1250'],
		[1.15, '115'],
		[4.35, '435'],
		['1.234', { refused: 'ambiguousAmount' }],
		['1,234', { refused: 'ambiguousAmount' }],
		[1.234, { refused: 'notAmount' }],
		[0.1 + 0.2, { refused: 'notAmount' }],
		['0.123', { refused: 'notAmount' }],
		['1.23.4', { refused: 'notAmount' }],
		['1,234,50', { refused: 'notAmount' }],
		['.5', { refused: 'notAmount' }],
		['12.', { refused: 'notAmount' }],
		['EUR 5', { refused: 'notAmount' }],
		['-5', { refused: 'notAmount' }],
		['99999999999999', { refused: 'unsafeNumber' }],
	])('in major units, %j gives %j', (value, outcome) => {
		expect(outcomeOf('amount', value, MAJOR)).toEqual(outcome);
	});

	it('converts every amount of cents exactly, as number and as text', () => {
		fc.assert(
			fc.property(fc.nat(9_999_999_999), (cents) => {
				const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
				expect(outcomeOf('amount', text, MAJOR)).toBe(String(cents));
				expect(outcomeOf('amount', text.replace('.', ','), MAJOR)).toBe(String(cents));
				expect(outcomeOf('amount', Number(text), MAJOR)).toBe(String(cents));
			}),
		);
	});
});

it.each<[ColumnType, unknown, unknown]>([
	['integer', '1', '1'],
	['integer', 5, '5'],
	['integer', '012', '12'],
	['integer', '0', '0'],
	['integer', '1.0', { refused: 'notInteger' }],
	['integer', 1.5, { refused: 'notInteger' }],
	['integer', '-1', { refused: 'notInteger' }],
	['integer', 'one', { refused: 'notInteger' }],
	['integer', '9007199254740993', { refused: 'unsafeNumber' }],
	...['1', 1, true, 'TRUE', 'yes', 'Ja', 'y', 'wahr', 'on'].map(
		(value): [ColumnType, unknown, string] => ['flag', value, '1'],
	),
	...['0', 0, false, 'False', 'no', 'NEIN', 'n', 'falsch', 'off'].map(
		(value): [ColumnType, unknown, string] => ['flag', value, '0'],
	),
	['flag', 'maybe', { refused: 'notBoolean' }],
	['flag', 2, { refused: 'notBoolean' }],
	['flag', null, ''],
	['language', 'DE', 'de'],
	['language', 'de-AT', { refused: 'notAllowed' }],
	['orderNumber', 'AB-12/3', 'AB-12/3'],
	['orderNumber', 5597, '5597'],
	['orderNumber', '#5597', { refused: 'notAllowed' }],
	['postcode', '01067', '01067'],
	['postcode', 1067, { refused: 'leadingZeroLost' }],
	['postcode', 80331, '80331'],
	['postcode', 'SW1A 1AA', 'SW1A 1AA'],
	['email', 'nick.malone@com', 'nick.malone@com'],
])('a cell of type %s: %j gives %j', (type, value, outcome) => {
	expect(outcomeOf(type, value)).toEqual(outcome);
});

it.each<[ColumnType, unknown, string]>([
	['postcode', '1067', 'leadingZeroLost'],
	['email', 'nobody', 'noEmail'],
])('warns of a cell of type %s that holds %j', (type, value, code) => {
	expect(checkCell(type, value)).toEqual({ outcome: value, warnings: [code] });
});

it('never shows more of a cell than its beginning', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 400 }), (text) => {
			const column = { ...findColumn('policy.data.booking_date')!, required: false };
			const result = makeCheck(column, MINOR)(text, () => undefined);
			if (typeof result !== 'string') {
				expect(result.value?.length).toBeLessThanOrEqual(41);
				expect(result.value).not.toMatch(/\p{Surrogate}/u);
			}
		}),
	);
});
