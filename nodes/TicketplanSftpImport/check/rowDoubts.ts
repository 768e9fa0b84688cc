import type { Column } from '../columns/columns';
import { COLUMNS, TICKET_COLUMNS } from '../columns/columns';
import type { Finding } from '../finding';
import { problem } from '../finding';

/** The rows' own check, after that of their cells: what is odd about cells together, in a row that may be sent. */
export type RowDoubts = (texts: readonly string[]) => readonly Finding[];

/** The finding about a column that KASKO's own examples fill, where it is empty. */
interface ExpectedColumn {
	index: number;
	finding: Finding;
}

const NONE: readonly Finding[] = [];
const START = indexOf('policy.data.event_start_date');
const END = indexOf('policy.data.event_end_date');
const FIRST_PRICE = 'quote.data.protected_element.1.price';

const EXPECTED = COLUMNS.flatMap(({ name, expected }, index): ExpectedColumn[] => {
	if (!expected || name === FIRST_PRICE) return [];
	const message = "The cell is empty, though KASKO's own examples fill it";
	const hint = 'The row is sent without it. Fill it, unless KASKO has told you to leave it out.';
	return [
		{ index, finding: { column: name, code: 'expectedColumnEmpty', value: '', message, hint } },
	];
});

const NO_PRICE: Finding = {
	column: FIRST_PRICE,
	code: 'noTicketPrice',
	value: '',
	message: 'The row has no ticket price in any column',
	hint: 'The row is sent without it. Fill the price of at least one ticket.',
};

/** @param columns Those of the run; further ones may come at its end. */
export function rowDoubts(columns: readonly Column[]): RowDoubts {
	let known = 0;
	const prices: number[] = [];
	return (texts) => {
		for (; known < columns.length; known++) {
			if (isPrice(columns[known]?.name ?? '')) prices.push(known);
		}
		let doubts = NONE;
		for (const { index, finding } of EXPECTED) {
			if (texts[index] === '') doubts = [...doubts, finding];
		}
		if (!prices.some((index) => texts[index])) doubts = [...doubts, NO_PRICE];
		const [start = '', end = ''] = [texts[START], texts[END]];
		if (end < start) doubts = [...doubts, endBeforeStart(start, end)];
		return doubts;
	};
}

function isPrice(name: string): boolean {
	return TICKET_COLUMNS.some(({ pattern }) => pattern.test(name));
}

function indexOf(name: string): number {
	return COLUMNS.findIndex((column) => column.name === name);
}

function endBeforeStart(start: string, end: string): Finding {
	const message = `The event ends before it starts, which is on ${start}`;
	const hint = 'It is sent as it is. Check both dates, and the order of their days and months.';
	return problem({
		column: 'policy.data.event_end_date',
		code: 'endBeforeStart',
		value: end,
		message,
		hint,
	});
}
