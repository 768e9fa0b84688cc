import type { Sandbox } from '..';
import type { AskedFault } from '../faults';
import { FAULT_BUTTONS } from './faultButtons';
import { PageRefusal } from './PageRefusal';

interface Caused {
	isEveryTime: boolean;
	asked: AskedFault;
}

/** The faults that were caused on the page and not cleared since. */
export class CausedFaults {
	private readonly caused = new Map<string, Caused>();

	constructor(private readonly sandbox: Sandbox) {}

	/** @throws PageRefusal for a fault that is unknown. */
	cause(id: unknown, isEveryTime: boolean): void {
		const button = FAULT_BUTTONS.find((known) => known.id === id);
		if (!button) throw new PageRefusal(400, 'The local KASKO knows no such fault.');
		this.clear(button.id);
		const asked = button.cause(this.sandbox, isEveryTime ? Infinity : 1);
		this.caused.set(button.id, { isEveryTime, asked });
	}

	/** One of them, or all. */
	clear(id?: string): void {
		for (const [known, { asked }] of this.caused) {
			if (id !== undefined && known !== id) continue;
			asked.cancel();
			this.caused.delete(known);
		}
	}

	/** What has come of each, in the order in which they were caused: of two that fit, the first happens. */
	list() {
		return [...this.caused].map(([id, { isEveryTime, asked }]) => ({
			id,
			isEveryTime,
			isWaiting: asked.isWaiting(),
			happened: asked.happened(),
		}));
	}
}
