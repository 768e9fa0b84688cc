import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 200;

/**
 * Looks again and again until `look` gives something, and gives that.
 * @throws Error naming `what` when `seconds` are over.
 */
export async function waitFor<T>(
	what: string,
	seconds: number,
	look: () => Promise<T | undefined>,
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain: ${what}`);
		await sleep(LOOK_EVERY_MS);
	}
}
