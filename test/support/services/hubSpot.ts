import { jsonOf, type Service } from './cloud';

export interface Deal {
	properties: Record<string, string>;
	contacts: number[];
}

interface Filter {
	propertyName: string;
	operator: string;
	value?: string;
}

const TOKEN = 'pat-eu1-test';

/** HubSpot's deals and contacts, as far as n8n's node asks for them in the example. */
export function playHubSpot(
	deals: Record<string, Deal>,
	contacts: Record<string, Record<string, string>>,
) {
	const service: Service = async (request) => {
		const { method, path, headers } = request;
		if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: {} };
		if (`${method} ${path}` === 'POST /crm/v3/objects/deals/search') {
			const { filterGroups, properties } = jsonOf<{
				filterGroups: Array<{ filters: Filter[] }>;
				properties: string[];
			}>(request);
			const found = Object.entries(deals).filter(([, deal]) =>
				filterGroups.some(({ filters }) => filters.every((filter) => fits(deal, filter))),
			);
			const results = found.map(([id, deal]) => ({ id, properties: pick(deal, properties) }));
			return { body: { total: results.length, results } };
		}

		const [, dealId = ''] = /^\/deals\/v1\/deal\/(\d+)$/.exec(path) ?? [];
		const deal = deals[dealId];
		if (deal && method === 'GET') {
			const associations = { associatedVids: deal.contacts };
			return {
				body: { dealId: Number(dealId), associations, properties: versions(deal.properties) },
			};
		}
		if (deal && method === 'PUT') {
			const { properties } = jsonOf<{ properties: Array<{ name: string; value: string }> }>(
				request,
			);
			for (const { name, value } of properties) deal.properties[name] = value;
			return { body: { dealId: Number(dealId), properties: versions(deal.properties) } };
		}

		const [, contactId = ''] = /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/.exec(path) ?? [];
		const contact = contacts[contactId];
		if (contact && method === 'GET') {
			return { body: { vid: Number(contactId), properties: versions(contact) } };
		}
		return undefined;
	};
	return { service, credential: { appToken: TOKEN } };
}

function fits({ properties }: Deal, { propertyName, operator, value }: Filter): boolean {
	const held = properties[propertyName];
	if (operator === 'EQ') return held === value;
	if (operator === 'NOT_HAS_PROPERTY') return held === undefined;
	throw new Error(`HubSpot is not played with the operator ${operator}`);
}

function pick({ properties }: Deal, names: string[]) {
	return Object.fromEntries(names.map((name) => [name, properties[name] ?? null]));
}

/** The older API puts each value into an object. */
function versions(properties: Record<string, string>) {
	return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, { value }]));
}
