import { setImmediate } from 'node:timers/promises';

import type { ColumnSet } from '../columns/ColumnSet';
import type { FillRow } from './RowBuilder';
import { RowBuilder } from './RowBuilder';
import type { RawRow } from './row';

/** So many rows, or so long, before other work of the process gets its turn. */
const BATCH_ROWS = 200;
const BATCH_MS = 50;

/** The rows of n8n items, one each, in batches. */
export async function* readItems(
	items: ReadonlyArray<{ json: Record<string, unknown> }>,
	columns: ColumnSet,
	fillRow: FillRow,
): AsyncGenerator<RawRow[]> {
	let batch: RawRow[] = [];
	let started = performance.now();
	for (const [item, { json }] of items.entries()) {
		const row = new RowBuilder(item + 1, item, columns);
		fillRow(json, row);
		batch.push(row);
		if (batch.length < BATCH_ROWS && performance.now() - started < BATCH_MS) continue;
		yield batch;
		await setImmediate();
		batch = [];
		started = performance.now();
	}
	yield batch;
}
