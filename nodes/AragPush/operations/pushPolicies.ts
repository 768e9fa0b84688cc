import { setTimeout } from 'node:timers/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import { continuesOnFail } from '../../shared/asTool';
import { KaskoError } from '../../shared/KaskoError';
import { kaskoRequest } from '../../shared/kaskoRequest';
import { logWarnings } from '../../shared/logWarnings';
import type { Finding } from '../check/finding';
import { addHints, countWarnings } from '../output/hints';
import { findingsError } from '../output/findingsError';
import { ExecutionLedger } from '../ledger/ExecutionLedger';
import { openHistoryStore } from '../ledger/historyStore';
import { PushHistory } from '../ledger/PushHistory';
import { settleDoubts } from '../ledger/settleDoubts';
import { readAccess } from '../input/readAccess';
import { readItems } from '../input/checkItems';
import { readOptions } from '../input/settings';
import { planRun } from '../request/planRun';
import type { PushResult } from '../server/pushTasks';
import { pushTasks } from '../server/pushTasks';
import { summarizeRun } from '../output/summarizeRun';
import type { CheckedItem } from '../check/checkItem';
import type { Outcome } from '../server/outcome';

const CREDENTIAL = 'kaskoApi';

export interface PushRun {
	livemode: boolean;
	/** One per item, in order. */
	outcomes: Outcome[];
	/** By item, what is odd about it. */
	warnings: ReadonlyArray<readonly Finding[]>;
}

/** Everything that can keep all items from being sent happens here, before the first request. */
async function prepare(context: IExecuteFunctions) {
	const data = await context.getCredentials(CREDENTIAL);
	const { url, livemode } = readAccess(data);
	const options = readOptions(context);
	const { skipAlreadyPushed: skip } = options;
	const remembers = skip === 'always' || (skip === 'live' && livemode);
	const items = readItems(context);
	const stops = !continuesOnFail(context);
	if (stops && items.some(({ request }) => !request)) throw findingsError(items);
	return {
		credential: { id: '', name: '', type: CREDENTIAL, data },
		url,
		livemode,
		options,
		items,
		stops,
		tasks: planRun(
			items.map(({ request }) => request),
			{ url, livemode, buyRepeats: skip === 'never' },
		),
		ledger: new ExecutionLedger(context.getContext('node')),
		store: remembers ? openHistoryStore(context) : undefined,
		signal: context.getExecutionCancelSignal(),
	};
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

async function push(context: IExecuteFunctions, prepared: Prepared): Promise<PushResult> {
	const { credential, url, options, stops, tasks, ledger, store, signal } = prepared;
	const result = await pushTasks(tasks, {
		...options,
		stopOnDoubt: stops,
		ledger,
		openHistory: store && ((upcoming) => new PushHistory(store, upcoming)),
		send: async (request) =>
			await kaskoRequest(context, credential, {
				url,
				body: { ...request },
				timeoutMs: options.timeoutMs,
				signal,
			}),
		// Ends at once when the execution is stopped.
		pause: async (ms) => await setTimeout(ms, undefined, { signal }).catch(() => undefined),
		stopped: () => signal?.aborted === true,
	});
	if (options.skipAlreadyPushed === 'never') {
		const bought = tasks.filter(({ item }) => result.outcomes.get(item)?.status === 'created');
		await settleDoubts(
			context,
			bought.map(({ key }) => key),
		);
	}
	return result;
}

function withoutRequest(checked: CheckedItem): Outcome {
	return checked.request
		? { status: 'valid' }
		: { status: 'failed', error: findingsError([checked]) };
}

function toSetupError(cause: unknown): KaskoError {
	if (cause instanceof KaskoError) return cause;
	return new KaskoError(
		cause instanceof Error ? cause.message : String(cause),
		'Nothing was sent. Check the KASKO API credential of the node.',
		{ status: 'notSent' },
	);
}

/** Buys a policy for each item. Throws nothing: what keeps all items from being sent is the outcome of each. */
export async function runPush(context: IExecuteFunctions): Promise<PushRun> {
	const prepared = await prepare(context).catch(toSetupError);
	if (prepared instanceof KaskoError) {
		const outcome: Outcome = { status: 'failed', error: prepared };
		return { livemode: false, outcomes: context.getInputData().map(() => outcome), warnings: [] };
	}
	const { livemode, items, options, signal } = prepared;
	const result = options.validateOnly ? undefined : await push(context, prepared);
	const outcomes = items.map(
		(checked, item) => result?.outcomes.get(item) ?? withoutRequest(checked),
	);
	logWarnings(context, countWarnings(items));
	addHints(context, { livemode, items, outcomes, lostEntries: result?.lostEntries });
	// n8n has written the stopped execution down by now: only the log is left to tell what was sent.
	if (signal?.aborted) {
		const { message, description } = summarizeRun(outcomes);
		context.logger.warn(`ARAG Push was stopped: ${message}\n${description}`);
	}
	const warnings = items.map((checked) => (checked.request ? checked.warnings : []));
	return { livemode, outcomes, warnings };
}
