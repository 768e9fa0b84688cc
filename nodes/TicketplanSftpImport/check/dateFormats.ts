import type { Day, Moment } from '../../shared/values/day';
import { momentInUtc } from '../../shared/values/day';

/**
 * A further form of date a user has allowed: reads a cell without its time, or gives undefined if it is not of that
 * form. Whether there is such a day is not its question.
 */
export type DateFormat = (text: string) => Moment | undefined;

/** The forms that the panel offers; `parseDateFormat` reads further ones of their kind. */
export const DATE_FORMATS = [
	{ name: 'DD-MM-YY', value: 'DD-MM-YY' },
	{ name: 'DD-MM-YYYY', value: 'DD-MM-YYYY' },
	{ name: 'DD.MM.YY', value: 'DD.MM.YY' },
	{ name: 'DD/MM/YY', value: 'DD/MM/YY' },
	{ name: 'DD/MM/YYYY', value: 'DD/MM/YYYY' },
	{ name: 'Excel Serial Number', value: 'EXCEL', description: 'Days since 1899-12-30' },
	{ name: 'MM-DD-YY', value: 'MM-DD-YY' },
	{ name: 'MM-DD-YYYY', value: 'MM-DD-YYYY' },
	{ name: 'MM/DD/YY', value: 'MM/DD/YY' },
	{ name: 'MM/DD/YYYY', value: 'MM/DD/YYYY' },
	{
		name: 'Unix Time in Milliseconds',
		value: 'MILLISECONDS',
		description: 'As in HubSpot. The day is the one in UTC.',
	},
	{
		name: 'Unix Time in Seconds',
		value: 'SECONDS',
		description: 'The day is the one in UTC',
	},
	{ name: 'YYYY/MM/DD', value: 'YYYY/MM/DD' },
	{ name: 'YYYYMMDD', value: 'YYYYMMDD' },
] as const;

const TOKENS = /YYYY|YY|MM|M|DD|D/g;
const TOKEN_PATTERNS: Record<string, string> = {
	YYYY: '(?<year>\\d{4})',
	YY: '(?<year>\\d{2})',
	MM: '(?<month>\\d{2})',
	M: '(?<month>\\d{1,2})',
	DD: '(?<day>\\d{2})',
	D: '(?<day>\\d{1,2})',
};

const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, so chosen that every serial number from 1900-03-01 on is right. */
const SPREADSHEET_EPOCH = Date.UTC(1899, 11, 30);

const NUMBER_FORMATS: Record<string, { pattern: RegExp; read: (value: number) => Moment }> = {
	EXCEL: {
		// Not a year alone, which would be a day of 1905.
		pattern: /^(?!20\d\d$)\d{1,7}(?:[.,]\d+)?$/,
		// Its time is of no zone.
		read: (days) => ({ day: momentInUtc(SPREADSHEET_EPOCH + Math.floor(days) * DAY_MS).day }),
	},
	MILLISECONDS: {
		// Of nine to eleven digits it is one in seconds.
		pattern: /^(?!\d{9,11}(?:\.|$))-?\d{1,15}(?:\.\d+)?$/,
		read: (value) => momentInUtc(value),
	},
	SECONDS: { pattern: /^-?\d{1,12}(?:\.\d+)?$/, read: (value) => momentInUtc(value * 1000) },
};

/**
 * Makes a reader from a format such as `DD/MM/YYYY`, or `EXCEL` (days since 1899-12-30), `MILLISECONDS` or
 * `SECONDS` (since 1970, the day in UTC). Gives undefined for a format without year, month and day.
 */
export function parseDateFormat(format: string): DateFormat | undefined {
	const upper = format.trim().toUpperCase();
	const number = NUMBER_FORMATS[upper];
	if (number) {
		const { pattern, read } = number;
		return (text) => (pattern.test(text) ? read(Number(text.replace(',', '.'))) : undefined);
	}
	const tokens = (upper.match(TOKENS) ?? [])
		.map((token) => token[0])
		.sort()
		.join('');
	const others = upper.replace(TOKENS, '');
	if (tokens !== 'DMY' || /[^./\- ]/.test(others)) return undefined;
	// Between separators 3/4/2026 can only mean the same as 03/04/2026.
	const form = others === '' ? upper : upper.replace('MM', 'M').replace('DD', 'D');
	const source = form
		.replace(/[./\- ]/g, '\\$&')
		.replace(TOKENS, (token) => TOKEN_PATTERNS[token] ?? '');
	const pattern = new RegExp(`^${source}$`);
	return (text) => {
		const { year, month, day } = pattern.exec(text)?.groups ?? {};
		if (year === undefined) return undefined;
		const century = year.length === 2 ? 2000 : 0;
		return { day: { year: Number(year) + century, month: Number(month), day: Number(day) } };
	};
}

const NUMBERS = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2})$/;

/** What a date of three numbers can be, by the formats that would allow it. */
export function possibleReadings(
	text: string,
): Array<{ format: string; isOffered: boolean; day: Day }> {
	const [, first = '', separator = '', second = '', third = ''] = NUMBERS.exec(text) ?? [];
	// ISO 8601 once had it, so it is still written. Tickets are sold ahead: the later year is the one that may be meant.
	const isYearFirst = separator === '-' && third.length === 2 && Number(first) > Number(third);
	const formats =
		first.length === 4
			? [['YYYY', 'MM', 'DD']]
			: [
					['DD', 'MM', 'Y'.repeat(third.length)],
					['MM', 'DD', 'Y'.repeat(third.length)],
					...(isYearFirst ? [['YY', 'MM', 'DD']] : []),
				];
	return formats.flatMap((parts) => {
		const format = parts.join(separator);
		const moment = second === '' ? undefined : parseDateFormat(format)?.(text);
		const isOffered = DATE_FORMATS.some(({ value }) => value === format);
		return moment ? [{ format, isOffered, day: moment.day }] : [];
	});
}
