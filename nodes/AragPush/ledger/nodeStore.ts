import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { inTurn } from '../../shared/inTurn';
import { KaskoError } from '../../shared/KaskoError';
import { pause } from '../../shared/pause';
import { reasonOf } from '../../shared/text';

/** n8n's deduplication store for one node, as far as we need it. It can only look by writing. */
export interface NodeStore {
	/**
	 * Records the entries.
	 * @returns All that were there before; those of others, whose calls were made together with this one, may be among them.
	 */
	record(entries: string[]): Promise<ReadonlySet<string>>;
	remove(entries: string[]): Promise<void>;
	/** How long a call takes at present, in milliseconds. */
	callMs(): number;
}

/** The oldest entries are dropped beyond it; n8n rewrites them all on every call, some 0.15 s at this size. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: 100_000 };
const TRIES = 5;

/** n8n inserts the row of a node on the first call ever; of several processes at once, all but one fail. */
const FIRST_CALL_OF_SEVERAL = /unique|duplicate (?:key|entry)/i;

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
	if (typeof helpers.checkProcessedAndRecord !== 'function') {
		throw storeError('This n8n has no store in which to remember the pushed items');
	}
	if (!context.getWorkflow().id) {
		throw storeError(
			'n8n can remember the pushed items of a saved workflow only',
			'Save the workflow and run it again.',
		);
	}
	const node = nameNode(context);
	return {
		record: async (entries) =>
			await takeTurn(node, 'record', entries, async (all) => {
				const { processed } = await helpers.checkProcessedAndRecord(all, 'node', OPTIONS);
				return new Set(processed.map(String));
			}),
		remove: async (entries) => {
			await takeTurn(node, 'remove', entries, async (all) => {
				await helpers.removeProcessed(all, 'node', OPTIONS);
				return new Set();
			});
		},
		callMs: () => callTimes.get(node) ?? 0,
	};
}

interface WaitingCall {
	entries: Set<string>;
	result: Promise<ReadonlySet<string>>;
}

/** By node, the longest of the last calls; it fades, since n8n is not always busy. */
const callTimes = new Map<string, number>();
const FADING = 0.9;

/**
 * After a call the store is left alone for as long as a call takes, so that another process, which has read the row before we
 * wrote it, has written its own before we read again. Two busy processes would otherwise go on from their own rows, each
 * overwriting the other's with every call, and neither would ever see what the other one has written.
 */
const quietUntil = new Map<string, number>();
/** One call may be slow by accident. */
const LONGEST_QUIET_MS = 2_000;

/** Since each call costs the whole row, what waits for its turn is one call of each kind. */
const waitingCalls = new Map<string, WaitingCall>();

async function takeTurn(
	node: string,
	kind: 'record' | 'remove',
	entries: string[],
	call: (entries: string[]) => Promise<ReadonlySet<string>>,
): Promise<ReadonlySet<string>> {
	const name = `${kind}:${node}`;
	const waiting = waitingCalls.get(name);
	if (waiting) {
		for (const entry of entries) waiting.entries.add(entry);
		return await waiting.result;
	}
	const together = new Set(entries);
	// n8n reads, changes and writes its whole row without a lock.
	const result = inTurn(`store:${node}`, async () => {
		const quietMs = (quietUntil.get(node) ?? 0) - performance.now();
		if (quietMs > 0) await pause(quietMs);
		waitingCalls.delete(name);
		const start = performance.now();
		try {
			return await tryAgain(async () => await call([...together]));
		} finally {
			const end = performance.now();
			const callMs = Math.max(end - start, FADING * (callTimes.get(node) ?? 0));
			callTimes.set(node, callMs);
			quietUntil.set(node, end + Math.min(callMs, LONGEST_QUIET_MS));
		}
	});
	waitingCalls.set(name, { entries: together, result });
	return await result;
}

/** Several processes may be in their first call at once. */
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
