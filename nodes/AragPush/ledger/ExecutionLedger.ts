import type { IContextObject } from 'n8n-workflow';
import type { Bought } from '../server/outcome';

const IN_FLIGHT = 'inFlight';

type Entry = typeof IN_FLIGHT | Bought;

/**
 * What this node has sent in the running execution. n8n keeps the context object over Retry On Fail, loops and
 * "Retry execution", each of which runs the whole node again.
 */
export class ExecutionLedger {
	private readonly entries: Record<string, Entry>;

	constructor(context: IContextObject) {
		this.entries = (context.pushed ??= {}) as Record<string, Entry>;
	}

	/** `inDoubt` for a request that was sent and whose end was never written down. */
	find(key: string): Bought | 'inDoubt' | undefined {
		const entry = this.entries[key];
		return entry === IN_FLIGHT ? 'inDoubt' : entry;
	}

	/** To be called before the request leaves. */
	begin(key: string): void {
		this.entries[key] = IN_FLIGHT;
	}

	bought(key: string, { reference, requestId }: Bought): void {
		this.entries[key] = { reference, requestId };
	}

	/** For a request that provably bought nothing. */
	release(key: string): void {
		delete this.entries[key];
	}
}
