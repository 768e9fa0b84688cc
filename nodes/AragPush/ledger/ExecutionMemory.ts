import type { IContextObject } from 'n8n-workflow';

import { remember } from '../../shared/executionMemory';
import { KaskoError } from '../../shared/KaskoError';
import type { Bought } from '../server/outcome';
import { unknownOutcome } from '../server/outcome';
import type { Past } from './past';

type Entry =
	| { state: 'sent' }
	| ({ state: 'bought' } & Bought)
	| ({ state: 'unknown' } & Pick<KaskoError, 'message' | 'description' | 'details'>);

/** What this node has sent in the running execution, over Retry On Fail, loops and "Retry execution". */
export class ExecutionMemory {
	private readonly entries: Record<string, Entry>;

	constructor(context: IContextObject) {
		this.entries = remember(context, 'policies', () => ({}));
	}

	/** A doubt comes back with all that was known of it. */
	look(key: string): Past {
		const entry = Object.hasOwn(this.entries, key) ? this.entries[key] : undefined;
		switch (entry?.state) {
			case undefined:
				return { state: 'new' };
			case 'bought':
				return entry;
			case 'sent':
				return {
					state: 'unknown',
					error: unknownOutcome('an earlier try of this execution ended while it was being sent'),
				};
			case 'unknown':
				return {
					state: 'unknown',
					error: new KaskoError(entry.message, entry.description, entry.details),
				};
		}
	}

	/** To be called right before the request leaves. */
	sent(key: string): void {
		this.entries[key] = { state: 'sent' };
	}

	bought(key: string, { reference, requestId }: Bought): void {
		this.entries[key] = { state: 'bought', reference, requestId };
	}

	unknown(key: string, { message, description, details }: KaskoError): void {
		this.entries[key] = { state: 'unknown', message, description, details };
	}

	/** Nothing was bought. */
	giveBack(key: string): void {
		delete this.entries[key];
	}
}
