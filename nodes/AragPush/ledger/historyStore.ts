import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import type { HistoryStore } from './PushHistory';

/** The oldest entries are dropped beyond it; n8n rewrites them all on every call, some 0.15 s at this size. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: 100_000 };

function storeError(message: string): KaskoError {
	return new KaskoError(
		message,
		"Save the workflow and run it again. To go on without remembering what was bought, set the option 'Skip Already Pushed' to Never.",
		{ status: 'notSent' },
	);
}

/**
 * n8n's deduplication store for this node of this workflow.
 * @throws KaskoError on an n8n without that store, and on each call that fails, for example in an unsaved workflow.
 */
export function openHistoryStore({ helpers }: IExecuteFunctions): HistoryStore {
	if (typeof helpers.checkProcessedAndRecord !== 'function') {
		throw storeError(
			'This n8n has no store in which to remember the pushed items, nothing was sent',
		);
	}
	const inStore = async <T>(call: Promise<T>): Promise<T> =>
		await call.catch((error: unknown) => {
			throw storeError(
				`n8n's store of the pushed items could not be used: ${error instanceof Error ? error.message : String(error)}`,
			);
		});
	return {
		async checkAndRecord(entries) {
			const { processed } = await inStore(
				helpers.checkProcessedAndRecord(entries, 'node', OPTIONS),
			);
			return new Set(processed.map(String));
		},
		async remove(entries) {
			await inStore(helpers.removeProcessed(entries, 'node', OPTIONS));
		},
	};
}
