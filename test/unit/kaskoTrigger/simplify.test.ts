import { simplify } from '../../../nodes/KaskoTrigger/simplify';
import { read } from './readEventsOf';

/** As KASKO documents it. */
const POLICY = {
	id: 'tpol_b1946ac9',
	livemode: false,
	policy_id: 'AS24-0001',
	product_id: 'pr_1',
	first_name: 'Nick',
	last_name: 'Malone',
	email: 'nick@example.com',
	policy_created_date: '2027-02-13T10:34:39+00:00',
	start_date: '2027-03-01',
	end_date: '2028-02-29',
	gross_premium: 1999,
	premium_tax: 319,
	metadata: { deal: 'D-1' },
	assets: [{ designation: 'policy', name: 'Policy', extension: 'pdf', href: 'https://x/y' }],
	_links: { self: { href: 'https://api.kasko.io/policies/tpol_b1946ac9' } },
};
const SIMPLE = {
	kaskoPolicyId: 'tpol_b1946ac9',
	insurerPolicyId: 'AS24-0001',
	firstName: 'Nick',
	lastName: 'Malone',
	email: 'nick@example.com',
	startDate: '2027-03-01',
	endDate: '2028-02-29',
	grossPremium: 1999,
	metadata: { deal: 'D-1' },
	assets: POLICY.assets,
};

const simplified = (body: unknown, event = 'policy.created') => simplify(read(body, event)[0]!);

it.each(['policy.created', 'policy.updated'])('gives ten fields of %s', (event) => {
	const [raw] = read(POLICY, event);
	expect(simplified(POLICY, event)).toEqual({ ...raw, body: SIMPLE });
});

it('gives null for what KASKO left out, and never one ID for the other', () => {
	const { body } = simplified({ policy_id: 'AS24-0001', gross_premium: 0 });
	expect(body).toEqual({
		...Object.fromEntries(Object.keys(SIMPLE).map((name) => [name, null])),
		insurerPolicyId: 'AS24-0001',
		grossPremium: 0,
	});
});

it.each<[string, unknown, string]>([
	['an import error', { id: '1', errorMessage: 'No', idempotency_key: 'k' }, 'import.failed'],
	['another event', { id: '1' }, 'policy.cancelled'],
	['a policy in another shape', { data: POLICY }, 'policy.created'],
	['a list', [POLICY], 'policy.created'],
	['a text', 'policy', 'policy.created'],
	['nothing', null, 'policy.created'],
	['prototype names', JSON.parse('{"__proto__":{"id":"1"},"constructor":1}'), 'policy.created'],
])('leaves %s as it is', (_name, body, event) => {
	const [raw] = read(body, event);
	expect(simplify(raw!)).toEqual(raw);
});
