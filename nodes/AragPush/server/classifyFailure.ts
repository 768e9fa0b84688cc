import { KaskoError } from '../../shared/KaskoError';
import type { RequestFailure } from '../../shared/kaskoRequest';
import { unknownOutcome } from './outcome';
import type { Verdict } from './outcome';

/** System calls that come before the first byte of a request. */
const BEFORE_SENDING = ['getaddrinfo', 'connect'];

const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Why Node refuses a certificate (tls.TLSSocket.authorizationError); nothing is sent then. */
const CERTIFICATE_REFUSED =
	/^(ERR_TLS_CERT_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|HOSTNAME_MISMATCH)/;

/** A failed TLS handshake has a code that also stands for broken connections, so its words decide. */
const HANDSHAKE_FAILED =
	/wrong version number|handshake failure|unsupported protocol|alert protocol version|before secure TLS connection was established|before receiving CONNECT response/;

function wasNeverSent({ code = '', syscall = '', message, beforeTls }: RequestFailure): boolean {
	return (
		beforeTls === true ||
		BEFORE_SENDING.includes(syscall) ||
		NOT_CONNECTED.includes(code) ||
		CERTIFICATE_REFUSED.test(code) ||
		HANDSHAKE_FAILED.test(message)
	);
}

/** Codes of Node's parser of HTTP (llhttp) and of its decompression (zlib). */
const UNREADABLE = /^(?:HPE_|Z_|ERR_(?:BROTLI|ZSTD)_)/;

function describeCause(code: string): string {
	switch (code) {
		case 'ERR_CANCELED':
			return 'the execution was stopped before KASKO answered';
		case 'ECONNABORTED':
		case 'ETIMEDOUT':
			return 'KASKO did not answer in time';
		default:
			return UNREADABLE.test(code)
				? 'what came as an answer could not be read'
				: 'the connection to KASKO broke before the answer was in';
	}
}

/**
 * What a request without an answer means: either it provably never left, and may be tried again, or it may have
 * bought a policy.
 */
export function classifyFailure(failure: RequestFailure): Verdict {
	const { proxyStatus, code = proxyStatus?.toString() ?? '' } = failure;
	const details = { ...(code && { httpCode: code }) };
	if (!wasNeverSent(failure)) {
		return { outcome: 'failed', error: unknownOutcome(describeCause(code), details) };
	}
	return {
		outcome: 'failed',
		error: new KaskoError(
			`${describeObstacle(failure)}${code && ` (${code})`}, nothing was sent`,
			'Check the Push URL in the KASKO API credential and the network of your n8n, then run the item again.',
			{ status: 'notSent', ...details },
		),
		retry: { after: 'unreachable' },
	};
}

function describeObstacle({ proxyStatus, code = '', syscall = '' }: RequestFailure): string {
	if (proxyStatus !== undefined) return 'A proxy on the way to KASKO refused the connection';
	return BEFORE_SENDING.includes(syscall) || NOT_CONNECTED.includes(code)
		? 'KASKO could not be reached'
		: 'No secure connection to KASKO could be made';
}
