import { reasonOf } from '../../shared/text';
import type { Moment } from '../../shared/values/day';
import {
	isLuxonDate,
	momentOfDate,
	momentOfLuxon,
	remarkOnDay,
	remarkOnShift,
	splitTime,
	writeDay,
} from '../../shared/values/day';
import { remarkOnEmail } from '../../shared/values/emailAddress';
import { readDay } from '../../shared/values/readDay';
import { readText } from '../../shared/values/readText';
import type { Remark, Warn } from '../../shared/values/remark';
import { remark } from '../../shared/values/remark';
import type { FieldKind } from '../request/fields';

/** A value as KASKO gets it ('' for none), or what is wrong with it. `timeZone` is n8n's, for dates without one. */
type Check = (value: unknown, warn: Warn, timeZone?: string) => string | Remark;

const CHECKS: Record<FieldKind, Check> = {
	id: (value, warn) => readText(value, 'exact', warn),
	name: (value, warn) => readText(value, 'name', warn),
	email: checkEmail,
	date: checkDate,
	vin: checkVin,
};

/** Checks and tidies one value of an item: text is trimmed, a number becomes text, a date stays as given. */
export function checkValue(
	kind: FieldKind,
	value: unknown,
	warn: Warn,
	timeZone?: string,
): string | Remark {
	try {
		return CHECKS[kind](value, warn, timeZone);
	} catch (error) {
		return unreadable(value, error);
	}
}

/** Of a value with code of its own that fails, such as a getter. */
export function unreadable(value: unknown, error: unknown): Remark {
	return remark('notText', value, `can't be read: ${reasonOf(error)}`, 'Map another value.');
}

/**
 * A `Date` or a date of Luxon in ISO 8601: a day without time where a `Date` is the midnight of one, in UTC or in n8n's
 * time zone; else the instant. Undefined for an invalid one, and for anything else.
 */
export function writeDate(value: unknown, timeZone?: string): string | undefined {
	if (value instanceof Date) {
		const moment = momentOfDate(value, timeZone);
		return moment && (moment.time === undefined ? writeDay(moment.day) : value.toISOString());
	}
	if (!isLuxonDate(value)) return undefined;
	const moment = momentOfLuxon(value);
	return moment && writeMoment(moment);
}

/** ISO 8601, with the time and the zone that are known. */
function writeMoment({ day, time, offset }: Moment): string {
	if (time === undefined) return writeDay(day);
	const zone = offset === undefined ? '' : writeOffset(offset);
	return writeDay(day) + new Date(time).toISOString().slice(10, -1) + zone;
}

function writeOffset(minutes: number): string {
	if (minutes === 0) return 'Z';
	// Before there were time zones each town had its own, and ISO 8601 has no seconds here.
	const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
	const distance = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${pad(distance / 60)}:${pad(distance % 60)}`;
}

function checkEmail(value: unknown, warn: Warn): string | Remark {
	const text = readText(value, 'exact', warn);
	if (typeof text !== 'string' || text === '') return text;
	return remarkOnEmail(text) ?? text;
}

/** ISO 8601, a day or a day with time, as both revisions of KASKO's documentation show it: sent as it is given. */
const ISO_DATE =
	/^\d{4}-\d{2}-\d{2}(?:T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?$/;

function checkDate(value: unknown, warn: Warn, timeZone?: string): string | Remark {
	const isObject = value instanceof Date || isLuxonDate(value);
	const text = isObject ? writeDate(value, timeZone) : readText(value, 'exact', warn);
	if (typeof text !== 'string') return text ?? notDate(value);
	if (text === '') return text;
	const split = splitTime(text);
	const day = split && readDay(split.date);
	if (!day) return notDate(text);
	const refused = remarkOnDay(day, text);
	if (refused) return refused;
	const moment = { ...split, day };
	const doubt = remarkOnShift(moment, text, timeZone);
	if (doubt) warn(doubt);
	const written = ISO_DATE.test(text) ? text : writeMoment(moment);
	if (!ISO_DATE.test(written)) return notDate(text);
	if (split.zoneName !== undefined) {
		const says = `names the time zone ${split.zoneName}, which is left out`;
		const hint = `It is sent as ${written}. If another moment is meant, write the zone as +01:00.`;
		warn(remark('dayMayBeShifted', text, says, hint));
	}
	return written;
}

function notDate(value: unknown): Remark {
	return remark('notDate', value, 'is not a date in a known form', 'Write it as YYYY-MM-DD.');
}

/** What spreadsheets make of a number with many digits, and the mark that keeps them from doing so. */
const SHEET_TRACE = /^\d+[.,]\d+(?:E[+-]?\d+)?$|^\d+E[+-]\d+$|^\d{1,3}E\d{1,2}$|^['’]/i;
/** A number of a spreadsheet has 15 digits; what is behind them becomes zeros. */
const ROUNDED_VIN = /^\d{15}00$/;
const USUAL_VIN = /^[A-HJ-NPR-Z0-9]{17}$/;

function checkVin(value: unknown, warn: Warn): string | Remark {
	const text = readText(value, 'exact', warn);
	if (typeof text !== 'string' || text === '') return text;
	const vin = text.toUpperCase();
	if (SHEET_TRACE.test(vin) || vin.startsWith('-')) {
		const hint = 'Keep VINs as text where they come from, and write it anew.';
		return remark('notVin', text, 'is what a number has become of a VIN, not a VIN', hint);
	}
	// KASKO's own example is 12345: an odd VIN is worth a look, no reason to refuse it.
	const sent = 'It is sent as it is. Check that it is meant.';
	if (!USUAL_VIN.test(vin)) {
		const says = 'does not have 17 characters without the letters I, O and Q';
		warn(remark('oddVin', text, says, sent));
	} else if (ROUNDED_VIN.test(vin)) {
		const says = 'has only digits and zeros at its end, as a spreadsheet makes of the last digits';
		warn(remark('oddVin', text, says, sent));
	}
	return vin;
}
