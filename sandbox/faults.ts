/** One fault waiting for the request it fits. */
interface Rule<Event, Fault> {
	fits: (event: Event, number: number) => boolean;
	fault: Fault;
	timesLeft: number;
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
	next(fault: Fault, times = 1): void {
		this.when(() => true, fault, times);
	}

	/** Every `n`th event from now on. */
	every(n: number, fault: Fault): void {
		const start = this.seen;
		this.when((_event, number) => (number - start) % n === 0, fault);
	}

	/** Every event that the predicate picks, `times` times at most. */
	when(fits: (event: Event, number: number) => boolean, fault: Fault, times = Infinity): void {
		this.rules.push({ fits, fault, timesLeft: times });
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
		if (rule.timesLeft === 0) this.rules.splice(this.rules.indexOf(rule), 1);
		return rule.fault;
	}
}
