import { KaskoError } from '../../shared/KaskoError';

/** The error of an item that may or may not have become a policy. `cause` completes the sentence. */
export function unknownOutcome(
	cause: string,
	details: Record<string, unknown> = {},
	support = '',
): KaskoError {
	return new KaskoError(
		`It is not known whether the policy was bought: ${cause}`,
		`Look in KASKO whether the policy exists. Only if it does not, run this item again, with the option 'Skip Already Pushed' set to Never.${support}`,
		{ status: 'unknown', ...details },
	);
}
