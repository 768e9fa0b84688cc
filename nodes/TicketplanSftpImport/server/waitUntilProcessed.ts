import type { SftpSession } from '../../shared/sftp/session';
import { PROCESSED_FOLDER, remotePath } from './folders';
import { pause } from './pause';
import type { Submission } from './submission';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Looks for a submitted file in `imports_processed`, at least once, until it is there, `seconds` are over or the run is
 * cancelled.
 * @returns The submission as `processed`, or as it was.
 */
export async function waitUntilProcessed(
	session: SftpSession,
	folder: string,
	submission: Submission,
	seconds: number,
	signal?: AbortSignal,
): Promise<Submission> {
	const path = remotePath(folder, PROCESSED_FOLDER, submission.file);
	const end = Date.now() + seconds * 1000;
	for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
		if (await session.stat(path)) return { ...submission, status: 'processed', path };
		const left = end - Date.now();
		if (left <= 0 || signal?.aborted) return submission;
		await pause(Math.min(wait, left), signal);
	}
}
