export interface PayloadNode {
	value: object;
	/** By normalized name. */
	fields: Map<string, unknown>;
	/** The object it lies in, directly or in a list. */
	parent?: PayloadNode;
}

/**
 * All objects of a JSON value, those nearer to its root first. Depth and size are no obstacle.
 *
 * @param skip Normalized names of fields not to enter.
 */
export function* walkPayload(payload: unknown, skip: string[] = []): Generator<PayloadNode> {
	const queue: Array<{ value: unknown; parent?: PayloadNode }> = [{ value: payload }];
	for (const { value, parent } of queue) {
		if (Array.isArray(value)) {
			for (const element of value) queue.push({ value: element, parent });
		} else if (typeof value === 'object' && value !== null) {
			const fields = new Map(
				Object.entries(value).map(([name, field]) => [normalizeName(name), field as unknown]),
			);
			const node: PayloadNode = { value, fields, parent };
			yield node;
			for (const [name, field] of node.fields) {
				if (!skip.includes(name)) queue.push({ value: field, parent: node });
			}
		}
	}
}

/** In lower case and without `_`, `-` and spaces: one spelling for all. */
export function normalizeName(name: string): string {
	return name.toLowerCase().replace(/[_\-\s]/g, '');
}
