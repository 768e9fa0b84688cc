/** Gives each caller its turn, at least `intervalMs` after the one before. */
export function makePacer(
	intervalMs: number,
	pause: (ms: number) => Promise<unknown>,
): () => Promise<void> {
	let nextTurn = 0;
	return async () => {
		const now = Date.now();
		const turn = Math.max(now, nextTurn);
		nextTurn = turn + intervalMs;
		if (turn > now) await pause(turn - now);
	};
}
