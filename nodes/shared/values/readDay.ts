import type { Day } from './day';

/** Also as XML has it, with a time zone behind the day. */
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:Z|[+-]\d{2}:\d{2})?$/;
const DOTTED = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/;

/**
 * A day without its time, in one of the two forms that mean the same day everywhere: `2027-02-13` and `13.02.2027`. Whether
 * there is such a day is not its question.
 */
export function readDay(date: string): Day | undefined {
	const iso = ISO.exec(date);
	if (iso) return toDay(iso[1], iso[2], iso[3]);
	const dotted = DOTTED.exec(date);
	return dotted ? toDay(dotted[3], dotted[2], dotted[1]) : undefined;
}

function toDay(year = '', month = '', day = ''): Day {
	return { year: Number(year), month: Number(month), day: Number(day) };
}
