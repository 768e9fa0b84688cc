import { KaskoError } from '../../shared/KaskoError';
import type { KaskoAnswer, RequestFailure } from '../../shared/kaskoRequest';
import type { Progress } from '../../shared/Progress';
import { reasonOf } from '../../shared/text';
import type { Claim, Claims } from '../ledger/Claims';
import type { ExecutionMemory } from '../ledger/ExecutionMemory';
import type { NodeMemory } from '../ledger/NodeMemory';
import type { Past } from '../ledger/past';
import type { Task } from '../request/planRun';
import type { PolicyRequest } from '../request/policyKey';
import { HaltReasons } from './HaltReasons';
import type { Outcome, Verdict } from './outcome';
import { nameCustomer, notSent, unknownOutcome, withoutRecord } from './outcome';
import type { Aside } from './Pacer';
import { Pacer, runInParallel } from './Pacer';
import { requestPolicy } from './requestPolicy';

const STOPPED = 'the execution was stopped';

export interface PushSetup {
	parallelRequests: number;
	requestIntervalMs: number;
	maxTries: number;
	/** Whether a doubt ends the run: with "On Error: Stop" a person looks at it before more is bought. */
	stopOnDoubt: boolean;
	claims: Claims;
	execution: ExecutionMemory;
	/** Undefined when earlier executions do not count. */
	openNodeMemory?: (upcoming: string[]) => NodeMemory;
	send: (request: PolicyRequest) => Promise<KaskoAnswer | RequestFailure>;
	pause: (ms: number) => Promise<unknown>;
	/** True once the execution is cancelled. */
	cancelled: () => boolean;
	/** Hears how many items are done. */
	progress: Progress;
}

export interface PushResult {
	/** By item. Items without a task have none. */
	outcomes: Map<number, Outcome>;
	/** How many entries of the node's memory could not be brought up to date. */
	lostEntries: number;
}

interface OwnClaim extends Claim {
	settle: (outcome: Outcome) => void;
	isSettled: boolean;
	isWaitedFor: boolean;
}

/**
 * Buys the policies that no memory knows, each once: it claims them all in the turn in which it begins, looks in the memory
 * of the execution, then in that of the node, sends, and settles what came of it.
 */
export class PushRun {
	private readonly pacer: Pacer;
	private readonly halts: HaltReasons;
	private readonly outcomes = new Map<number, Outcome>();
	/** The requests that KASKO has not answered yet. */
	private readonly onTheWay = new Set<Promise<unknown>>();
	private node?: NodeMemory;

	constructor(private readonly setup: PushSetup) {
		this.pacer = new Pacer(setup.requestIntervalMs, setup.pause);
		this.halts = new HaltReasons(setup.parallelRequests, setup.stopOnDoubt);
	}

	/** Throws nothing: each item has its outcome in the result. */
	async run(tasks: readonly Task[]): Promise<PushResult> {
		const { execution, openNodeMemory, parallelRequests } = this.setup;
		const claims = new Map(tasks.map((task) => [task, this.claim(task.key)]));
		try {
			const pasts = tasks.map(({ key }) => execution.look(key).state);
			if (pasts.includes('unknown')) this.halts.doubtIsOpen();
			const upcoming = tasks.filter((task, i) => claims.get(task)?.own && pasts[i] === 'new');
			this.node = openNodeMemory?.(upcoming.map(({ key }) => key));
			await runInParallel(tasks, parallelRequests, async (task, aside) => {
				const claimed = claims.get(task) ?? this.claim(task.key);
				this.note(task, await this.buyOnce(task, claimed, aside).catch(toOutcome));
				this.setup.progress.tell(() => describeProgress(this.outcomes, tasks));
			});
			// What was bought is bought, whatever becomes of the memory.
			const lostEntries = (await this.node?.close().catch(() => 1)) ?? 0;
			return { outcomes: this.outcomes, lostEntries };
		} finally {
			// Nobody may wait for a run that is over.
			for (const [{ key }, { own }] of claims) {
				if (!own || own.isSettled) continue;
				this.setup.claims.release(key, own);
				own.settle(notSent('the run broke off'));
			}
		}
	}

	/**
	 * The outcome of whoever is buying the policy, or of buying it here. Who waits for others steps aside: they may be waiting
	 * for what this run has still to send.
	 */
	private async buyOnce(task: Task, first: Claimed, aside: Aside): Promise<Outcome> {
		let claimed = first;
		while (claimed.other) {
			claimed.other.hurry();
			const outcome = await aside(claimed.other.outcome);
			if (outcome.status !== 'failed' || outcome.error.details.status === 'unknown') {
				return asRepeat(outcome);
			}
			claimed = this.claim(task.key);
		}
		const { own } = claimed;
		const outcome = await this.buy(task, aside).catch(toOutcome);
		await this.release(task.key, own, outcome);
		return outcome;
	}

	private async buy(task: Task, aside: Aside): Promise<Outcome> {
		const { key, request } = task;
		const { execution, maxTries, send, pause, cancelled } = this.setup;
		const known = this.recall(execution.look(key));
		if (known) return known;
		while (this.mustWait(request)) await this.anAnswer();
		const reasonBefore = this.haltReason(request);
		if (reasonBefore !== undefined) return notSent(reasonBefore);
		const isTurnFree = () => this.pacer.isFree();
		const remembered = this.node && this.recall(await this.node.reserve(key, isTurnFree, aside));
		// It may have waited for another process, which a stop has cut short.
		if (remembered?.status === 'failed' && cancelled()) return notSent(STOPPED);
		if (remembered) return remembered;

		await this.pacer.takeTurn();
		// Nothing may come between this look and the request: somebody else would pass it, too.
		while (this.mustWait(request)) await this.anAnswer();
		const reason = this.haltReason(request);
		if (reason !== undefined) {
			this.node?.giveBack(key);
			return notSent(reason);
		}
		execution.sent(key);
		this.node?.sent(key);
		const answered = requestPolicy({
			maxTries,
			send: async () => await send(request),
			pacer: this.pacer,
			pause,
			halted: () => this.haltReason(request, true) !== undefined,
		}).then((verdict) => this.settle(task, verdict));
		this.onTheWay.add(answered);
		return await answered.finally(() => this.onTheWay.delete(answered));
	}

	private mustWait(request: PolicyRequest): boolean {
		return this.halts.mustWait(request, this.onTheWay.size);
	}

	private async anAnswer(): Promise<void> {
		await Promise.race([...this.onTheWay].map(async (one) => await one.catch(() => undefined)));
	}

	/** What a memory says of a policy, as an outcome; undefined if it may be bought. */
	private recall(past: Past): Outcome | undefined {
		if (past.state === 'new') return undefined;
		if (past.state === 'bought') {
			const { reference, requestId } = past;
			return { status: 'alreadyPushed', reference, requestId };
		}
		return { status: 'failed', error: past.error };
	}

	private settle({ key, request }: Task, verdict: Verdict): Outcome {
		const { execution } = this.setup;
		if (verdict.outcome === 'created') {
			const { reference, requestId } = verdict;
			execution.bought(key, { reference, requestId });
			this.node?.bought(key);
			this.halts.bought(request);
			return { status: 'created', reference, requestId };
		}
		const error = nameCustomer(withoutRecord(verdict.error, request), request);
		if (error.details.status === 'unknown') {
			execution.unknown(key, error);
			this.halts.doubtful();
		} else {
			execution.giveBack(key);
			this.node?.giveBack(key);
			this.halts.failed(request, verdict);
		}
		return { status: 'failed', error };
	}

	private haltReason(request: PolicyRequest, canWait?: boolean): string | undefined {
		if (this.setup.cancelled()) return STOPPED;
		return this.pacer.givenUp ?? this.halts.reason(request, canWait);
	}

	private note({ item, repeats, request }: Task, outcome: Outcome): void {
		const named =
			outcome.status === 'failed'
				? { ...outcome, error: nameCustomer(outcome.error, request) }
				: outcome;
		this.outcomes.set(item, named);
		for (const repeat of repeats) this.outcomes.set(repeat, asRepeat(named));
	}

	/** In one turn: nothing can come between the look and the claim. */
	private claim(key: string): Claimed {
		let settle: (outcome: Outcome) => void = () => undefined;
		const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
		const own: OwnClaim = {
			outcome,
			settle,
			isSettled: false,
			isWaitedFor: false,
			hurry: () => {
				own.isWaitedFor = true;
				if (own.isSettled) void this.node?.flush();
			},
		};
		const other = this.setup.claims.claim(key, own);
		return other ? { other } : { own };
	}

	/** Whoever asks next has to find the outcome in the memories: the node's is written at times only. */
	private async release(key: string, own: OwnClaim, outcome: Outcome): Promise<void> {
		own.isSettled = true;
		const release = () => {
			this.setup.claims.release(key, own);
			own.settle(outcome);
		};
		if (!this.node) return release();
		this.node.whenKnown(key, release);
		if (own.isWaitedFor) await this.node.flush();
	}
}

type Claimed = { own: OwnClaim; other?: undefined } | { other: Claim; own?: undefined };

function describeProgress(done: ReadonlyMap<number, Outcome>, tasks: readonly Task[]): string {
	const items = tasks.reduce((sum, { repeats }) => sum + 1 + repeats.length, 0);
	const failed = [...done.values()].filter(({ status }) => status === 'failed').length;
	return `${done.size} of ${items} items done so far, ${failed} of them failed`;
}

/** The same policy for another item. */
function asRepeat(outcome: Outcome): Outcome {
	return outcome.status === 'created' ? { ...outcome, status: 'alreadyPushed' } : outcome;
}

/** An error before the request is a KaskoError; after anything else the policy may exist. */
function toOutcome(error: unknown): Outcome {
	const known = error instanceof KaskoError ? error : unknownOutcome(reasonOf(error));
	return { status: 'failed', error: known };
}
