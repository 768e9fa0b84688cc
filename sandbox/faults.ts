/** One fault waiting for the request it fits. */
interface Rule<Event, Fault> {
	fits: (event: Event, number: number) => boolean;
	fault: Fault;
	timesLeft: number;
	happened: number;
}

/** A fault that was asked for: what has come of it, and how to take it back. */
export interface AskedFault {
	/** How often it has happened. */
	happened: () => number;
	/** Whether it can still happen. */
	isWaiting: () => boolean;
	/** It will not happen any more. */
	cancel: () => void;
}

/**
 * Faults on demand for one server. The server shows every event to `take` before it acts on it and does what
 * the fault says. A fault that has happened `times` times is gone; the first one that fits wins.
 * Events are numbered from 1, counted since the start or the last `clear`.
 */
export class Faults<Event, Fault> {
	private rules: Array<Rule<Event, Fault>> = [];

	private seen = 0;

	/** The next `times` events. */
	next(fault: Fault, times = 1): AskedFault {
		return this.when(() => true, fault, times);
	}

	/** Every `n`th event from now on. */
	every(n: number, fault: Fault): void {
		const start = this.seen;
		this.when((_event, number) => (number - start) % n === 0, fault);
	}

	/** Every event that the predicate picks, `times` times at most. */
	when(
		fits: (event: Event, number: number) => boolean,
		fault: Fault,
		times = Infinity,
	): AskedFault {
		const rule: Rule<Event, Fault> = { fits, fault, timesLeft: times, happened: 0 };
		this.rules.push(rule);
		return {
			happened: () => rule.happened,
			isWaiting: () => this.rules.includes(rule),
			cancel: () => this.drop(rule),
		};
	}

	clear(): void {
		this.rules = [];
		this.seen = 0;
	}

	/** Called by the server, once per event. */
	take(event: Event): Fault | undefined {
		this.seen += 1;
		const rule = this.rules.find(({ fits }) => fits(event, this.seen));
		if (!rule) return undefined;
		rule.timesLeft -= 1;
		rule.happened += 1;
		if (rule.timesLeft === 0) this.drop(rule);
		return rule.fault;
	}

	private drop(rule: Rule<Event, Fault>): void {
		this.rules = this.rules.filter((other) => other !== rule);
	}
}
