import { policyKey } from './policyKey';
import type { PolicyRequest } from './policyKey';

/** One policy to buy: the item that buys it, and the items that ask for the very same one. */
export interface Task {
	key: string;
	request: PolicyRequest;
	item: number;
	repeats: number[];
}

/**
 * Groups the items by content. With `buyRepeats`, equal items are policies of their own, told apart by their order,
 * which stays the same when n8n runs the node again.
 */
export function planRun(
	requests: ReadonlyArray<PolicyRequest | undefined>,
	{ url, livemode, buyRepeats }: { url: string; livemode: boolean; buyRepeats: boolean },
): Task[] {
	const tasks = new Map<string, Task>();
	const occurrences = new Map<string, number>();
	requests.forEach((request, item) => {
		if (!request) return;
		const content = policyKey(url, livemode, request);
		const occurrence = occurrences.get(content) ?? 0;
		occurrences.set(content, occurrence + 1);
		const key = buyRepeats && occurrence > 0 ? `${content}#${occurrence}` : content;
		const task = tasks.get(key);
		if (task) task.repeats.push(item);
		else tasks.set(key, { key, request, item, repeats: [] });
	});
	return [...tasks.values()];
}
