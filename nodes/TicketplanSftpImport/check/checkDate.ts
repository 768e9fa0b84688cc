import type { Column } from '../columns/columns';
import { toText } from './checkText';
import type { DateFormat, Day } from './dateFormats';
import { utcDay } from './dateFormats';
import { problem } from '../finding';
import type { CellCheck, CheckSettings } from './types';
import type { Finding } from '../finding';

const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?(?:\d{2})?)?)?$/i;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const ORDER_UNCLEAR = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/;
/** How a midnight in most of Europe looks once it has been written as UTC. */
const EUROPEAN_MIDNIGHT = /T2[23]:00(?::00(?:\.0+)?)?Z$/i;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;

/**
 * A column of days, written `YYYY-MM-DD`. The day is always the one that stands there: nothing is ever
 * moved from one time zone to another.
 */
export function checkDate(column: Column, { dateFormats }: CheckSettings): CellCheck {
	const knownDays = new Set<unknown>();
	return (value, warn) => {
		if (knownDays.has(value)) return String(value);
		const day = readDay(column, dateFormats, value, warn);
		if (day === value) knownDays.add(day);
		return day;
	};
}

function readDay(
	column: Column,
	dateFormats: readonly DateFormat[],
	value: unknown,
	warn: (warning: Finding) => void,
): string | Finding {
	const { name } = column;
	if (value instanceof Date) return fromDate(name, value);
	if (isLuxon(value)) return value.isValid ? written(name, value, value) : notDate(name, value);
	const text = toText(column, value);
	if (typeof text !== 'string' || text === '') return text;
	const iso = ISO.exec(text);
	if (iso) {
		if (EUROPEAN_MIDNIGHT.test(text)) warn(mayBeShifted(name, text));
		return written(name, toDay(iso[1], iso[2], iso[3]), text);
	}
	const dotted = DOTTED.exec(text);
	if (dotted) return written(name, toDay(dotted[3], dotted[2], dotted[1]), text);
	const readings = dateFormats.map((format) => format(text)).filter((day) => day && exists(day));
	const [first, second] = new Set(readings.map((day) => day && write(day)));
	if (first === undefined) return notDate(name, text);
	return second === undefined ? first : ambiguous(name, text, `${first} or ${second}`);
}

interface Luxon extends Day {
	isValid: boolean;
}

function isLuxon(value: unknown): value is Luxon {
	return typeof value === 'object' && value !== null && 'isLuxonDateTime' in value;
}

/** A date object has no time zone of its own, so its day is only known at a midnight or where UTC and here agree. */
function fromDate(name: string, value: Date): string | Finding {
	if (Number.isNaN(value.getTime())) return notDate(name, value);
	const utc = utcDay(value.getTime());
	const local = { year: value.getFullYear(), month: value.getMonth() + 1, day: value.getDate() };
	if (value.getTime() % 86_400_000 === 0 || write(utc) === write(local))
		return written(name, utc, value);
	const localMidnight = new Date(local.year, local.month - 1, local.day).getTime();
	if (value.getTime() === localMidnight) return written(name, local, value);
	return ambiguous(name, value, `${write(utc)} or ${write(local)}`);
}

function toDay(year = '', month = '', day = ''): Day {
	return { year: Number(year), month: Number(month), day: Number(day) };
}

function written(name: string, day: Day, value: unknown): string | Finding {
	if (exists(day)) return write(day);
	const likely = day.year >= EARLIEST_YEAR && day.year <= LATEST_YEAR;
	const message = likely
		? `There is no such day as ${write(day)}`
		: `The year ${day.year} can't be meant`;
	return problem(name, 'noSuchDay', value, message, 'Correct the date where it comes from.');
}

function exists({ year, month, day }: Day): boolean {
	if (year < EARLIEST_YEAR || year > LATEST_YEAR) return false;
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function write({ year, month, day }: Day): string {
	return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function pad(value: number, length: number): string {
	return String(value).padStart(length, '0');
}

function notDate(name: string, value: unknown): Finding {
	const text = typeof value === 'string' ? value : '';
	if (ORDER_UNCLEAR.test(text))
		return ambiguous(name, text, 'the order of day and month is not clear');
	const hint = /^-?\d+(?:\.\d+)?$/.test(text)
		? "Write it as YYYY-MM-DD, or say in the option 'Date Formats' what the number stands for."
		: "Write it as YYYY-MM-DD, or add its form to the option 'Date Formats'.";
	return problem(name, 'notDate', value, 'The value is not a date in a known form', hint);
}

function ambiguous(name: string, value: unknown, reading: string): Finding {
	const hint = "Write it as YYYY-MM-DD, or give its one form in the option 'Date Formats'.";
	return problem(
		name,
		'ambiguousDate',
		value,
		`The date can be read in two ways: ${reading}`,
		hint,
	);
}

function mayBeShifted(name: string, text: string): Finding {
	const hint = `It is sent as ${text.slice(0, 10)}. If that is a day early, pass the date on without time.`;
	return problem(
		name,
		'dayMayBeShifted',
		text,
		'This looks like a midnight in Europe, written as UTC',
		hint,
	);
}
