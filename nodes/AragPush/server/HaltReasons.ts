import type { PolicyRequest } from '../request/policyKey';
import type { Verdict } from './outcome';

/** A key that has bought a product is not refused for one odd answer in the middle. */
const REFUSALS_OF_A_GOOD_KEY = 3;

/** Why a run should send nothing more, seen from how its policies have ended so far. */
export class HaltReasons {
	private doubtsInARow = 0;
	private unreachableInARow = 0;
	private halted?: string;
	private readonly boughtVariants = new Set<string>();
	private readonly refusalsInARow = new Map<string, number>();

	constructor(
		private readonly parallelRequests: number,
		private readonly stopOnDoubt: boolean,
	) {}

	bought({ variant_id: variant }: PolicyRequest): void {
		this.answered();
		this.boughtVariants.add(variant);
		this.refusalsInARow.delete(variant);
	}

	doubtful(): void {
		this.doubtsInARow++;
		this.unreachableInARow = 0;
		if (this.doubtsInARow > this.parallelRequests) {
			this.halted ??= `KASKO seems to be down: the last ${this.doubtsInARow} outcomes are unknown`;
		}
		this.stop();
	}

	/** An earlier try of this execution has left a doubt. */
	doubtIsOpen(): void {
		this.stop();
	}

	failed({ variant_id: variant }: PolicyRequest, verdict: Verdict): void {
		if (verdict.outcome === 'created') return;
		if (verdict.error.details.status === 'rejected') this.answered();
		if (verdict.retry?.after === 'unreachable') this.unreachable();
		if (!verdict.accessRefused) return;
		this.refusalsInARow.set(variant, this.refusalsOf(variant) + 1);
	}

	/** @param canWait Whether to say nothing of a refused access about which an answer on its way will decide. */
	reason({ variant_id: variant }: PolicyRequest, canWait = false): string | undefined {
		const limit = this.boughtVariants.has(variant) ? REFUSALS_OF_A_GOOD_KEY : 1;
		const isRefused = this.refusalsOf(variant) >= limit && !(canWait && this.isUndecided(variant));
		return isRefused ? 'KASKO refused access for an earlier item' : this.halted;
	}

	/**
	 * Whether to wait for the answers to so many requests before anything more is sent: since they decide whether a refused
	 * key is a good one all the same, or would be more doubts than those after which KASKO is taken to be down.
	 */
	mustWait({ variant_id: variant }: PolicyRequest, onTheWay: number): boolean {
		const doubts = this.doubtsInARow;
		const wouldBeMany = doubts > 0 && doubts + onTheWay > this.parallelRequests;
		return onTheWay > 0 && (wouldBeMany || this.isUndecided(variant));
	}

	private answered(): void {
		this.doubtsInARow = 0;
		this.unreachableInARow = 0;
	}

	private unreachable(): void {
		this.unreachableInARow++;
		if (this.unreachableInARow > this.parallelRequests) {
			this.halted ??= `KASKO could not be reached for the last ${this.unreachableInARow} items`;
		}
	}

	private isUndecided(variant: string): boolean {
		const refusals = this.refusalsOf(variant);
		return refusals > 0 && refusals < REFUSALS_OF_A_GOOD_KEY && !this.boughtVariants.has(variant);
	}

	private refusalsOf(variant: string): number {
		return this.refusalsInARow.get(variant) ?? 0;
	}

	private stop(): void {
		if (this.stopOnDoubt) {
			this.halted ??= 'the run ended with an earlier item that needs a look';
		}
	}
}
