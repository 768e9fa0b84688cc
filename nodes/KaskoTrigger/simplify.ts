import type { IDataObject } from 'n8n-workflow';

import type { KaskoEvent } from './events';

/** What people use of a policy event: its name in the output, and in KASKO's documentation. */
const FIELDS = {
	kaskoPolicyId: 'id',
	insurerPolicyId: 'policy_id',
	firstName: 'first_name',
	lastName: 'last_name',
	email: 'email',
	startDate: 'start_date',
	endDate: 'end_date',
	grossPremium: 'gross_premium',
	metadata: 'metadata',
	assets: 'assets',
};

/**
 * The body of a policy event with ten fields, each with the value that KASKO gave it, or null where there is none. Any other
 * event stays as it is, as does a body that has none of the fields: nothing that KASKO says may get lost.
 */
export function simplify(event: KaskoEvent): KaskoEvent {
	const { kind, body } = event;
	if (kind !== 'policyCreated' && kind !== 'policyUpdated') return event;
	if (typeof body !== 'object' || body === null) return event;
	const given = new Map<string, unknown>(Object.entries(body));
	const entries = Object.entries(FIELDS);
	if (!entries.some(([, name]) => given.has(name))) return event;
	const simplified = entries.map(([ours, name]) => [ours, given.get(name) ?? null]);
	return { ...event, body: Object.fromEntries(simplified) as IDataObject };
}
