import type { Day, Moment } from '../../shared/values/day';
import {
	exists,
	isLuxonDate,
	momentOfDate,
	momentOfLuxon,
	remarkOnDay,
	remarkOnShift,
	splitTime,
	writeDay,
} from '../../shared/values/day';
import { readDay } from '../../shared/values/readDay';
import { readText } from '../../shared/values/readText';
import type { Remark } from '../../shared/values/remark';
import { remark } from '../../shared/values/remark';
import type { DateFormat } from './dateFormats';
import { possibleReadings } from './dateFormats';
import type { CheckSettings, ValueCheck } from './types';

/** Dates and times as most are written: no rule for texts has anything to say of them. */
const PLAIN = /^\d[\d:.,/TZ +-]*[\dZ]$/i;
const BREAK = /[\t\n\r]+/g;
/** What a spreadsheet or a database may have made of a date. */
const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

/**
 * Days, written `YYYY-MM-DD`. The day is the one that stands there, whatever time and zone are behind it; only for a
 * `Date`, in which none stands, n8n's time zone counts.
 */
export function dateCheck({ dateFormats, timeZone }: CheckSettings): ValueCheck {
	const knownDays = new Set<unknown>();
	return (value, warn) => {
		if (knownDays.has(value)) return String(value);
		const moment = readMoment(value, dateFormats, timeZone);
		if (typeof moment === 'string' || 'code' in moment) return moment;
		const { day } = moment;
		const refused = remarkOnDay(day, value);
		if (refused) return refused;
		const doubt = remarkOnShift(moment, value, timeZone);
		if (doubt) warn(doubt);
		const text = writeDay(day);
		if (text === value) knownDays.add(text);
		return text;
	};
}

/** Of an empty cell, ''. */
function readMoment(
	value: unknown,
	dateFormats: readonly DateFormat[],
	timeZone: string | undefined,
): Moment | Remark | '' {
	if (value instanceof Date) return momentOfDate(value, timeZone) ?? notDate(value);
	if (isLuxonDate(value)) return momentOfLuxon(value) ?? notDate(value);
	// A time may stand below its date, or in the next cell of what was copied.
	const line = typeof value === 'string' ? value.replace(BREAK, ' ') : value;
	const text =
		typeof line === 'string' && PLAIN.test(line) ? line : readText(line, 'exact', () => {});
	return typeof text !== 'string' || text === '' ? text : parseMoment(text, dateFormats);
}

function parseMoment(text: string, dateFormats: readonly DateFormat[]): Moment | Remark {
	const split = splitTime(text);
	if (!split) return notDate(text);
	const { date, ...time } = split;
	const day = readDay(date);
	if (day) return { day, ...time };
	const readings = dateFormats
		.flatMap((format) => format(date) ?? [])
		// A number that is an instant has no time behind it.
		.filter((reading) => reading.time === undefined || split.time === undefined);
	const real = readings.filter(({ day }) => !remarkOnDay(day, text));
	const [first = readings[0], ...others] = real;
	if (!first) return unknownForm(text, date);
	if (real.length === 0) {
		const otherForm = formOf(date);
		if (otherForm !== undefined) return wrongForm(text, first.day, otherForm);
	}
	const other = others.find(({ day }) => writeDay(day) !== writeDay(first.day));
	return other ? ambiguous(text, [first.day, other.day]) : { ...time, ...first };
}

/** Says what the user would have to allow, where that is clear. */
function unknownForm(text: string, date: string): Remark {
	const readings = possibleReadings(date).filter(({ day }) => exists(day));
	const [first] = readings;
	if (!first) return notDate(text);
	const other = readings.find(({ day }) => writeDay(day) !== writeDay(first.day));
	if (other) return ambiguous(text, [first.day, other.day]);
	const offered = readings.flatMap(({ isOffered, format }) => (isOffered ? format : []));
	const advice =
		offered.length > 0 ? `, or add ${offered.join(' or ')} to the option 'Date Formats'` : '';
	return remark(
		'notDate',
		text,
		'is not a date in a known form',
		`Write it as YYYY-MM-DD${advice}.`,
	);
}

/** The first form that the panel offers and in which a date is a day that exists. */
function formOf(date: string): string | undefined {
	return possibleReadings(date).find(({ isOffered, day }) => isOffered && exists(day))?.format;
}

/** Not one date is wrong then: others, of days up to the 12th, would be read as another day without a word. */
function wrongForm(text: string, day: Day, otherForm: string): Remark {
	const hint = `There is no such day as ${writeDay(day)}. If dates are written as ${otherForm}, choose that in the option 'Date Formats' instead.`;
	return remark('noSuchDay', text, 'is a day that does not exist', hint);
}

function notDate(value: unknown): Remark {
	const hint =
		typeof value === 'string' && NUMBER.test(value)
			? "Write it as YYYY-MM-DD, or say in the option 'Date Formats' what the number stands for."
			: 'Write it as YYYY-MM-DD.';
	return remark('notDate', value, 'is not a date in a known form', hint);
}

function ambiguous(text: string, days: Day[]): Remark {
	const says = `is a date that can be read in two ways: ${days.map(writeDay).join(' or ')}`;
	const hint = "Write it as YYYY-MM-DD, or give its one form in the option 'Date Formats'.";
	return remark('ambiguousDate', text, says, hint);
}
