import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	DATE_FORMATS,
	parseDateFormat,
} from '../../../nodes/TicketplanSftpImport/check/dateFormats';
import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import { findColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import { checkCell, outcomeOf, withFormats } from './checkCell';

/** After the last of the days that other systems write for "no date". */
const anyInstant = fc.date({
	min: new Date('1980-01-03'),
	max: new Date('2100-01-01'),
	noInvalidDate: true,
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
		['13/04/2026', { refused: 'notDate' }],
		['03-04-2026', { refused: 'ambiguousDate' }],
		['2026/03/04', { refused: 'notDate' }],
		['01.03.26', { refused: 'ambiguousDate' }],
		['March 1, 2026', { refused: 'notDate' }],
		['2026-03-01T25:00', { refused: 'notDate' }],
		['01.03.2026 19.61', { refused: 'notDate' }],
		['01.03.2026 - 02.03', { refused: 'notDate' }],
		['01.03.2026 - 02.03.2026', { refused: 'notDate' }],
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
		['EXCEL', '46000,75', '2025-12-09'],
		['DD-MM-YYYY', '09-12-2025 19.30.00', '2025-12-09'],
		['MILLISECONDS', 1772323200000, '2026-03-01'],
		['SECONDS', '1772323200', '2026-03-01'],
		['DD/MM/YYYY', '31/02/2026', { refused: 'noSuchDay' }],
		['MILLISECONDS', 1772323200, { refused: 'notDate' }],
		['SECONDS', 1772323200000, { refused: 'notDate' }],
		['EXCEL', 2027, { refused: 'notDate' }],
	])('with the format %s, %j gives %j', (format, value, outcome) => {
		expect(outcomeOf('date', value, withFormats(format))).toEqual(outcome);
	});

	it.each([
		['DD/MM/YYYY', '02/13/2027', 'MM/DD/YYYY'],
		['MM/DD/YYYY', '13/02/2027 19:30', 'DD/MM/YYYY'],
		['MM/DD/YY', '13/02/27', 'DD/MM/YY'],
	])(
		'with the format %s, says of %j that others are probably read wrong',
		(format, value, other) => {
			const check = makeCheck(findColumn('policy.data.booking_date')!, withFormats(format));
			expect(check(value, () => undefined)).toMatchObject({
				code: 'noSuchDay',
				hint: expect.stringContaining(`If dates are written as ${other}, choose that`) as string,
			});
		},
	);

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
				anyInstant,
				fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'utc'),
				(date, zone) => {
					const moment = DateTime.fromJSDate(date, { zone });
					expect(outcomeOf('date', moment)).toBe(moment.toISODate());
				},
			),
		);
	});

	it.each([
		'0000-00-00',
		'00.00.0000',
		'0001-01-01T00:00:00Z',
		'1899-12-30',
		'1899-12-31',
		'1900-01-00',
		'1900-01-01',
		'1970-01-01',
		'1970-01-01T01:00:00+01:00',
		new Date(0),
		'1980-01-01 00:00:00',
		'9999-12-31',
		'31.12.9999',
	])('takes %s for what others write for no date', (value) => {
		expect(outcomeOf('date', value)).toEqual({ refused: 'noSuchDay' });
	});

	it.each([
		['SECONDS', '0'],
		['MILLISECONDS', 0],
		['EXCEL', '0'],
		['EXCEL', 2],
		['EXCEL', 2958465],
	])('does so in %s, too: %s', (format, value) => {
		expect(outcomeOf('date', value, withFormats(format))).toEqual({ refused: 'noSuchDay' });
	});

	it.each([
		'13.02.2027 19:30',
		'13.2.2027, 19:30:00',
		'13.02.2027 um 19:30 Uhr',
		'13. 02. 2027',
		'2027-02-13 7:30 PM',
		'2027-2-13',
		'2027-02-13 19:30:00.000',
		'2027-02-13Z',
		'13.02.2027 19.30',
		'13.02.2027, 19.30.00',
		'13.02.2027\n19:30',
		'2027-02-13\t19:30:00',
		'13.02.2027 \r\n 19.30 Uhr',
		'13.02.2027 kl. 19.30',
		'13.02.2027 alle 7.30',
		'2027-02-13 7.30pm',
		'2027-02-13 23:59:60',
	])('reads %s', (value) => {
		expect(checkCell('date', value)).toEqual({ outcome: '2027-02-13', warnings: [] });
	});

	it.each(DATE_FORMATS.map(({ value }) => value).filter((format) => /Y/.test(format)))(
		'takes a time behind %s, and with it a day that UTC may have moved',
		(format) => {
			const date = format
				.replace('YYYY', '2027')
				.replace('YY', '27')
				.replace('MM', '02')
				.replace('DD', '13');
			for (const time of ['', ' 19:30', ', 7:30:15 PM', 'T19:30:00']) {
				expect([time, checkCell('date', date + time, withFormats(format))]).toEqual([
					time,
					{ outcome: '2027-02-13', warnings: [] },
				]);
			}
			expect(checkCell('date', `${date} 23:00 UTC`, withFormats(format)).warnings).toEqual([
				'dayMayBeShifted',
			]);
		},
	);

	const adviceOn = (value: string) => {
		const column = { ...findColumn('policy.data.booking_date')!, required: false };
		const result = makeCheck(column, withFormats())(value, () => undefined);
		return typeof result === 'string' ? result : `${result.message}. ${result.hint}`;
	};

	it.each([
		['13/04/2026', 'DD/MM/YYYY'],
		['04/13/2026', 'MM/DD/YYYY'],
		['04/13/26 8:00 AM', 'MM/DD/YY'],
		['13.04.26', 'DD.MM.YY'],
		['2026/03/04', 'YYYY/MM/DD'],
		['02-13-27', 'MM-DD-YY'],
		['13-02-27', 'DD-MM-YY'],
	])('advises the one form that %s can have: %s', (value, format) => {
		expect(adviceOn(value)).toContain(`add ${format} to the option 'Date Formats'`);
		expect(adviceOn(value)).not.toContain('two ways');
		expect(parseDateFormat(format)).toBeDefined();
	});

	it('names both days that a date can be', () => {
		expect(adviceOn('03/04/26')).toContain('two ways: 2026-04-03 or 2026-03-04');
		expect(adviceOn('04/04/2026')).not.toContain('two ways');
		expect(adviceOn('27-02-13')).toContain('two ways: 2013-02-27 or 2027-02-13');
	});

	it.each(['13-Feb-2027', 'Feb 13, 2027', '13/13/2027', '2027/13/02', 'soon'])(
		'advises no form where the option has none: %s',
		(value) => {
			expect(adviceOn(value)).toMatch(/\. Write it as YYYY-MM-DD\.$/);
		},
	);

	/** One instant, as the systems that users export from write it. */
	function spellingsOf(instant: Date): unknown[] {
		const iso = instant.toISOString();
		const [day = '', time = ''] = iso.slice(0, -1).split('T');
		const seconds = time.slice(0, 8);
		return [
			iso,
			iso.replace('Z', '+00:00'),
			iso.replace('Z', '+0000'),
			iso.replace('Z', '000Z'),
			iso.toLowerCase(),
			`${day}T${seconds}Z`,
			`${day}T${seconds}-00:00`,
			`${day} ${seconds}+00`,
			`${day} ${time}+00`,
			`${day} ${seconds} UTC`,
			`${day}T${time}Z[UTC]`,
			DateTime.fromJSDate(instant, { zone: 'utc' }),
			DateTime.fromJSDate(instant, { zone: 'utc' }).toJSON(),
			instant.getTime(),
			String(instant.getTime()),
		];
	}

	it('gives the same day and the same warning however an instant is spelt', () => {
		const settings = { ...withFormats('MILLISECONDS'), timeZone: 'Europe/Berlin' };
		fc.assert(
			fc.property(
				fc.integer({ min: 3_655, max: 50_000 }),
				fc.oneof(fc.integer({ min: 0, max: 23 }), fc.constantFrom(22, 23)),
				fc.constantFrom(0, 0, 30, 59),
				(day, hour, minute) => {
					const instant = new Date(((day * 24 + hour) * 60 + minute) * 60_000);
					const expected = instant.toISOString().slice(0, 10);
					const warnings = hour >= 22 && (minute === 0 || hour === 23) ? ['dayMayBeShifted'] : [];
					for (const spelling of spellingsOf(instant)) {
						const cell = checkCell('date', spelling, settings);
						expect([spelling, cell.outcome]).toEqual([spelling, expected]);
						if (minute === 0) expect([spelling, cell.warnings]).toEqual([spelling, warnings]);
					}
				},
			),
		);
	});

	it('reads a Date like the same instant written in UTC, unless it is a midnight here', () => {
		fc.assert(
			fc.property(
				anyInstant,
				fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'UTC'),
				(date, timeZone) => {
					const settings = { ...withFormats(), timeZone };
					const local = DateTime.fromJSDate(date, { zone: timeZone });
					const isMidnight = local.equals(local.startOf('day'));
					expect(checkCell('date', date, settings)).toEqual(
						isMidnight
							? { outcome: local.toISODate(), warnings: [] }
							: checkCell('date', date.toISOString(), settings),
					);
				},
			),
		);
	});
});
