import { pause } from '../../shared/pause';
import { namesContent } from '../files/importFile';
import type { Folders } from './folders';
import { hashOf } from './sameFile';
import type { Submission } from './submission';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Looks whether a submitted file has left its folder and lies in `imports_processed`, at least once, until that is so,
 * `seconds` are over or the run is cancelled. A file of that name and another size is not the one that was sent; nor is one
 * under a name of the user's own that lay there while ours still waited, since the other environment may have used the name.
 * @returns The submission as `processed`, or as it was.
 */
export async function waitUntilProcessed(
	{ session, target, processed }: Folders,
	submission: Submission,
	seconds: number,
	signal?: AbortSignal,
): Promise<Submission> {
	const { file, environment, bytes, sha256 } = submission;
	const path = `${processed}/${file}`;
	const isNamed = namesContent(file, environment, sha256);
	const end = Date.now() + seconds * 1000;
	for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
		const done = await session.stat(path);
		if (done && (done.bytes ?? bytes) === bytes) {
			const waiting = await session.stat(`${target}/${file}`);
			if (waiting && !isNamed) return submission;
			if (!waiting) {
				const isOurs = isNamed || (await hashOf(session, path, bytes)) === sha256;
				return isOurs ? { ...submission, status: 'processed', path } : submission;
			}
		}
		const left = end - Date.now();
		if (left <= 0 || signal?.aborted) return submission;
		await pause(Math.min(wait, left), signal);
	}
}
