import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { continuesOnFail } from '../../shared/asTool';
import { toKaskoError, toNodeError, withoutOurFields } from '../../shared/errors';
import { KaskoError } from '../../shared/KaskoError';
import { openKasko } from '../../shared/kaskoRequest';
import { pause } from '../../shared/pause';
import { type Progress, startProgress } from '../../shared/Progress';
import { logWarnings, quietly, showHints } from '../../shared/tell';
import { count, reasonOf } from '../../shared/text';
import type { CheckedItem } from '../check/checkItem';
import type { Finding } from '../check/finding';
import { readItems } from '../input/checkItems';
import { readAccess } from '../input/readAccess';
import { readPushSettings } from '../input/settings';
import { Claims } from '../ledger/Claims';
import { ExecutionMemory } from '../ledger/ExecutionMemory';
import { NodeMemory } from '../ledger/NodeMemory';
import { nameNode, openNodeStore } from '../ledger/nodeStore';
import { settleDoubts } from '../ledger/Reservations';
import { countWarnings, describeHints } from '../output/hints';
import { toOutputItem } from '../output/items';
import { describeFailures, findingsError } from '../output/messages';
import { tellIfStopped } from '../output/tellStop';
import { planRun } from '../request/planRun';
import type { Outcome } from '../server/outcome';
import { unknownOutcome } from '../server/outcome';
import type { PushResult } from '../server/PushRun';
import { PushRun } from '../server/PushRun';

const CREDENTIAL = 'kaskoApi';

/**
 * Checks all items and, unless the operation only checks, buys a policy for each; one output item per item, in order.
 * @throws KaskoError for what keeps all items from being sent, NodeOperationError for failed items with "On Error: Stop".
 */
export async function pushPolicies(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const progress = startProgress(context);
	const prepared = await prepare(context, progress).catch((error: unknown) => {
		throw toKaskoError(error, 'notSent');
	});
	const { livemode, items, input, settings, stops, signal, store } = prepared;
	const result =
		settings.operation === 'push' ? await push(context, prepared, progress) : undefined;
	const outcomes = items.map(
		(checked, item) => result?.outcomes.get(item) ?? withoutRequest(checked),
	);
	logWarnings(context, countWarnings(items));
	showHints(context, [
		...describeHints({ livemode, items, outcomes, lostEntries: result?.lostEntries }),
		...progress.summary(`${count(items.length, 'item')} done`),
	]);
	tellIfStopped(context, outcomes);
	// n8n saves the memory of an execution with it, but not that of a stopped one.
	const isKept = !signal?.aborted || store !== undefined;
	const failure = stops ? describeFailures(outcomes, isKept) : undefined;
	if (failure) throw toNodeError(context.getNode(), failure);
	return outcomes.map((outcome, item) =>
		toOutputItem(outcome, livemode, item, warningsOf(items[item]), input[item]),
	);
}

/** What to tell of something that was thrown: what is no KaskoError may have come after something was sent. */
export function toCause(error: unknown): KaskoError {
	return error instanceof KaskoError
		? error
		: unknownOutcome(`the node broke off (${reasonOf(error)})`);
}

/** Everything that can keep all items from being sent happens here, before the first request. */
async function prepare(context: IExecuteFunctions, progress: Progress) {
	const settings = readPushSettings(context);
	const data = await context.getCredentials(CREDENTIAL);
	const { url, livemode } = readAccess(data);
	const { skipAlreadyPushed: skip } = settings;
	const remembers = skip === 'always' || (skip === 'live' && livemode);
	const items = readItems(context, progress);
	const stops = !continuesOnFail(context);
	if (stops && items.some(({ request }) => !request)) throw findingsError(items);
	const memory = context.getContext('node');
	return {
		credential: { id: '', name: '', type: CREDENTIAL, data },
		url,
		livemode,
		settings,
		items,
		input: settings.includeInputFields
			? context.getInputData().map(({ json }) => withoutOurFields(json ?? {}))
			: [],
		stops,
		tasks: planRun(
			items.map(({ request }) => request),
			{
				url,
				livemode,
				// In a loop each run of the node is one of its own; n8n's retry of a run keeps its index.
				run:
					skip === 'never' ? String(context.evaluateExpression('{{ $runIndex }}', 0)) : undefined,
			},
		),
		execution: new ExecutionMemory(memory),
		claims: remembers ? Claims.ofNode(nameNode(context)) : Claims.ofExecution(memory),
		store: remembers ? openNodeStore(context) : undefined,
		signal: context.getExecutionCancelSignal(),
	};
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

async function push(
	context: IExecuteFunctions,
	prepared: Prepared,
	progress: Progress,
): Promise<PushResult> {
	const { credential, url, settings, stops, tasks, execution, claims, store, signal } = prepared;
	const wait = async (ms: number) => await pause(ms, signal);
	const kasko = openKasko(context, credential);
	const pace = {
		parallelRequests: settings.parallelRequests,
		requestIntervalMs: settings.requestInterval,
	};
	const result = await new PushRun({
		...pace,
		maxTries: settings.maxTries,
		stopOnDoubt: stops,
		claims,
		execution,
		openNodeMemory: store && ((upcoming) => new NodeMemory(store, wait, upcoming, pace)),
		send: async (request) =>
			await kasko({
				url,
				body: { ...request },
				timeoutMs: settings.timeout * 1000,
				signal,
			}),
		pause: wait,
		cancelled: () => signal?.aborted === true,
		progress,
	}).run(tasks);
	if (settings.skipAlreadyPushed === 'never') {
		const bought = tasks.filter(({ item }) => result.outcomes.get(item)?.status === 'created');
		await forgetDoubts(
			context,
			bought.map(({ content }) => content),
		);
	}
	return result;
}

/** The policies are bought by now: without the store an item in doubt stays so. */
async function forgetDoubts(context: IExecuteFunctions, keys: string[]): Promise<void> {
	try {
		await settleDoubts(openNodeStore(context), keys);
	} catch (error) {
		quietly(() =>
			context.logger.debug(`ARAG Push could not settle its doubts: ${reasonOf(error)}`),
		);
	}
}

function withoutRequest(checked: CheckedItem): Outcome {
	return checked.request
		? { status: 'valid' }
		: { status: 'failed', error: findingsError([checked]) };
}

function warningsOf(checked: CheckedItem | undefined): readonly Finding[] | undefined {
	return checked?.request ? checked.warnings : undefined;
}
