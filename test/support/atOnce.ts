/** Does the work for every item, for `count` of them at once, and gives the results in the order of the items. */
export async function atOnce<Item, Result>(
	count: number,
	items: readonly Item[],
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const open = items.entries();
	const workOff = async () => {
		for (const [index, item] of open) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: count }, workOff));
	return results;
}
