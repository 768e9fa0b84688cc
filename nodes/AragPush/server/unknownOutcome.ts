import { KaskoError } from '../../shared/KaskoError';
import type { PolicyRequest } from '../request/policyKey';

/** The error of an item that may or may not have become a policy. `cause` completes the sentence. */
export function unknownOutcome(
	cause: string,
	details: Record<string, unknown> = {},
	support = '',
): KaskoError {
	return new KaskoError(
		`It is not known whether the policy was bought: ${cause}`,
		`Look in KASKO whether the policy exists. If it does, take the item out of the list: every run would report it again. If it does not, run this item alone, in a new execution with the option 'Skip Already Pushed' set to Never.${support}`,
		{ status: 'unknown', ...details },
	);
}

/** Adds to an unknown outcome whom to look for in KASKO; any other error stays as it is. */
export function nameCustomer(error: KaskoError, { input }: PolicyRequest): KaskoError {
	if (error.details.status !== 'unknown') return error;
	const name = `${String(input.first_name)} ${String(input.last_name)}`;
	return new KaskoError(`${error.message}. Customer: ${name}`, error.description, error.details);
}
