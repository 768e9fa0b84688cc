import { COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { findColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import { rowDoubts } from '../../../nodes/TicketplanSftpImport/check/rowDoubts';
import { exampleRow } from '../../support/ticketplanRows';

const FIRST = 'quote.data.protected_element.1.price';
const SECOND = 'quote.data.protected_element.2.price';
const SINGLE = 'quote.data.max_ticket_price.0.single_banded';

/** The doubts about KASKO's example row with some changes, in a run that also has columns of further tickets. */
function doubtsAbout(changes: Record<string, string>): string[] {
	const columns = [...COLUMNS, findColumn(SECOND)!, findColumn(SINGLE)!];
	const row = exampleRow('A1', changes);
	const texts = columns.map(({ name }) => String(row[name] ?? ''));
	return rowDoubts(columns)(texts).map(({ column, code }) => `${column} ${code}`);
}

it.each<[string, Record<string, string>, string[]]>([
	["KASKO's example", {}, []],
	['no first price', { [FIRST]: '' }, [`${FIRST} noTicketPrice`]],
	['the price of another ticket', { [FIRST]: '', [SECOND]: '3000' }, []],
	['a price of the single module', { [FIRST]: '', [SINGLE]: '3000' }, []],
	['a price of zero', { [FIRST]: '0' }, []],
	...[
		'integration_id',
		'quote.data.policy_start_date',
		'quote.data.pem_exclusion',
		'quote.data.sports_inclusion',
		'policy.data.order_value',
		'policy.data.order_currency',
	].map((name): [string, Record<string, string>, string[]] => [
		`no ${name}`,
		{ [name]: '' },
		[`${name} expectedColumnEmpty`],
	]),
	['no house number', { 'policy.data.customer_house_number': '' }, []],
	[
		'an end before the start',
		{
			'policy.data.event_start_date': '2026-12-02',
			'policy.data.event_end_date': '2026-12-01',
		},
		['policy.data.event_end_date endBeforeStart'],
	],
	[
		'an end in the next year',
		{
			'policy.data.event_start_date': '2026-12-31',
			'policy.data.event_end_date': '2027-01-01',
		},
		[],
	],
	[
		'several gaps',
		{ integration_id: '', [FIRST]: '' },
		['integration_id expectedColumnEmpty', `${FIRST} noTicketPrice`],
	],
])('a row with %s', (_name, changes, doubts) => {
	expect(doubtsAbout(changes)).toEqual(doubts);
});

it('hears of columns that come with a later row', () => {
	const columns = [...COLUMNS];
	const check = rowDoubts(columns);
	const row = exampleRow('A1', { [FIRST]: '', [SECOND]: '3000' });
	const textsOf = () => columns.map(({ name }) => String(row[name] ?? ''));
	expect(check(textsOf())).toHaveLength(1);
	columns.push(findColumn(SECOND)!);
	expect(check(textsOf())).toEqual([]);
});

it.each<[string, string, boolean]>([
	['$30.00', 'EUR', true],
	['30,00 USD', 'euro', true],
	['£30', '€', true],
	['CHF 30.-', 'EUR', true],
	['30 kr', 'GBP', true],
	['30,00 €', 'euro', false],
	['EUR 30', '€', false],
	['$30', 'USD', false],
	['$30', 'CAD', false],
	['US$30', 'AUD', true],
	['30 kr.', 'DKK', false],
	['$30', 'SGD', false],
	['30.00', 'EUR', false],
	['€30', '', false],
	['€30', 'Taler', false],
	['€30', 'constructor', false],
])('an amount of %s in an order in %s', (amount, currency, isDoubtful) => {
	const row = exampleRow('A1', { 'policy.data.order_currency': currency || 'none' });
	const texts = COLUMNS.map(({ name }) => String(row[name] ?? ''));
	const cells = COLUMNS.map(({ name }) => (name === 'policy.data.order_value' ? amount : '30'));
	expect(rowDoubts(COLUMNS)(texts, cells).map(({ column, code }) => `${column} ${code}`)).toEqual(
		isDoubtful ? ['policy.data.order_value contradiction'] : [],
	);
});
