import type { Policy } from '../types';

/** The documented payload of `policy.created` and `policy.updated`; the sandbox knows no prices and no documents. */
export function policyEvent(policy: Policy, id: string) {
	return {
		id,
		livemode: policy.livemode,
		policy_id: policy.reference,
		product_id: 'sandbox',
		first_name: policy.firstName,
		last_name: policy.lastName,
		email: policy.email,
		policy_created_date: policy.createdAt.toISOString(),
		start_date: policy.startDate,
		end_date: yearLater(policy.startDate),
		gross_premium: 0,
		premium_tax: 0,
		metadata: {},
		assets: [],
		_links: { self: { href: `https://api.kasko.io/policies/${policy.reference}` } },
	};
}

/** For an event about a policy that nobody has bought here. */
export function examplePolicy(reference: string, livemode: boolean): Policy {
	const createdAt = new Date();
	return {
		reference,
		livemode,
		createdAt,
		firstName: 'Erika',
		lastName: 'Beispiel',
		email: 'erika@example.com',
		startDate: createdAt.toISOString().slice(0, 10),
	};
}

/** Empty for a policy that was bought without a start date. */
function yearLater(date: string): string {
	const [year, rest] = [Number(date.slice(0, 4)), date.slice(4, 10)];
	return date && `${year + 1}${rest}`;
}
