/** A row of an import file: column name → cell. */
export type Row = Record<string, string>;

const REQUIRED = `
	idempotency_key integration_id policy.first_name policy.last_name policy.email policy.language
	policy.data.booking_date policy.data.payment_date policy.data.event_start_date policy.data.event_end_date
	policy.data.ticket_quantity policy.data.order_number policy.data.event_name policy.data.venue_name
	policy.data.venue_location policy.data.venue_country policy.data.ticket_distributor
	policy.data.customer_email policy.data.customer_first_name policy.data.customer_last_name
	policy.data.protected_elements_value policy.data.unprotected_elements_value
`
	.trim()
	.split(/\s+/);

const PRICE =
	/^quote\.data\.(protected_element\.[1-4]?\d\.price|max_ticket_price\.[1-4]?\d\.single_banded)$/;

/** Other columns that end in _date are the user's own. */
const DATE =
	/^policy\.data\.(booking|payment|event_start|event_end)_date$|^quote\.data\.policy_start_date$/;

const FORMS: Array<[columns: RegExp, value: RegExp]> = [
	[PRICE, /^\d+$/],
	[DATE, /^\d{4}-\d{2}-\d{2}$/],
	[
		/^policy\.data\.((ticket|insurance)_quantity|order_value|(un)?protected_elements_value)$/,
		/^\d+$/,
	],
	[/^policy\.data\.order_number$/, /^[A-Za-z0-9/-]+$/],
	[/^policy\.language$/, /^[a-z]{2}$/i],
	[/^quote\.data\.(pem_exclusion|sports_inclusion)$/, /^[01]$/],
];

/**
 * Why a row can't become a policy, in the words of the push API (how the import puts it is not documented), or
 * undefined. The required columns and their forms are those of KASKO's field tables.
 */
export function checkRow(row: Row): string | undefined {
	const missing = REQUIRED.find((column) => !row[column]);
	if (missing) return `Bad Request: Missing '${missing}'.`;
	if (!Object.keys(row).some((column) => PRICE.test(column) && row[column])) {
		return "Bad Request: Missing 'quote.data.protected_element.1.price'.";
	}
	const invalid = Object.entries(row).find(([column, value]) => value && !hasForm(column, value));
	return invalid && `Bad Request: Invalid '${invalid[0]}'.`;
}

function hasForm(column: string, value: string): boolean {
	const isDate = DATE.test(column);
	return (
		FORMS.every(([columns, form]) => !columns.test(column) || form.test(value)) &&
		(!isDate || isDay(value))
	);
}

/** `2022-02-30` is none. */
function isDay(value: string): boolean {
	const time = Date.parse(`${value}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
