import fc from 'fast-check';
import { DateTime } from 'luxon';

import { parseDateFormat } from '../../../nodes/TicketplanSftpImport/check/dateFormats';
import { checkCell, outcomeOf, withFormats } from './checkCell';

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
		['13/04/2026', { refused: 'notDate' }],
		['03-04-2026', { refused: 'ambiguousDate' }],
		['2026/03/04', { refused: 'notDate' }],
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
		['DD/MM/YYYY', '31/02/2026', { refused: 'noSuchDay' }],
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
				fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
				fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'utc'),
				(date, zone) => {
					const moment = DateTime.fromJSDate(date, { zone });
					expect(outcomeOf('date', moment)).toBe(moment.toISODate());
				},
			),
		);
	});
});
