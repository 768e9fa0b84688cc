import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { KaskoError } from '../shared/KaskoError';
import { kaskoRequest } from '../shared/kaskoRequest';
import { findingsError } from './findingsError';
import { addHints } from './addHints';
import { ExecutionLedger } from './ledger/ExecutionLedger';
import { openHistoryStore } from './ledger/openHistoryStore';
import { PushHistory } from './ledger/PushHistory';
import { readAccess } from './readAccess';
import { readItems } from './readItems';
import { readOptions } from './readOptions';
import { planRun } from './run/planRun';
import { pushTasks } from './run/pushTasks';
import { summarizeRun } from './summarizeRun';
import type { Outcome } from './types';

const CREDENTIAL = 'kaskoApi';

export interface PushRun {
	livemode: boolean;
	/** One per item, in order. */
	outcomes: Outcome[];
}

async function push(context: IExecuteFunctions): Promise<PushRun> {
	const data = await context.getCredentials(CREDENTIAL);
	const { url, livemode } = readAccess(data);
	const options = readOptions(context);
	const stopOnError = !context.continueOnFail();

	const items = readItems(context);
	if (stopOnError && items.some(({ request }) => !request)) throw findingsError(items);
	const outcomeOf = (item: number): Outcome => {
		const checked = items[item];
		return checked && !checked.request
			? { status: 'failed', error: findingsError([checked]) }
			: { status: 'valid' };
	};
	if (options.validateOnly) {
		addHints(context, { livemode, items, outcomes: [] });
		return { livemode, outcomes: items.map((_, item) => outcomeOf(item)) };
	}

	const remembers =
		options.skipAlreadyPushed === 'always' || (options.skipAlreadyPushed === 'live' && livemode);
	const store = remembers ? openHistoryStore(context) : undefined;
	const signal = context.getExecutionCancelSignal();
	const credential = { id: '', name: '', type: CREDENTIAL, data };
	const tasks = planRun(
		items.map(({ request }) => request),
		{ url, livemode, buyRepeats: options.skipAlreadyPushed === 'never' },
	);
	const { outcomes, lostEntries } = await pushTasks(tasks, {
		...options,
		stopOnDoubt: stopOnError,
		ledger: new ExecutionLedger(context.getContext('node')),
		openHistory: store && ((upcoming) => new PushHistory(store, upcoming)),
		send: async (request) =>
			await kaskoRequest(context, credential, {
				url,
				body: { ...request },
				timeoutMs: options.timeoutMs,
				signal,
			}),
		pause: sleep,
		stopped: () => signal?.aborted === true,
	});
	const all = items.map((_, item) => outcomes.get(item) ?? outcomeOf(item));
	addHints(context, { livemode, items, outcomes: all, lostEntries });
	// n8n has written the stopped execution down by now: only the log is left to tell what was sent.
	if (signal?.aborted) {
		const { message, description } = summarizeRun(all);
		context.logger.warn(`ARAG Push was stopped: ${message}\n${description}`);
	}
	return { livemode, outcomes: all };
}

/** Buys a policy for each item. Throws nothing: what keeps all items from being sent is the outcome of each. */
export async function runPush(context: IExecuteFunctions): Promise<PushRun> {
	try {
		return await push(context);
	} catch (cause) {
		const error =
			cause instanceof KaskoError
				? cause
				: new KaskoError(
						cause instanceof Error ? cause.message : String(cause),
						'Nothing was sent. Check the KASKO API credential of the node.',
						{ status: 'notSent' },
					);
		const outcome: Outcome = { status: 'failed', error };
		return { livemode: false, outcomes: context.getInputData().map(() => outcome) };
	}
}
