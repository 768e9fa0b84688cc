import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	isLuxonDate,
	momentInUtc,
	momentOfDate,
	momentOfLuxon,
	remarkOnShift,
	splitTime,
	writeDay,
} from '../../../../nodes/shared/values/day';

describe('the day of a Date', () => {
	it.each([
		['Europe/Berlin', '2027-02-13T23:00:00Z', '2027-02-14', undefined],
		['Europe/Berlin', '2027-07-13T22:00:00Z', '2027-07-14', undefined],
		['America/New_York', '2027-02-13T05:00:00Z', '2027-02-13', undefined],
		['Asia/Tokyo', '2027-02-13T15:00:00Z', '2027-02-14', undefined],
		['Asia/Kathmandu', '2027-02-13T18:15:00Z', '2027-02-14', undefined],
		// The clocks go from 0:00 to 1:00, so the day begins at 1:00.
		['Asia/Beirut', '2027-03-27T22:00:00Z', '2027-03-28', undefined],
		['Europe/Berlin', '2027-02-13T00:00:00Z', '2027-02-13', undefined],
		['America/New_York', '2027-02-13T23:00:00Z', '2027-02-13', 23],
		['Europe/Berlin', '2027-02-13T12:00:00Z', '2027-02-13', 12],
	])('in %s, of %s, is %s', (zone, instant, day, hour) => {
		const moment = momentOfDate(new Date(instant), zone);
		expect(moment && writeDay(moment.day)).toBe(day);
		expect(moment?.time).toBe(hour === undefined ? undefined : hour * 3_600_000);
	});

	it('is that of any local midnight, in any time zone', () => {
		const zones = [
			...['Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'Pacific/Auckland', 'UTC'],
			// Once by odd seconds from UTC; half an hour of summer time; a day left out.
			...['Asia/Tehran', 'Africa/Monrovia', 'Australia/Lord_Howe', 'Pacific/Apia'],
		];
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				fc.integer({ min: 1900, max: 2199 }),
				fc.integer({ min: 1, max: 365 }),
				(zone, year, ordinal) => {
					const midnight = DateTime.fromObject({ year, ordinal }, { zone }).startOf('day');
					const moment = momentOfDate(midnight.toJSDate(), zone);
					expect(moment && writeDay(moment.day)).toBe(midnight.toISODate());
				},
			),
		);
	});

	it('is none for an invalid one', () => {
		expect(momentOfDate(new Date(NaN))).toBeUndefined();
	});
});

it.each([
	['13.02.2027 19:30', '13.02.2027', 19.5, undefined],
	['13.2.2027, 19:30:00', '13.2.2027', 19.5, undefined],
	['13.02.2027 um 19:30 Uhr', '13.02.2027', 19.5, undefined],
	['2/13/2027, 7:30:00\u202FPM', '2/13/2027', 19.5, undefined],
	['2/13/2027 12:00 a.m.', '2/13/2027', 0, undefined],
	['2/13/2027 7 PM', '2/13/2027', 19, undefined],
	['20270213T193000Z', '20270213', 19.5, 0],
	['2027-02-13 23:00:00+00', '2027-02-13', 23, 0],
	['2027-02-13 23:00:00.000000 +0530', '2027-02-13', 23, 330],
	['2027-02-13T23:00:00-05:00', '2027-02-13', 23, -300],
	['2027-02-13t23:00:00z', '2027-02-13', 23, 0],
	['2027-02-13T23:00:00+14:00', '2027-02-13', 23, 840],
	['2027-02-13 23:00 UTC', '2027-02-13', 23, 0],
	['2027-02-13 23:00 Etc/UTC', '2027-02-13', 23, 0],
	['2027-02-13 23:00:00 +0000 UTC', '2027-02-13', 23, 0],
	['13.02.2027 19.30 Uhr', '13.02.2027', 19.5, undefined],
	['13/02/2027 à 19h30', '13/02/2027', 19.5, undefined],
	['13.02.2027 - 19:30', '13.02.2027', 19.5, undefined],
	['13.02.2027 (19:30)', '13.02.2027', 19.5, undefined],
	['13/02/2027 07:30 p. m.', '13/02/2027', 19.5, undefined],
	['2027-02-13T23:00:00+01:00[Europe/Berlin]', '2027-02-13', 23, 60],
	['2027-02-13', '2027-02-13', undefined, undefined],
	['13 02 2027', '13 02 2027', undefined, undefined],
])('the time is taken off %s', (text, date, hours, offset) => {
	expect(splitTime(text)).toEqual({
		date,
		...(hours !== undefined && { time: hours * 3_600_000, offset }),
	});
});

it.each([
	['2027-02-13 23:00 CET', '2027-02-13', 23, 'CET'],
	['13.02.2027 19:30 Europe/Berlin', '13.02.2027', 19.5, 'Europe/Berlin'],
])('the time is taken off %s, with the name of its zone', (text, date, hours, zoneName) => {
	expect(splitTime(text)).toEqual({ date, time: hours * 3_600_000, offset: undefined, zoneName });
});

it.each([
	'13.02.2027 25:00',
	'13.02.2027 19:60',
	'2027-02-13T24:00:00Z',
	'2/13/2027 13:00 PM',
	'2027-02-13T10:00+27:21',
	'2027-02-13T10:00:00-14:01',
	'13.02.2027 10:00 +05:75',
])('%s has no such time', (text) => {
	expect(splitTime(text)).toBeUndefined();
});

it('reads a date of Luxon that has lost its class', () => {
	const luxon = DateTime.fromISO('2027-02-13T23:30:00+01:00', { setZone: true });
	const copy: unknown = JSON.parse(
		JSON.stringify({ isLuxonDateTime: true, ts: luxon.toMillis(), o: luxon.offset, invalid: null }),
	);
	expect(isLuxonDate(copy) && momentOfLuxon(copy)).toEqual(momentOfLuxon(luxon as never));
});

it.each([
	[22, undefined, '2027-02-13'],
	[23, 'America/New_York', '2027-02-13'],
	[3, 'America/New_York', '2027-02-11'],
	[20, 'Asia/Tokyo', '2027-02-13'],
])('names the other day that may be meant by %i:00 in UTC', (hour, timeZone, other) => {
	const moment = momentInUtc(Date.UTC(2027, 1, 12, hour));
	expect(remarkOnShift(moment, '', timeZone)?.hint).toContain(
		`The day is 2027-02-12. If ${other} is meant`,
	);
});
