/** Both rows of KASKO's example file, by column. */
export const EXAMPLE_ROWS: ReadonlyArray<Record<string, string>> = [
	['c93dc6de-08f7-4551-ab0e-ea19e5fccb2c', '2022-11-11', 'Nick', 'Malone', 'nick.malone@com'],
	['48467ef6-06f0-40b6-afe2-b387e13cd680', '2022-12-03', 'John', 'Smith', 'john.smith@com'],
].map(([key = '', startDate = '', firstName = '', lastName = '', email = '']) => ({
	idempotency_key: key,
	integration_id: 'in_41c2f22d51612f04ee2c48eca3dc0',
	'quote.data.policy_start_date': startDate,
	'quote.data.pem_exclusion': '1',
	'quote.data.sports_inclusion': '0',
	'quote.data.protected_element.1.price': '3000',
	'policy.first_name': firstName,
	'policy.last_name': lastName,
	'policy.email': email,
	'policy.language': 'en',
	'policy.data.booking_date': '2022-10-02',
	'policy.data.payment_date': '2022-10-02',
	'policy.data.ticket_quantity': '1',
	'policy.data.order_number': '5597',
	'policy.data.order_value': '100000',
	'policy.data.order_currency': 'euro',
	'policy.data.event_name': 'test event',
	'policy.data.event_start_date': '2022-12-02',
	'policy.data.event_end_date': '2022-12-02',
	'policy.data.venue_name': 'venue name',
	'policy.data.venue_location': 'Test location',
	'policy.data.venue_country': 'Test country',
	'policy.data.ticket_distributor': 'Tickeplan distributor',
	'policy.data.customer_email': 'customer.email@test.com',
	'policy.data.customer_first_name': firstName,
	'policy.data.customer_last_name': lastName,
	'policy.data.customer_house_number': '123',
	'policy.data.customer_street': 'test customer street',
	'policy.data.customer_city': 'test customer city',
	'policy.data.customer_postcode': '44444',
	'policy.data.protected_elements_value': '55555',
	'policy.data.unprotected_elements_value': '55555',
	'policy.data.insurance_quantity': '1',
}));

/** A row that passes, without an idempotency key; `order` tells it from others. */
export function exampleRow(
	order: string,
	changes: Record<string, unknown> = {},
): Record<string, unknown> {
	const named = Object.entries(EXAMPLE_ROWS[0]!).filter(([name]) => name !== 'idempotency_key');
	return { ...Object.fromEntries(named), 'policy.data.order_number': order, ...changes };
}

/** Each column mapped by hand to the field that has its name, as the panel writes it. */
export function mappedByName(names: readonly string[]): Record<string, string> {
	return Object.fromEntries(names.map((name) => [name, `={{ $json["${name}"] }}`]));
}

/** KASKO's example file, byte by byte. */
export const EXAMPLE_CSV = [Object.keys(EXAMPLE_ROWS[0]!), ...EXAMPLE_ROWS.map(Object.values)]
	.map((cells) => `${cells.join(',')}\n`)
	.join('');
