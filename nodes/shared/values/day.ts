import type { Remark } from './remark';
import { remark } from './remark';

export interface Day {
	year: number;
	month: number;
	day: number;
}

/** A day as it stands somewhere, with the time of day beside it, if there is one. */
export interface Moment {
	day: Day;
	/** In milliseconds since midnight. */
	time?: number;
	/** Minutes before UTC, where that is known. */
	offset?: number;
}

const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;
/** What systems write for "no date", besides days before 1900 and after 2199: the first days of Excel, of the
 * Mac, of DOS, and of Unix, which are one day earlier where the clocks are behind. */
const NO_DATES = new Set([
	'1900-01-01',
	'1903-12-31',
	'1904-01-01',
	'1969-12-31',
	'1970-01-01',
	'1980-01-01',
]);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The day of an instant in UTC, with its time. */
export function momentInUtc(instant: number): Moment {
	return momentAt(instant, 0);
}

/**
 * What stands in a `Date`. It has no time zone of its own: a midnight, in UTC or in n8n's time zone, is a day without a
 * time there; anything else is read as the same instant written in UTC.
 * @param timeZone An IANA name; the process's own if undefined.
 * @returns Undefined for an invalid date.
 */
export function momentOfDate(date: Date, timeZone?: string): Moment | undefined {
	const instant = date.getTime();
	if (Number.isNaN(instant)) return undefined;
	if (instant % DAY_MS === 0) return { day: momentInUtc(instant).day };
	const there = dayIn(instant, timeZone);
	// The first moment of a day, which need not be 0:00 where the clocks change at midnight.
	if (writeDay(there) !== writeDay(dayIn(instant - 1, timeZone))) return { day: there };
	return momentInUtc(instant);
}

/** A date of Luxon, such as n8n's `$now`; also one that has lost its class when it was copied. */
export interface LuxonDate {
	isLuxonDateTime: unknown;
	ts: number;
	/** Minutes before UTC. */
	o: number;
	invalid?: unknown;
}

export function isLuxonDate(value: unknown): value is LuxonDate {
	return typeof value === 'object' && value !== null && 'isLuxonDateTime' in value;
}

/** What stands in a date of Luxon: the day in its own time zone. Undefined for an invalid date. */
export function momentOfLuxon({ ts, o, invalid }: LuxonDate): Moment | undefined {
	return invalid || !Number.isFinite(ts) || !Number.isFinite(o) ? undefined : momentAt(ts, o);
}

const CLOCK = String.raw`(?<hour>\d{1,2})(?:(?<mark>[:h.])(?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,](?<fraction>\d+))?)?)?`;
const ZONE = String.raw`(?<zone>(?:[A-Z]+(?:\/\w+)*)?(?:[+-]\d{2}(?::?\d{2})?)?)\s*(?:UTC|GMT|\([^)]*\)|\[[^\]]*\])?`;
const TIME = new RegExp(
	String.raw`^(?<date>.*?\d)(?:\s*T\s*|,?\s+(?:(?:um|at|à|a las|alle|kl\.?|(?<dash>[-–—|]))\s+)?)\(?(?:${CLOCK}|(?<digits>\d{4}(?:\d{2})?))\s*(?<half>[ap]\.?\s?m\b\.?)?\s*(?<word>uhr|h)?\s*${ZONE}\)?$`,
	'i',
);
/** The same as most data has it, for speed. */
const ISO_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:?\d\d)?$/;
const UTC = /^(?:Z|UTC|GMT|UCT|Zulu|Etc\/(?:UTC|GMT|UCT))$/i;
const OFFSET = /([+-])(\d{2}):?(\d{2})?$/;

interface DateAndTime extends Pick<Moment, 'time' | 'offset'> {
	date: string;
	/** The name of a time zone whose minutes before UTC are not known, such as CET. */
	zoneName?: string;
}

/**
 * Takes the time off the end of a date, in the ways it is written in Europe, in the US and by databases: `19:30`,
 * `7:30 PM`, `T19:30:00.000Z`, `19:30:00+00`.
 * @returns Undefined where what stands there is no time of day.
 */
export function splitTime(text: string): DateAndTime | undefined {
	const iso = ISO_TIME.exec(text);
	if (iso) {
		const [, date = '', hour = '', minute = '', second = '0', fraction = '0', zone = ''] = iso;
		const time = timeOfDay(hour, minute, second, fraction, undefined);
		const offset = offsetOf(zone);
		return time === undefined || isNoOffset(offset) ? undefined : { date, time, offset };
	}
	const groups = TIME.exec(text)?.groups;
	if (!groups?.date) return { date: text };
	const { date, minute, half, word, zone = '' } = groups;
	// `13.02.2027 - 14.02` is no time, but another day.
	if (groups.dash && groups.mark === '.' && !half && !word) return { date: text };
	const digits = groups.digits ?? '';
	const isTime = digits !== '' ? /t\s*\d{4}/i.test(text) : Boolean(minute ?? half ?? word);
	if (!isTime) return { date: text };
	const time = timeOfDay(
		groups.hour ?? digits.slice(0, 2),
		minute ?? (digits.slice(2, 4) || '0'),
		groups.second ?? (digits.slice(4) || '0'),
		groups.fraction ?? '0',
		half,
	);
	const offset = offsetOf(zone);
	if (time === undefined || isNoOffset(offset)) return undefined;
	return { date, time, offset, ...(offset === undefined && zone && { zoneName: zone }) };
}

/** What keeps numbers from being a day that can be meant. */
export function remarkOnDay(day: Day, value: unknown): Remark | undefined {
	const { year } = day;
	const hint = 'Correct the date where it comes from.';
	if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
		return remark('noSuchDay', value, `is in the year ${year}, which can't be meant`, hint);
	}
	if (!exists(day)) {
		const advice = `There is no such day as ${writeDay(day)}. Correct the date where it comes from.`;
		return remark('noSuchDay', value, 'is a day that does not exist', advice);
	}
	if (!NO_DATES.has(writeDay(day))) return undefined;
	return remark('noSuchDay', value, "is what other systems write for 'no date'", hint);
}

/** What is doubtful about the day of a moment that is written in UTC. */
export function remarkOnShift(
	{ day, time, offset }: Moment,
	value: unknown,
	timeZone?: string,
): Remark | undefined {
	if (time === undefined || time === 0 || offset !== 0) return undefined;
	const written = writeDay(day);
	const hint = (other: string) =>
		`The day is ${written}. If ${other} is meant, convert the date to your own time zone before this node: without its time it would still be ${written}.`;
	if (time === 22 * HOUR_MS || time === 23 * HOUR_MS) {
		return remark(
			'dayMayBeShifted',
			value,
			'looks like a midnight in Europe, written as UTC',
			hint(writeDay(momentInUtc(instantOf(day, DAY_MS)).day)),
		);
	}
	const there = writeDay(dayIn(instantOf(day, time), timeZone));
	if (there === written) return undefined;
	return remark(
		'dayMayBeShifted',
		value,
		`is written as UTC, and in n8n's time zone it is ${there}`,
		hint(there),
	);
}

/** Whether there is such a day, in the years that can be meant. */
export function exists({ year, month, day }: Day): boolean {
	if (year < EARLIEST_YEAR || year > LATEST_YEAR) return false;
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The day that it is now. */
export function today(timeZone?: string): Day {
	return dayIn(Date.now(), timeZone);
}

/** `YYYY-MM-DD`. */
export function writeDay({ year, month, day }: Day): string {
	return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function momentAt(instant: number, offset: number): Moment {
	const local = instant + offset * MINUTE_MS;
	const date = new Date(local);
	return {
		day: { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
		time: ((local % DAY_MS) + DAY_MS) % DAY_MS,
		offset,
	};
}

function instantOf({ year, month, day }: Day, time: number): number {
	return Date.UTC(year, month - 1, day) + time;
}

function timeOfDay(
	hourText: string,
	minuteText: string,
	secondText: string,
	fraction: string,
	half: string | undefined,
): number | undefined {
	const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText)];
	// The second 60 is one that is put in, once in some years.
	if (minute > 59 || second > 60 || hour > (half ? 12 : 23) || (half && hour === 0))
		return undefined;
	const hours = half ? (hour % 12) + (/^p/i.test(half) ? 12 : 0) : hour;
	return hours * HOUR_MS + minute * MINUTE_MS + (second + Number(`0.${fraction}`)) * 1000;
}

/** The minutes before UTC that a zone says; undefined for none, and for a name such as CET, NaN for what no hour has. */
function offsetOf(zone: string): number | undefined {
	if (zone === 'Z') return 0;
	const [, sign, hours = '0', minutes = '0'] = OFFSET.exec(zone) ?? [];
	if (Number(minutes) > 59) return NaN;
	if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
	return UTC.test(zone) ? 0 : undefined;
}

/** No clock on earth is further from UTC than that of Kiribati, by 14 hours. */
function isNoOffset(offset = 0): boolean {
	return !(Math.abs(offset) <= 14 * 60);
}

const calendars = new Map<string | undefined, (instant: number) => Day>();

function dayIn(instant: number, timeZone: string | undefined): Day {
	let calendar = calendars.get(timeZone);
	if (!calendar) calendars.set(timeZone, (calendar = makeCalendar(timeZone)));
	return calendar(instant);
}

/** No time zone differs from another by less since Liberia's took part in 1972: all instants in such a time are of one day. */
const SHORTEST_DIFFERENCE_MS = 15 * MINUTE_MS;
const SINCE = Date.UTC(1973, 0);
const MAX_KNOWN = 10_000;

/** Finds days in a time zone; remembers them, as asking takes much longer than all else that is done with a date. */
function makeCalendar(timeZone: string | undefined): (instant: number) => Day {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
	});
	const known = new Map<number, Day>();
	return (instant) => {
		const part = Math.floor(instant / SHORTEST_DIFFERENCE_MS);
		const found = instant < SINCE ? undefined : known.get(part);
		if (found) return found;
		const [month, day, year] = format.format(instant).split('/').map(Number);
		const result = { year: year ?? 0, month: month ?? 0, day: day ?? 0 };
		if (known.size === MAX_KNOWN) known.clear();
		known.set(part, result);
		return result;
	};
}

function pad(value: number, length: number): string {
	return String(value).padStart(length, '0');
}
