import type { Column } from '../columns/columns';
import { COLUMNS, TICKET_COLUMNS } from '../columns/columns';
import type { Finding } from '../finding';
import { problem } from '../finding';
import { currencyBeside } from './amountCheck';
import { codesOf } from './currencyNames';

/**
 * The rows' own check, after that of their cells: what is odd about cells together, in a row that may be sent. `cells` are
 * those that came in.
 */
export type RowDoubts = (
	texts: readonly string[],
	cells?: readonly unknown[],
) => readonly Finding[];

/** The finding about a column that KASKO's own examples fill, where it is empty. */
interface ExpectedColumn {
	index: number;
	finding: Finding;
}

const NONE: readonly Finding[] = [];
const START = indexOf('policy.data.event_start_date');
const END = indexOf('policy.data.event_end_date');
const ORDER_CURRENCY = indexOf('policy.data.order_currency');
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
	const amounts: number[] = [];
	return (texts, cells = []) => {
		for (; known < columns.length; known++) {
			const column = columns[known];
			if (isPrice(column?.name ?? '')) prices.push(known);
			if (column?.type === 'amount' || column?.isMoney) amounts.push(known);
		}
		let doubts = NONE;
		for (const { index, finding } of EXPECTED) {
			if (texts[index] === '') doubts = [...doubts, finding];
		}
		if (!prices.some((index) => texts[index])) doubts = [...doubts, NO_PRICE];
		const [start = '', end = ''] = [texts[START], texts[END]];
		if (end < start) doubts = [...doubts, endBeforeStart(start, end)];
		const currency = texts[ORDER_CURRENCY] ?? '';
		for (const index of amounts) {
			const cell = cells[index];
			// What is sent as it came has nothing beside it.
			if (typeof cell !== 'string' || cell === texts[index]) continue;
			const beside = currencyBeside(cell);
			if (beside !== undefined && areDifferent(beside, currency)) {
				const name = columns[index]?.name ?? '';
				doubts = [...doubts, otherCurrency(name, cell, beside, currency)];
			}
		}
		return doubts;
	};
}

/** Whether two names of currencies can't mean the same one. */
function areDifferent(a: string, b: string): boolean {
	const codes = codesOf(b);
	return codes !== undefined && codesOf(a)?.some((code) => codes.includes(code)) === false;
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

function otherCurrency(column: string, amount: string, beside: string, currency: string): Finding {
	return problem({
		column,
		code: 'contradiction',
		value: amount,
		message: `The amount is in ${beside}, but the order in ${currency}`,
		hint: `It is sent as an amount in ${currency}. Check both.`,
	});
}
