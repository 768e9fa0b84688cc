import { DataDeduplicationService } from 'n8n-core';
import { sleep, type DeduplicationItemTypes, type ICheckProcessedOptions } from 'n8n-workflow';

/**
 * n8n's deduplication store in memory, as unkind as n8n's own one (`DeduplicationHelper`, mode "entries"): a call reads the
 * whole row of a node, works on its copy and writes it back whole, with other calls in between; the first call ever inserts
 * the row, and of several first calls at once all but one fail; looking records; repeats within a call are not noticed; the
 * oldest entries are dropped.
 */
export class MemoryDeduplicator {
	private rows = new Map<string, string[]>();
	/** Fails the call, or dies in it, when it returns an error. */
	fail: (call: 'check' | 'remove') => Error | undefined = () => undefined;
	/** How long a call takes, in milliseconds: it reads at its begin and writes at its end. */
	takes: () => number = () => 0;
	calls = 0;

	/** n8n takes one store per process. */
	async install(): Promise<this> {
		await DataDeduplicationService.init(this as never);
		return this;
	}

	reset(): void {
		this.rows.clear();
		this.fail = () => undefined;
		this.takes = () => 0;
		this.calls = 0;
	}

	entries(): string[] {
		return [...this.rows.values()].flat();
	}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		_scope: string,
		{ node }: { node?: { id: string } },
		{ maxEntries }: ICheckProcessedOptions,
	) {
		const id = node?.id ?? '';
		const stored = await this.read('check', id);
		const row = [...(stored ?? [])];
		const known = new Set(row);
		const result = { new: [] as string[], processed: [] as string[] };
		for (const item of items.map(String)) {
			result[known.has(item) ? 'processed' : 'new'].push(item);
			if (!known.has(item)) row.push(item);
		}
		if (maxEntries) row.splice(0, row.length - maxEntries);
		await this.write(id, row, stored === undefined);
		return result;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		_scope: string,
		{ node }: { node?: { id: string } },
	) {
		const id = node?.id ?? '';
		const stored = await this.read('remove', id);
		if (!stored) return;
		const row = [...stored];
		for (const item of items.map(String)) {
			const index = row.indexOf(item);
			if (index !== -1) row.splice(index, 1);
		}
		await this.write(id, row, false);
	}

	private async read(call: 'check' | 'remove', id: string): Promise<string[] | undefined> {
		this.calls += 1;
		await turn();
		const error = this.fail(call);
		if (error) throw error;
		return this.rows.get(id);
	}

	private async write(id: string, row: string[], isInsert: boolean): Promise<void> {
		await turn();
		const ms = this.takes();
		if (ms > 0) await sleep(ms);
		if (isInsert && this.rows.has(id)) {
			throw new Error('SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data.workflowId');
		}
		this.rows.set(id, row);
	}
}

/** Like a database: never within the same turn. */
async function turn(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
