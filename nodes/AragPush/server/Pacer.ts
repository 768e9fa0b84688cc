/** KASKO may ask for a longer pause; then the run ends rather than hold up the workflow. */
const LONGEST_HOLD_MS = 60_000;
/** At least, and without a time from KASKO: doubled each time it is still busy. */
const FIRST_HOLD_MS = 250;
const LONGEST_GUESSED_HOLD_MS = 10_000;
/** So often in a row KASKO may still be busy after a hold. */
const MOST_HOLDS_IN_A_ROW = 6;
const FIRST_WIDENED_INTERVAL_MS = 50;
const LONGEST_WIDENED_INTERVAL_MS = 1_000;
/** With each answer after that the turns come a little closer again, until they are as set. */
const NARROWING = 0.7;
const NARROWEST_WIDENED_INTERVAL_MS = 5;

/**
 * Gives the requests of a run their turns. When KASKO asks to slow down (429), everybody waits, and the turns are further
 * apart for a while.
 */
export class Pacer {
	private nextTurn = 0;
	private heldUntil = 0;
	private holdsInARow = 0;
	private intervalMs: number;
	/** Why no more turns are worth taking. */
	givenUp?: string;

	/** @param setIntervalMs What the user has set. */
	constructor(
		private readonly setIntervalMs: number,
		private readonly pause: (ms: number) => Promise<unknown>,
	) {
		this.intervalMs = setIntervalMs;
	}

	/** Whether a turn could be taken without waiting. */
	isFree(): boolean {
		return this.nextTurn <= Date.now();
	}

	/** Resolves when it is the caller's turn, at least an interval after the one before. */
	async takeTurn(): Promise<void> {
		for (;;) {
			const turn = this.reserve();
			const now = Date.now();
			if (turn > now) await this.pause(turn - now);
			// A hold may have come while it waited.
			if (turn >= this.heldUntil || this.givenUp !== undefined) return;
		}
	}

	/** KASKO is busy. `ms` is how long it asks to wait, if it says so. */
	hold(ms?: number): void {
		const now = Date.now();
		// The answers to requests that were on their way together are one hint, not many.
		const isNews = now >= this.heldUntil;
		if (isNews) this.holdsInARow++;
		const guessed = Math.min(FIRST_HOLD_MS * 2 ** (this.holdsInARow - 1), LONGEST_GUESSED_HOLD_MS);
		const wait = Math.max(ms ?? 0, guessed);
		if (wait > LONGEST_HOLD_MS || this.holdsInARow > MOST_HOLDS_IN_A_ROW) {
			this.givenUp ??=
				wait > LONGEST_HOLD_MS
					? `KASKO asks to wait ${Math.ceil(wait / 1000)} seconds`
					: 'KASKO goes on asking to slow down';
			return;
		}
		if (isNews) {
			this.intervalMs = Math.max(
				this.intervalMs,
				Math.min(
					Math.max(this.intervalMs * 2, FIRST_WIDENED_INTERVAL_MS),
					LONGEST_WIDENED_INTERVAL_MS,
				),
			);
		}
		this.heldUntil = Math.max(this.heldUntil, now + wait);
		this.nextTurn = Math.max(this.nextTurn, this.heldUntil);
	}

	/** KASKO has answered something else. */
	resume(): void {
		this.holdsInARow = 0;
		const narrower = this.intervalMs * NARROWING;
		this.intervalMs =
			narrower < NARROWEST_WIDENED_INTERVAL_MS
				? this.setIntervalMs
				: Math.max(this.setIntervalMs, narrower);
	}

	private reserve(): number {
		const turn = Math.max(Date.now(), this.nextTurn);
		this.nextTurn = turn + this.intervalMs;
		return turn;
	}
}

/** Awaits what others have to do, while another task takes the place. */
export type Aside = <T>(waitedFor: Promise<T>) => Promise<T>;

/** Works through the tasks in order, never more than `limit` at the same time, without those that have stepped aside. */
export async function runInParallel<T>(
	tasks: readonly T[],
	limit: number,
	work: (task: T, aside: Aside) => Promise<void>,
): Promise<void> {
	let free = limit;
	const waiting: Array<() => void> = [];
	const take = async () => {
		if (free > 0) free--;
		else await new Promise<void>((resolve) => waiting.push(resolve));
	};
	const leave = () => {
		const next = waiting.shift();
		if (next) next();
		else free++;
	};
	const aside: Aside = async (waitedFor) => {
		leave();
		try {
			return await waitedFor;
		} finally {
			await take();
		}
	};
	const begun: Array<Promise<void>> = [];
	for (const task of tasks) {
		await take();
		const done = work(task, aside).finally(leave);
		done.catch(() => undefined); // told below
		begun.push(done);
	}
	await Promise.all(begun);
}
