import { pause } from '../../shared/pause';
import type { Folders } from './folders';
import type { Submission } from './submission';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Looks whether a submitted file has left its folder and lies in `imports_processed`, at least once, until that is so,
 * `seconds` are over or the run is cancelled. A file of that name which was there before, as one of the user's own that the
 * other environment has used, is no proof while ours still waits, or has another size.
 * @returns The submission as `processed`, or as it was.
 */
export async function waitUntilProcessed(
	folders: Folders,
	submission: Submission,
	seconds: number,
	signal?: AbortSignal,
): Promise<Submission> {
	const end = Date.now() + seconds * 1000;
	for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
		const found = await folders.find(submission.file);
		const isOurs = found?.bytes === undefined || found.bytes === submission.bytes;
		if (found?.isProcessed && isOurs) {
			return { ...submission, status: 'processed', path: found.path };
		}
		const left = end - Date.now();
		if (left <= 0 || signal?.aborted) return submission;
		await pause(Math.min(wait, left), signal);
	}
}
