import { utils } from 'ssh2';

import { SftpRefusal } from './MemoryFiles';

const { STATUS_CODE } = utils.sftp;

/** What the server is about to do: take a connection, a log-in, the SFTP subsystem, or one SFTP request. */
export interface SftpStep {
	/** `CONNECT`, `AUTH`, `SUBSYSTEM`, or the request by its name in the protocol: `OPEN`, `WRITE`, `RENAME`, … */
	kind: string;
	/** Number of the SFTP request since start or reset, from 1; 0 for the first three kinds. */
	request: number;
	/** The file it is about. */
	path?: string;
	/** The new name, for `RENAME`. */
	target?: string;
	/** Bytes written since start or reset, this `WRITE` included. */
	bytes: number;
}

/**
 * `refuse`: connection, log-in, subsystem or request is turned down, a request with the refusal given.
 * `cutBefore`: the connection is cut and the server has not acted. `cutAfter`: it has acted, the reply is lost.
 * `dropReply`: it acts, never replies, and goes on with the next request. `stall`: nothing more happens on this connection.
 */
export type SftpFault = 'refuse' | 'cutBefore' | 'cutAfter' | 'dropReply' | 'stall' | SftpRefusal;

/** Refusals by name. */
export const sftpRefusals = {
	permissionDenied: new SftpRefusal(STATUS_CODE.PERMISSION_DENIED, 'Permission denied'),
	noSuchFile: new SftpRefusal(STATUS_CODE.NO_SUCH_FILE, 'No such file'),
	/** As OpenSSH says it: version 3 has no code for a full disk. */
	noSpace: new SftpRefusal(STATUS_CODE.FAILURE, 'Failure'),
};

/** Predicate: the `n`th SFTP request. */
export const atRequest = (n: number) => (step: SftpStep) => step.request === n;

/** Predicate: a step of this kind. */
export const atKind = (kind: string) => (step: SftpStep) => step.kind === kind;

/** Predicate: the write that goes beyond `bytes` bytes. */
export const afterBytes = (bytes: number) => (step: SftpStep) =>
	step.kind === 'WRITE' && step.bytes > bytes;
