import { KaskoError } from '../../shared/KaskoError';
import { cutText } from '../../shared/text';
import type { PolicyRequest } from '../request/policyKey';

/** A policy that exists. `requestId` is KASKO's X-Request-Id, empty when there was none. */
export interface Bought {
	reference: string;
	requestId: string;
}

/** How one item ended. The error's `details.status` is `rejected`, `unknown` or `notSent`. */
export type Outcome =
	| ({ status: 'created' | 'alreadyPushed' } & Bought)
	| { status: 'valid' }
	| { status: 'failed'; error: KaskoError };

/** What one request to KASKO came to. */
export type Verdict =
	| ({ outcome: 'created' } & Bought)
	| {
			outcome: 'failed';
			/** `details.status` is `rejected`, `unknown` or `notSent`. */
			error: KaskoError;
			/** Set when the request provably bought nothing and may be sent again. */
			retry?: Retry;
			/** Set when KASKO refused the key: further requests would fare no better. */
			accessRefused?: true;
	  };

/**
 * Why a request may be sent again: KASKO could not be reached, which is a try of this item, or KASKO is busy, which is no
 * fault of the item and holds for the whole run. `ms` is what KASKO asks to wait.
 */
export type Retry = { after: 'unreachable' } | { after: 'busy'; ms?: number };

/** The error of an item that may or may not have become a policy. `cause` completes the sentence. */
export function unknownOutcome(cause: string, details: Record<string, unknown> = {}): KaskoError {
	return new KaskoError(
		`It is not known whether the policy was bought: ${cause}`,
		"Look in KASKO whether the policy exists. If it does, take the item out of the list: a later run would report it again, or buy it again where nothing is remembered. If it does not, run this item alone, in a new execution with the option 'Skip Already Pushed' set to Never.",
		{ status: 'unknown', ...details },
	);
}

/** Adds to an unknown outcome whom to look for in KASKO; any other error stays as it is. */
export function nameCustomer(error: KaskoError, { input }: PolicyRequest): KaskoError {
	// Of items that look the same, the error of one is handed on to the others word for word.
	const isNamed = error.message.includes('. Customer: ');
	if (error.details.status !== 'unknown' || isNamed) return error;
	const name = cutText(`${String(input.first_name)} ${String(input.last_name)}`);
	const message = `${error.message.replace(/\.$/, '')}. Customer: ${name}`;
	return new KaskoError(message, error.description, error.details);
}

/** So many of the four values of a customer in one message are a record of the customer. */
const RECORD = 3;

/** Takes out of a message what was sent, where a server has sent all of it back. */
export function withoutRecord(error: KaskoError, { input }: PolicyRequest): KaskoError {
	const { first_name: first, last_name: last, email, data } = input;
	const repeated = [first, last, email, (data as Record<string, unknown>).vin]
		.map(String)
		.filter((value) => error.message.includes(value));
	if (repeated.length < RECORD) return error;
	const message = repeated.reduce((text, value) => text.replaceAll(value, '…'), error.message);
	return new KaskoError(message, error.description, error.details);
}

/** For an error that n8n writes into its log: it writes the message only, and a customer's name does not belong there. */
export function unnameMessage(error: KaskoError): KaskoError {
	const [, message, customer] = /^(.*)\. (Customer: .*)$/s.exec(error.message) ?? [];
	if (message === undefined) return error;
	return new KaskoError(message, `${customer}\n${error.description}`, error.details);
}

/** An item that provably never left. `reason` completes the sentence. */
export function notSent(reason: string): Outcome {
	return {
		status: 'failed',
		error: new KaskoError(
			`Not sent: ${reason}`,
			'Nothing was bought for this item. Run it again when the cause is dealt with.',
			{ status: 'notSent' },
		),
	};
}
