import { setTimeout } from 'node:timers/promises';

/** Ends early when the run is cancelled; whoever waits must look at the signal. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
