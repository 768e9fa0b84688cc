export type Environment = 'test' | 'live';

/** What every part of the sandbox takes: the sources of time and ids, so that a test can fix both. */
export interface Sources {
	now?: () => Date;
	/** Gives a UUID. */
	newId?: () => string;
}

/** What a policy and its `policy.created` event have in common, whichever way it was bought. */
export interface Policy {
	reference: string;
	livemode: boolean;
	createdAt: Date;
	firstName: string;
	lastName: string;
	email: string;
	startDate: string;
}
