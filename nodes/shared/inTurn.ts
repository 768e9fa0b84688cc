const lastOf = new Map<string, Promise<void>>();

/**
 * Runs `work` when all work that was given before it under the same key has ended, well or not, in this process: also that
 * of other executions, which n8n runs side by side. Work may wait for work of another key, never for its own.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
	const result = (lastOf.get(key) ?? Promise.resolve()).then(work);
	const ended = result.then(
		() => undefined,
		() => undefined,
	);
	lastOf.set(key, ended);
	void ended.then(() => {
		if (lastOf.get(key) === ended) lastOf.delete(key);
	});
	return await result;
}
