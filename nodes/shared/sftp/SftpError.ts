import { KaskoError } from '../KaskoError';

/**
 * - `unreachable`, `lost`, `silent`: the line; trying again can help
 * - `hostKey`, `key`, `login`, `service`: this server will not take this credential
 * - `notFound`, `denied`, `full`, `refused`: the server's answer to one request
 * - `cancelled`: somebody stopped the run
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
	| 'refused'
	| 'cancelled';

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
	get isLine(): boolean {
		return ['unreachable', 'lost', 'silent'].includes(this.reason);
	}

	/** Whether it is the server's answer to one request; the connection is as good as before. */
	get isAnswer(): boolean {
		return ['notFound', 'denied', 'full', 'refused'].includes(this.reason);
	}
}
