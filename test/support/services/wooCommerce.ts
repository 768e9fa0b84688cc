import { jsonOf, type Service } from './cloud';

export interface Order {
	id: number;
	number: string;
	status: string;
	date_created: string;
	date_paid: string | null;
	billing: { email: string };
	line_items: Array<{ sku: string; meta_data: unknown[] }>;
	meta_data: Array<{ key: string; value: string }>;
}

const KEY = 'ck_test';
const SECRET = 'cs_test';

/** A shop's orders, as WooCommerce's REST API lists them and takes fields of them. */
export function playWooCommerce(host: string, orders: Order[]) {
	const service: Service = async (request) => {
		const { method, path, query, headers } = request;
		const basic = Buffer.from(`${KEY}:${SECRET}`).toString('base64');
		if (headers.authorization !== `Basic ${basic}`) return { status: 401, body: {} };
		const [, id] = /^PUT \/wp-json\/wc\/v3\/orders\/(\d+)$/.exec(`${method} ${path}`) ?? [];
		const updated = orders.find((order) => String(order.id) === id);
		if (updated) {
			updated.meta_data.push(...jsonOf<Pick<Order, 'meta_data'>>(request).meta_data);
			return { body: updated };
		}
		if (`${method} ${path}` !== 'GET /wp-json/wc/v3/orders') return undefined;
		const after = Date.parse(query.get('after') ?? '');
		return {
			headers: { link: `<https://${host}/wp-json/>; rel="https://api.w.org/"` },
			body: orders.filter(({ date_created }) => Date.parse(date_created) > after),
		};
	};
	const credential = {
		consumerKey: KEY,
		consumerSecret: SECRET,
		url: `https://${host}`,
		includeCredentialsInQuery: false,
	};
	return { service, credential };
}

/** An order of tickets for one event, with the ticket insurance. */
export function ticketOrder(number: string, change: Partial<Order> = {}): Order {
	const id = Number(number.replace(/\D/g, ''));
	const created = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString().slice(0, 19);
	const order = {
		id,
		number,
		status: 'completed',
		currency: 'EUR',
		total: '130.00',
		date_created: created,
		date_paid: created,
		billing: {
			first_name: 'Erika',
			last_name: 'Beispiel',
			email: 'erika@example.com',
			address_1: 'Example Street 1a',
			city: 'Dresden',
			postcode: '01067',
			country: 'DE',
		},
		line_items: [
			{
				sku: 'SUMMER-NIGHT',
				name: 'Summer Night',
				quantity: 2,
				total: '100.84',
				total_tax: '19.16',
				meta_data: [
					{ key: 'event_name', value: 'Summer Night' },
					{ key: 'event_start', value: '2027-06-01' },
					{ key: 'event_end', value: '2027-06-02' },
					{ key: 'venue', value: 'Example Hall' },
					{ key: 'venue_town', value: 'Berlin' },
					{ key: 'venue_country', value: 'Germany' },
				],
			},
			{
				sku: 'TICKET-INSURANCE',
				name: 'Ticket insurance',
				quantity: 1,
				total: '10.00',
				total_tax: '0.00',
				meta_data: [],
			},
		],
		meta_data: [],
	};
	return { ...order, ...change };
}
