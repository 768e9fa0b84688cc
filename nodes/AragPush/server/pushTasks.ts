import { KaskoError } from '../../shared/KaskoError';
import type { KaskoAnswer, RequestFailure } from '../../shared/kaskoRequest';
import type { ExecutionLedger } from '../ledger/ExecutionLedger';
import type { PushHistory } from '../ledger/PushHistory';
import { requestPolicy } from './requestPolicy';
import { nameCustomer, unknownOutcome } from './unknownOutcome';
import type { Verdict } from './verdict';
import { Pacer, runInParallel } from './Pacer';
import type { Task } from '../request/planRun';
import type { Outcome } from './outcome';
import type { PolicyRequest } from '../request/policyKey';

export interface PushSetup {
	parallelRequests: number;
	requestIntervalMs: number;
	maxTries: number;
	/** Whether a doubt ends the run: with "On Error: Stop" a person looks at it before more is bought. */
	stopOnDoubt: boolean;
	ledger: ExecutionLedger;
	/** Undefined when earlier executions do not count. */
	openHistory?: (upcoming: string[]) => PushHistory;
	send: (request: PolicyRequest) => Promise<KaskoAnswer | RequestFailure>;
	pause: (ms: number) => Promise<unknown>;
	/** True once the execution was stopped. */
	stopped: () => boolean;
}

export interface PushResult {
	/** By item. Items without a task have none. */
	outcomes: Map<number, Outcome>;
	/** How many entries of the history could not be brought up to date. */
	lostEntries: number;
}

function notSent(reason: string): Outcome {
	return {
		status: 'failed',
		error: new KaskoError(
			`Not sent: ${reason}`,
			'Nothing was bought for this item. Run it again when the cause is dealt with.',
			{ status: 'notSent' },
		),
	};
}

const IN_DOUBT: Outcome = {
	status: 'failed',
	error: unknownOutcome('an earlier run ended while it was being sent'),
};

const BOUGHT_BEFORE: Outcome = { status: 'alreadyPushed', reference: '', requestId: '' };

function shareWithRepeats(tasks: Task[], outcomes: Map<number, Outcome>): void {
	for (const { item, repeats } of tasks) {
		const outcome = outcomes.get(item);
		if (!outcome) continue;
		const shared: Outcome =
			outcome.status === 'created' ? { ...outcome, status: 'alreadyPushed' } : outcome;
		for (const repeat of repeats) outcomes.set(repeat, shared);
	}
}

/** A key that has bought a product is not refused for one odd answer in the middle. */
const REFUSALS_OF_A_GOOD_KEY = 3;

/** Whether KASKO lets the API key buy a product, by its variant ID: further requests would fare no better without. */
class Access {
	private readonly bought = new Set<string>();
	private readonly refusalsInARow = new Map<string, number>();

	granted(variant: string): void {
		this.bought.add(variant);
		this.refusalsInARow.delete(variant);
	}

	refused(variant: string): void {
		this.refusalsInARow.set(variant, (this.refusalsInARow.get(variant) ?? 0) + 1);
	}

	isRefused(variant: string): boolean {
		const limit = this.bought.has(variant) ? REFUSALS_OF_A_GOOD_KEY : 1;
		return (this.refusalsInARow.get(variant) ?? 0) >= limit;
	}
}

/** An error before the request is a KaskoError; after anything else the policy may exist. */
function toOutcome(error: unknown): Outcome {
	const known = error instanceof KaskoError ? error : unknownOutcome(String(error));
	return { status: 'failed', error: known };
}

/** Buys the policies that no ledger knows. Throws nothing: each item has its outcome in the result. */
export async function pushTasks(tasks: Task[], setup: PushSetup): Promise<PushResult> {
	const { ledger } = setup;
	const outcomes = new Map<number, Outcome>();
	const pacer = new Pacer(setup.requestIntervalMs, setup.pause);
	const access = new Access();
	let doubtsInARow = 0;
	let halted: string | undefined;

	const haltReason = ({ variant_id: variant }: PolicyRequest) => {
		if (setup.stopped()) return 'the execution was stopped';
		if (pacer.givenUp !== undefined) return pacer.givenUp;
		return access.isRefused(variant) ? 'KASKO refused access for an earlier item' : halted;
	};

	const settle = ({ key, request }: Task, verdict: Verdict, history?: PushHistory): Outcome => {
		if (verdict.outcome === 'created') {
			const { reference, requestId } = verdict;
			ledger.bought(key, { reference, requestId });
			history?.bought(key);
			doubtsInARow = 0;
			access.granted(request.variant_id);
			return { status: 'created', reference, requestId };
		}
		const { error, accessRefused } = verdict;
		const inDoubt = error.details.status === 'unknown';
		if (inDoubt) doubtsInARow++;
		else if (error.details.status === 'rejected') doubtsInARow = 0;
		if (doubtsInARow > setup.parallelRequests) {
			halted ??= `KASKO seems to be down: the last ${doubtsInARow} outcomes are unknown`;
		}
		if (!inDoubt) {
			ledger.release(key);
			history?.release(key);
		}
		if (accessRefused) access.refused(request.variant_id);
		if (setup.stopOnDoubt && (inDoubt || accessRefused)) {
			halted ??= 'the run ended with an earlier item that needs a look';
		}
		return { status: 'failed', error };
	};

	const push = async (task: Task, history?: PushHistory): Promise<Outcome> => {
		const past = await history?.reserve(task.key);
		if (past === 'bought') return BOUGHT_BEFORE;
		if (past === 'inDoubt') return IN_DOUBT;
		await pacer.takeTurn();
		const reason = haltReason(task.request);
		if (reason) return notSent(reason);

		ledger.begin(task.key);
		history?.begin(task.key);
		const verdict = await requestPolicy({
			maxTries: setup.maxTries,
			send: async () => await setup.send(task.request),
			pacer,
			pause: setup.pause,
			halted: () => haltReason(task.request) !== undefined,
		});
		return settle(task, verdict, history);
	};

	const note = ({ item, request }: Task, outcome: Outcome) => {
		const isFailed = outcome.status === 'failed';
		const named = isFailed && { ...outcome, error: nameCustomer(outcome.error, request) };
		outcomes.set(item, named || outcome);
	};

	const open = tasks.filter((task) => {
		const past = ledger.find(task.key);
		if (!past) return true;
		note(task, past === 'inDoubt' ? IN_DOUBT : { status: 'alreadyPushed', ...past });
		return false;
	});
	const history = setup.openHistory?.(open.map(({ key }) => key));
	await runInParallel(open, setup.parallelRequests, async (task) => {
		const reason = haltReason(task.request);
		note(task, reason ? notSent(reason) : await push(task, history).catch(toOutcome));
	});
	shareWithRepeats(tasks, outcomes);
	return { outcomes, lostEntries: (await history?.close()) ?? 0 };
}
