/** A further form of date a user has allowed: reads a cell, or gives undefined if it is not of that form. */
export type DateFormat = (text: string) => Day | undefined;

export interface Day {
	year: number;
	month: number;
	day: number;
}

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

const NUMBER_FORMATS: Record<string, { pattern: RegExp; toTime: (value: number) => number }> = {
	EXCEL: {
		pattern: /^\d{2,6}(?:\.\d+)?$/,
		toTime: (days) => SPREADSHEET_EPOCH + Math.floor(days) * DAY_MS,
	},
	MILLISECONDS: { pattern: /^-?\d{1,15}$/, toTime: (milliseconds) => milliseconds },
	SECONDS: { pattern: /^-?\d{1,12}$/, toTime: (seconds) => seconds * 1000 },
};

/**
 * Makes a reader from a format such as `DD/MM/YYYY`, or `EXCEL` (days since 1899-12-30), `MILLISECONDS` or
 * `SECONDS` (since 1970, the day in UTC). Gives undefined for a format without year, month and day.
 */
export function parseDateFormat(format: string): DateFormat | undefined {
	const upper = format.trim().toUpperCase();
	const number = NUMBER_FORMATS[upper];
	if (number) {
		return (text) => (number.pattern.test(text) ? utcDay(number.toTime(Number(text))) : undefined);
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
		return { year: Number(year) + century, month: Number(month), day: Number(day) };
	};
}

/** The calendar day of an instant in UTC. */
export function utcDay(time: number): Day {
	const date = new Date(time);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
