export type ColumnType =
	| 'text'
	| 'name'
	| 'exact'
	| 'currency'
	| 'date'
	| 'integer'
	| 'amount'
	| 'flag'
	| 'email'
	| 'language'
	| 'orderNumber'
	| 'houseNumber'
	| 'postcode';

export interface Column {
	/** The dotted header in KASKO's file. */
	name: string;
	label: string;
	/** What belongs into the column, as a phrase. */
	help: string;
	example: string;
	type: ColumnType;
	/** KASKO's field table demands it: a row without it is refused. */
	required: boolean;
	/** Every example of KASKO's fills it, though no table demands it: a run without it is warned about. */
	expected?: boolean;
	/** An amount of money, though KASKO's documentation calls it a whole number and names no unit. */
	isMoney?: boolean;
}

type Row = [name: string, label: string, type: ColumnType, example: string, help: string];

const required = ([name, label, type, example, help]: Row): Column => ({
	name,
	label,
	help,
	example,
	type,
	required: true,
});
const expected = (row: Row): Column => ({ ...required(row), required: false, expected: true });
const optional = (row: Row): Column => ({ ...required(row), required: false });

export const KEY_COLUMN = 'idempotency_key';

/** The columns of KASKO's example file, in its order. Headers, checks and the panel's fields all come from here. */
// prettier-ignore
export const COLUMNS: readonly Column[] = [
	optional([KEY_COLUMN, 'Idempotency Key', 'exact', 'order-5597-1', 'what KASKO tells duplicates by; leave empty to have it made from the key columns']),
	expected(['integration_id', 'Integration ID', 'exact', 'in_41c2f22d51612f04ee2c48eca3dc0', 'your integration at KASKO']),
	expected(['quote.data.policy_start_date', 'Policy Start Date', 'date', '2022-11-11', 'the first day of cover']),
	expected(['quote.data.pem_exclusion', 'PEM Exclusion', 'flag', '1', 'whether the PEM exclusion applies, 1 or 0']),
	expected(['quote.data.sports_inclusion', 'Sports Inclusion', 'flag', '0', 'whether sports are included, 1 or 0']),
	expected(['quote.data.protected_element.1.price', 'Protected Ticket 1 Price', 'amount', '3000', 'the price of the first insured ticket']),
	required(['policy.first_name', 'First Name', 'name', 'Nick', 'the first name of the policy holder']),
	required(['policy.last_name', 'Last Name', 'name', 'Malone', 'the last name of the policy holder']),
	required(['policy.email', 'Email', 'email', 'nick.malone@example.com', 'the e-mail address of the policy holder']),
	required(['policy.language', 'Language', 'language', 'en', 'the language of the policy, two letters']),
	required(['policy.data.booking_date', 'Booking Date', 'date', '2022-10-02', 'the day of the booking']),
	required(['policy.data.payment_date', 'Payment Date', 'date', '2022-10-02', 'the day of the payment']),
	required(['policy.data.ticket_quantity', 'Ticket Quantity', 'integer', '1', 'the number of tickets']),
	required(['policy.data.order_number', 'Order Number', 'orderNumber', '5597', 'the number of the order: letters, digits, - and /']),
	expected(['policy.data.order_value', 'Order Value', 'amount', '100000', 'the total of the order']),
	expected(['policy.data.order_currency', 'Order Currency', 'currency', 'euro', 'the currency of the order']),
	required(['policy.data.event_name', 'Event Name', 'text', 'Test event', 'the name of the event']),
	required(['policy.data.event_start_date', 'Event Start Date', 'date', '2022-12-02', 'the first day of the event']),
	required(['policy.data.event_end_date', 'Event End Date', 'date', '2022-12-02', 'the last day of the event']),
	required(['policy.data.venue_name', 'Venue Name', 'text', 'Test arena', 'the name of the venue']),
	required(['policy.data.venue_location', 'Venue Location', 'text', 'Test town', 'the place of the venue']),
	required(['policy.data.venue_country', 'Venue Country', 'text', 'Germany', 'the country of the venue']),
	required(['policy.data.ticket_distributor', 'Ticket Distributor', 'text', 'Test distributor', 'who sold the tickets']),
	required(['policy.data.customer_email', 'Customer Email', 'email', 'nick.malone@example.com', 'the e-mail address of the buyer']),
	required(['policy.data.customer_first_name', 'Customer First Name', 'name', 'Nick', 'the first name of the buyer']),
	required(['policy.data.customer_last_name', 'Customer Last Name', 'name', 'Malone', 'the last name of the buyer']),
	optional(['policy.data.customer_house_number', 'Customer House Number', 'houseNumber', '12a', 'the house number of the buyer']),
	optional(['policy.data.customer_street', 'Customer Street', 'text', 'Test street', 'the street of the buyer']),
	optional(['policy.data.customer_city', 'Customer City', 'text', 'Test town', 'the town of the buyer']),
	optional(['policy.data.customer_postcode', 'Customer Postcode', 'postcode', '01067', 'the postcode of the buyer, as text']),
	required(['policy.data.protected_elements_value', 'Protected Elements Value', 'amount', '55555', 'the total of the insured tickets']),
	required(['policy.data.unprotected_elements_value', 'Unprotected Elements Value', 'amount', '55555', 'the total of what is not insured']),
	optional(['policy.data.insurance_quantity', 'Insurance Quantity', 'integer', '1', 'the number of insurances']),
];

/** Numbered columns, N from 0 to 49: one for each further insured ticket. */
export const TICKET_COLUMNS: ReadonlyArray<{
	pattern: RegExp;
	column: (n: number) => Column;
}> = [
	{
		pattern: /^quote\.data\.protected_element\.(\d+)\.price$/,
		column: (n) =>
			optional([
				`quote.data.protected_element.${n}.price`,
				`Protected Ticket ${n} Price`,
				'amount',
				'3000',
				`the price of insured ticket ${n}`,
			]),
	},
	{
		pattern: /^quote\.data\.max_ticket_price\.(\d+)\.single_banded$/,
		column: (n) => ({
			...optional([
				`quote.data.max_ticket_price.${n}.single_banded`,
				`Max Ticket Price ${n}`,
				'integer',
				'3000',
				`the highest ticket price of ticket ${n}, for the single module`,
			]),
			isMoney: true,
		}),
	},
];

export const LAST_TICKET = 49;

/**
 * What tells one policy from another and does not change when a price or an address is put right:
 * the key made from these columns stays the same, by which KASKO tells duplicates.
 */
export const DEFAULT_KEY_COLUMNS: readonly string[] = [
	'integration_id',
	'policy.first_name',
	'policy.last_name',
	'policy.data.order_number',
	'policy.data.event_name',
	'policy.data.event_start_date',
	'policy.data.ticket_distributor',
];
