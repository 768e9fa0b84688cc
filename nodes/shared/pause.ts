import { sleep } from 'n8n-workflow';

/** Waits, or ends at once when the signal is given. n8n's own `sleep` knows no signal before 2.x. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) return;
	let wake: () => void = () => undefined;
	const woken = new Promise<void>((resolve) => (wake = resolve));
	signal?.addEventListener('abort', wake);
	try {
		await Promise.race([sleep(ms, signal).catch(() => undefined), woken]);
	} finally {
		signal?.removeEventListener('abort', wake);
	}
}
