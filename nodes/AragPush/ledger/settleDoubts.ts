import type { IExecuteFunctions } from 'n8n-workflow';

import { openHistoryStore } from './historyStore';
import { pending } from './PushHistory';

/**
 * For a run that remembers nothing: what it bought is no longer in doubt for later runs. Never throws, since the
 * policies are bought by now: without the store an item in doubt stays so.
 */
export async function settleDoubts(context: IExecuteFunctions, bought: string[]): Promise<void> {
	if (bought.length === 0) return;
	try {
		await openHistoryStore(context).remove(bought.map(pending));
	} catch {
		return;
	}
}
