import type { IExecuteFunctions } from 'n8n-workflow';

import type { Hint } from './tell';
import { nameRun, quietly } from './tell';

/** So long passes before the first line, and between two: work that ends sooner leaves none. */
const EVERY_MS = 5_000;

/** Says in n8n's log how far long work is. Figures only: no values, no persons. */
export class Progress {
	private readonly start: number;
	private due: number;

	/**
	 * @param log Takes the lines.
	 * @param now Milliseconds.
	 */
	constructor(
		private readonly log: (line: string) => void,
		private readonly now = () => performance.now(),
	) {
		this.start = now();
		this.due = this.start + EVERY_MS;
	}

	/**
	 * To be called again and again, though not for every row of thousands: it looks at the clock.
	 * @param describe How far the work is; called when a line is due.
	 */
	tell(describe: () => string): void {
		const now = this.now();
		if (now < this.due) return;
		this.due = now + EVERY_MS;
		quietly(() => this.log(describe()));
	}

	/** What long work has come to, for the output panel; nothing for short work. */
	summary(figures: string): Hint[] {
		const ms = this.now() - this.start;
		return ms < EVERY_MS
			? []
			: [{ type: 'info', message: `This run took ${Math.round(ms / 1000)} s: ${figures}.` }];
	}
}

/** For a run of a node, which its lines name. */
export function startProgress(context: IExecuteFunctions): Progress {
	return new Progress((line) => context.logger.info(`${nameRun(context)}: ${line}`));
}
