import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, ICheckProcessedOptions } from 'n8n-workflow';

/**
 * n8n's deduplication store in memory, with the semantics of n8n's own one (`DeduplicationHelper`, mode "entries"):
 * looking records, one list per node, repeats within a call are not noticed, the oldest are dropped.
 */
export class MemoryDeduplicator {
	private rows = new Map<string, string[]>();
	/** Fails the call, or dies in it, when it returns an error. */
	fail: (call: 'check' | 'remove') => Error | undefined = () => undefined;
	calls = 0;

	/** n8n takes one store per process. */
	async install(): Promise<this> {
		await DataDeduplicationService.init(this as never);
		return this;
	}

	reset(): void {
		this.rows.clear();
		this.fail = () => undefined;
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
		await this.called('check');
		const row = this.rows.get(node?.id ?? '') ?? [];
		this.rows.set(node?.id ?? '', row);
		const known = new Set(row);
		const result = { new: [] as string[], processed: [] as string[] };
		for (const item of items.map(String)) {
			result[known.has(item) ? 'processed' : 'new'].push(item);
			if (!known.has(item)) row.push(item);
		}
		if (maxEntries) row.splice(0, row.length - maxEntries);
		return result;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		_scope: string,
		{ node }: { node?: { id: string } },
	) {
		await this.called('remove');
		const row = this.rows.get(node?.id ?? '') ?? [];
		for (const item of items.map(String)) {
			const index = row.indexOf(item);
			if (index !== -1) row.splice(index, 1);
		}
	}

	private async called(call: 'check' | 'remove'): Promise<void> {
		this.calls += 1;
		// Like a database, never within the same turn.
		await new Promise((resolve) => setImmediate(resolve));
		const error = this.fail(call);
		if (error) throw error;
	}
}
