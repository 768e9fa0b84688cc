import { KaskoError, cancelledError } from '../../shared/KaskoError';
import type { SftpCredential } from '../../shared/sftp/credential';
import type { SftpSession } from '../../shared/sftp/session';
import { withSftp } from '../../shared/sftp/connection';
import { pause } from '../../shared/pause';
import { openFolders } from './folders';
import { findLeftovers } from './leftovers';
import { isLineError, submitError } from './submitError';
import { submitFile } from './submitFile';
import type { Attempt, SubmitResult } from './submission';
import { newAttempt, submissionOf } from './submission';
import { waitUntilProcessed } from './waitUntilProcessed';
import type { Environment, ImportFile } from '../files/importFile';

export interface SubmitFilesOptions {
	environment: Environment;
	connectionTimeoutSeconds: number;
	/** How many connections in a row may end without having got a file done. */
	maxTries: number;
	/** 0 = do not wait. */
	waitUntilProcessedSeconds: number;
	resubmit: boolean;
	/** What earlier runs have done with a file, to go on from there; kept up to date. */
	findAttempt?: (file: ImportFile) => Attempt;
	signal?: AbortSignal;
}

type Doubt = { error: KaskoError };

interface Job {
	file: ImportFile;
	attempt: Attempt;
	result?: SubmitResult;
	/** How things stood when the line was cut. */
	doubt?: Doubt;
}

const FIRST_PAUSE_MS = 200;
const PAUSE_GROWTH = 4;
/** A server that cuts the line this often while a file is written may not like many writes at once. */
const CUTS_BEFORE_SERIAL = 2;

/**
 * Submits all files over one connection, and over a new one when the line is cut: it then looks what the server has and
 * goes on from there, and never sends again what may have been submitted.
 * @returns One result per file, in order. Does not throw for anything that happens on the way.
 */
export async function submitFiles(
	credential: SftpCredential,
	files: ImportFile[],
	options: SubmitFilesOptions,
): Promise<SubmitResult[]> {
	const { connectionTimeoutSeconds: timeoutSeconds, maxTries, signal } = options;
	const { findAttempt = newAttempt } = options;
	const jobs = files.map((file): Job => {
		const attempt = findAttempt(file);
		const { progress } = attempt;
		if (progress.phase !== 'there') return { file, attempt };
		return {
			file,
			attempt,
			result: { submission: submissionOf(options.environment, progress) },
		};
	});
	const countOpen = () => jobs.filter(({ result }) => !result).length;
	const runOptions = { ...options, folder: credential.folder, waitUntil: 0 };

	let failure: unknown;
	for (let tries = 1; ; tries++) {
		const openBefore = countOpen();
		failure = await withSftp(credential, { timeoutSeconds, signal }, (session) =>
			run(session, jobs, runOptions),
		).then(
			() => undefined,
			(error: unknown) => error,
		);
		if (countOpen() < openBefore) tries = 1;
		if (!isLineError(failure) || tries >= maxTries) break;
		await pause(FIRST_PAUSE_MS * PAUSE_GROWTH ** (tries - 1), signal);
	}
	// What is known of the file at which the line was cut is not true of those behind it.
	const cause = failure instanceof KaskoError ? (failure.cause ?? failure) : failure;
	return jobs.map(
		({ file, attempt, result, doubt }) =>
			result ??
			untidyOf(attempt, options.environment) ??
			(doubt && withLater(doubt, failure)) ?? {
				error: submitError(file, 'connect', cause, attempt),
			},
	);
}

/** A file that has its final name is submitted, also when no connection was left to tidy up. */
function untidyOf({ progress }: Attempt, environment: Environment): SubmitResult | undefined {
	const untidy = progress.phase === 'renameAsked' ? progress.untidy : undefined;
	return untidy && { submission: submissionOf(environment, untidy) };
}

/** What a file's line was cut by, and why no other connection came about after it: another host key, say. */
function withLater({ error }: Doubt, failure: unknown): Doubt {
	if (failure === error || !(failure instanceof KaskoError)) return { error };
	const description = `${error.description} Connecting again failed: ${failure.message}.`;
	const told = new KaskoError(error.message, description, error.details);
	told.cause = error.cause;
	return { error: told };
}

/** What is still to be done, over one connection. */
async function run(
	session: SftpSession,
	jobs: Job[],
	options: SubmitFilesOptions & { folder: string; waitUntil: number },
): Promise<void> {
	const { folder, environment, resubmit, signal, waitUntilProcessedSeconds } = options;
	const folders = openFolders(session, folder, environment);
	const removeLeftovers = findLeftovers(folders);
	for (const job of jobs) {
		if (job.result) continue;
		if (signal?.aborted) throw cancelledError();
		const { file, attempt } = job;
		job.result = await submitFile(folders, file, { resubmit, attempt }).then(
			(submission) => ({ submission }),
			(error: KaskoError) => {
				if (!isLineError(error)) return untidyOf(attempt, environment) ?? { error };
				job.doubt = { error };
				if (error.details.step === 'upload') attempt.cuts += 1;
				if (attempt.cuts >= CUTS_BEFORE_SERIAL) attempt.mode = 'serial';
				throw error;
			},
		);
	}
	const submitted = jobs.flatMap(({ result }) =>
		result && 'submission' in result && result.submission.status === 'submitted'
			? [result.submission.path]
			: [],
	);
	await removeLeftovers(submitted.at(-1));
	if (waitUntilProcessedSeconds === 0) return;
	options.waitUntil ||= Date.now() + waitUntilProcessedSeconds * 1000;
	for (const job of jobs) {
		if (!job.result || !('submission' in job.result)) continue;
		const { submission } = job.result;
		if (submission.status === 'processed') continue;
		const seconds = Math.max(0, (options.waitUntil - Date.now()) / 1000);
		job.result = {
			submission: await waitUntilProcessed(folders, submission, seconds, signal),
		};
	}
}
