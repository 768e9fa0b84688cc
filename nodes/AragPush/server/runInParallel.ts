/** Works through the tasks in order, never more than `limit` at the same time. */
export async function runInParallel<T>(
	tasks: readonly T[],
	limit: number,
	work: (task: T) => Promise<void>,
): Promise<void> {
	const remaining = tasks.values();
	const worker = async () => {
		for (const task of remaining) await work(task);
	};
	await Promise.all(Array.from({ length: limit }, worker));
}
