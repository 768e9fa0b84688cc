import type { IDataObject } from 'n8n-workflow';

/**
 * What a call from KASKO can be about. `event` is the documented value of the X-KASKO-Event header;
 * KASKO documents no name for import errors.
 */
export const EVENTS = [
	{
		kind: 'importError',
		event: null,
		label: 'Import Error',
		description: 'A row of an import file that could not become a policy',
	},
	{
		kind: 'other',
		event: null,
		label: 'Other',
		description: 'Any event that this list does not name and that speaks of no error',
	},
	{
		kind: 'policyCreated',
		event: 'policy.created',
		label: 'Policy Created',
		description: 'A policy was created',
	},
	{
		kind: 'policyUpdated',
		event: 'policy.updated',
		label: 'Policy Updated',
		description: 'A policy was changed',
	},
] as const;

export type EventKind = (typeof EVENTS)[number]['kind'];

/** One thing that KASKO reports; the json of an output item. */
export type KaskoEvent = {
	kind: EventKind;
	/** As KASKO named it, empty if it did not. */
	event: string;
	/** The same for each repetition of a call. */
	deliveryId: string;
	/** ISO 8601, UTC. */
	receivedAt: string;
	/** Null if the body doesn't tell. */
	livemode: boolean | null;
	/** For import errors only, else empty. */
	message: string;
	/** For import errors only, else empty. */
	idempotencyKey: string;
	body: IDataObject[string];
};
