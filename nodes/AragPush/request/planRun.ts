import type { PolicyRequest } from './policyKey';
import { policyKey } from './policyKey';

/** One policy to buy: the item that buys it, and the items that ask for the very same one. */
export interface Task {
	/** What the policy is remembered by. */
	key: string;
	/** The key of what is sent; tasks of equal items share it. */
	content: string;
	request: PolicyRequest;
	item: number;
	repeats: number[];
}

/**
 * Groups the items by content. Given a `run`, equal items are policies of their own, told apart by their order and by the run
 * of the node within its execution; both stay the same when n8n runs the node again.
 */
export function planRun(
	requests: ReadonlyArray<PolicyRequest | undefined>,
	{ url, livemode, run }: { url: string; livemode: boolean; run?: string },
): Task[] {
	const tasks = new Map<string, Task>();
	const occurrences = new Map<string, number>();
	requests.forEach((request, item) => {
		if (!request) return;
		const content = policyKey(url, livemode, request);
		const occurrence = occurrences.get(content) ?? 0;
		occurrences.set(content, occurrence + 1);
		const key = run === undefined ? content : `${content}#${run}.${occurrence}`;
		const task = tasks.get(key);
		if (task) task.repeats.push(item);
		else tasks.set(key, { key, content, request, item, repeats: [] });
	});
	return [...tasks.values()];
}
