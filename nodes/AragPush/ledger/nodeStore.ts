import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import { reasonOf } from '../../shared/text';

/** n8n's deduplication store for one node, as far as we need it. It can only look by writing. */
export interface NodeStore {
	/** Records the entries and returns those that were there before. */
	record(entries: string[]): Promise<Set<string>>;
	remove(entries: string[]): Promise<void>;
}

/** The oldest entries are dropped beyond it; n8n rewrites them all on every call, some 0.15 s at this size. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: 100_000 };
const TRIES = 5;

/** n8n inserts the row of a node on the first call ever; of several processes at once, all but one fail. */
const FIRST_CALL_OF_SEVERAL = /unique|duplicate key/i;

/** The last call for each node in this process. n8n reads, changes and writes its whole row without a lock. */
const lastCalls = new Map<string, Promise<unknown>>();

/** Names a node in this n8n; its store belongs to it. */
export function nameNode(context: IExecuteFunctions): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}

/**
 * The store of this node of this workflow. All calls for it in this process happen one after another.
 * @throws KaskoError on an n8n without that store, and on each call that fails.
 */
export function openNodeStore(context: IExecuteFunctions): NodeStore {
	const { helpers } = context;
	const node = nameNode(context);
	if (typeof helpers.checkProcessedAndRecord !== 'function') {
		throw storeError('This n8n has no store in which to remember the pushed items');
	}
	if (!context.getWorkflow().id) {
		throw storeError(
			'n8n can remember the pushed items of a saved workflow only',
			'Save the workflow and run it again.',
		);
	}
	return {
		record: async (entries) =>
			await enqueue(node, async () => {
				const { processed } = await tryAgain(
					async () => await helpers.checkProcessedAndRecord(entries, 'node', OPTIONS),
				);
				return new Set(processed.map(String));
			}),
		remove: async (entries) =>
			await enqueue(
				node,
				async () =>
					await tryAgain(async () => await helpers.removeProcessed(entries, 'node', OPTIONS)),
			),
	};
}

async function enqueue<T>(node: string, call: () => Promise<T>): Promise<T> {
	const result = (lastCalls.get(node) ?? Promise.resolve()).then(call);
	const ended = result.then(
		() => undefined,
		() => undefined,
	);
	lastCalls.set(node, ended);
	void ended.then(() => {
		if (lastCalls.get(node) === ended) lastCalls.delete(node);
	});
	return await result;
}

async function tryAgain<T>(call: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries++) {
		try {
			return await call();
		} catch (error) {
			const reason = reasonOf(error);
			if (tries < TRIES && FIRST_CALL_OF_SEVERAL.test(reason)) continue;
			throw storeError(`n8n's store of the pushed items could not be used: ${reason}`);
		}
	}
}

function storeError(message: string, advice = 'Ask the person who runs your n8n.'): KaskoError {
	return new KaskoError(`${message}, so nothing was sent`, advice, { status: 'notSent' });
}
