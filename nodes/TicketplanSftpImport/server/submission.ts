import type { KaskoError } from '../../shared/KaskoError';
import type { UploadMode } from '../../shared/sftp/session';
import type { Environment } from '../files/importFile';
/** Where a submission can stop; `details.step` of its error. */
export type Step = 'connect' | 'look' | 'upload' | 'check' | 'rename';

/**
 * What this run has done with one file so far. It outlives the connection: on the next one `submitFile`
 * goes on from here and looks, where it would otherwise send again. Plain data, so that n8n can keep it.
 */
export interface Attempt {
	/** Name that the file gets; set once it is known to be free. */
	name?: string;
	/** Path of the temporary file that may be on the server. */
	temporary?: string;
	/** The rename has been asked for: from here on the file may be submitted. */
	renaming?: boolean;
	/** `serial` after the server has refused writes in parallel. */
	mode: UploadMode;
	/** How often the line was cut while the file was written. */
	cuts: number;
	/** Set once the file is submitted. */
	submission?: Submission;
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
