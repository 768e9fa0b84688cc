import type { KaskoError } from '../../shared/KaskoError';
import type { UploadMode } from '../../shared/sftp/session';
import type { Environment, ImportFile } from '../files/importFile';

/** Where a submission can stop; `details.step` of its error. */
export type Step = 'connect' | 'look' | 'upload' | 'check' | 'rename';

/** How far a file has come. What is not `new` any more may be on the server, whole. */
export type Progress =
	/** `temporary`: path of a file that may be on the server, and that may not be complete. */
	| { phase: 'new'; temporary?: string }
	/** All of it is there, under a name that is not the final one. */
	| { phase: 'written'; temporary: string }
	| Asked
	| There;

/** What was sent. A later try of the run may have other cells for the same policies, such as the time. */
export type SentFile = Pick<ImportFile, 'name' | 'rows' | 'bytes' | 'sha256'>;

/** From here on it may be submitted. `isConfirmed`: the server has said that the rename is done. */
export interface Asked {
	phase: 'renameAsked';
	file: SentFile;
	temporary: string;
	/** The final one. */
	name: string;
	isConfirmed: boolean;
	/** Set when the file has its final name, and only the temporary one is still to be removed. */
	untidy?: There;
}

export interface There {
	phase: 'there';
	file: SentFile;
	status: 'submitted' | 'alreadySubmitted';
	path: string;
}

/**
 * What this execution has done with the policies of one file so far. It outlives the connection and n8n's Retry On Fail:
 * `submitFile` goes on from here and looks, where it would otherwise send again. Plain data, so that n8n can keep it.
 */
export interface Attempt {
	progress: Progress;
	/** `serial` after the server has refused writes in parallel. */
	mode: UploadMode;
	/** Whether the temporary name begins with a dot; false after the server has refused such a name. */
	isHidden: boolean;
	/** How often the line was cut while the file was written. */
	cuts: number;
}

export type SubmitResult = { submission: Submission } | { error: KaskoError };

/** What became of one file. */
export interface Submission {
	status: 'submitted' | 'alreadySubmitted' | 'processed';
	file: string;
	/** On the server. */
	path: string;
	environment: Environment;
	rows: number;
	bytes: number;
	sha256: string;
}

/** An attempt that has not begun. */
export function newAttempt(): Attempt {
	return { progress: { phase: 'new' }, mode: 'parallel', isHidden: true, cuts: 0 };
}

/** What became of a file that is there. */
export function submissionOf(
	environment: Environment,
	{ file: { rows, bytes, sha256 }, status, path }: There,
): Submission {
	const file = path.slice(path.lastIndexOf('/') + 1);
	return { status, file, path, environment, rows, bytes, sha256 };
}

export function sentFileOf({ name, rows, bytes, sha256 }: ImportFile): SentFile {
	return { name, rows, bytes, sha256 };
}
