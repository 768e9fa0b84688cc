import { KaskoError } from '../KaskoError';
import { quoted } from '../text';

/**
 * - `unreachable`, `lost`, `silent`: the line; trying again can help
 * - `hostKey`, `key`, `login`, `service`: this server will not take this credential
 * - `notFound`, `denied`, `full`, `refused`: the server's answer to one request
 */
export type SftpReason =
	| 'unreachable'
	| 'lost'
	| 'silent'
	| 'hostKey'
	| 'key'
	| 'login'
	| 'service'
	| 'notFound'
	| 'denied'
	| 'full'
	| 'refused';

/** What went wrong on the way to the server or at it, with a reason that code can act on. */
export class SftpError extends KaskoError {
	constructor(
		readonly reason: SftpReason,
		message: string,
		description: string,
	) {
		super(message, description, { reason });
	}

	/** Whether a new connection may succeed where this one did not. */
	get isRetryable(): boolean {
		return ['unreachable', 'lost', 'silent'].includes(this.reason);
	}

	/** Whether it is the server's answer to one request; the connection is as good as before. */
	get isStatus(): boolean {
		return ['notFound', 'denied', 'full', 'refused'].includes(this.reason);
	}
}

export function isStatus(error: unknown): error is SftpError {
	return error instanceof SftpError && error.isStatus;
}

/**
 * The server's answer, when it is that which went wrong.
 * @throws `error`, when it is something else.
 */
export function statusOf(error: unknown): SftpError {
	if (isStatus(error)) return error;
	throw error;
}

/** The server speaks SFTP, but not as the protocol has it. */
export function protocolError(what: string): SftpError {
	return new SftpError(
		'service',
		`The server sent something that is no SFTP answer while trying to ${what}`,
		'Run the workflow again. If it happens every time, ask KASKO whether this is their SFTP server.',
	);
}

/** SSH_FX_… codes; version 3 of the protocol ends at 8, but servers send later ones too. */
const REASONS: Record<number, SftpReason> = {
	2: 'notFound',
	10: 'notFound',
	3: 'denied',
	12: 'denied',
	14: 'full',
	15: 'full',
};

const HINTS: Partial<Record<SftpReason, string>> = {
	notFound: "Check 'Folder' in the credential: it must be the folder that holds test and live.",
	denied: 'Ask KASKO to give this user name the right to do that.',
	full: 'Ask KASKO to make room on their server, then run the workflow again.',
};

/** The server's answer to one request, when it is not OK. `refused` where it gives no usable reason. */
export function statusError(what: string, answer: Error): SftpError {
	const code = 'code' in answer ? Number(answer.code) : NaN;
	const reason = REASONS[code] ?? 'refused';
	return new SftpError(
		reason,
		`The server refused to ${what}. Its answer: ${quoted(answer.message)}`,
		HINTS[reason] ??
			'The server gives no reason. Often its disk or your quota is full, or a rule of the server forbids it: ask KASKO.',
	);
}
