import type {
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { keyHider } from './keyHider';
import { cutText, plain } from './text';

export interface KaskoAnswer {
	statusCode: number;
	/** Those that matter, names in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON, or the text when it is none. */
	body: unknown;
}

/** No answer came: the system's own words for why, from the whole chain of causes. */
export interface RequestFailure {
	code?: string;
	/** The system call that failed; `connect` and `getaddrinfo` come before anything is sent. */
	syscall?: string;
	/** True when no secure connection to the server had been made yet, so that nothing was sent. */
	beforeTls?: boolean;
	/** The status with which a proxy refused to connect to the server. */
	proxyStatus?: number;
	message: string;
}

export interface KaskoRequestOptions {
	url: string;
	body: IDataObject;
	timeoutMs: number;
	signal?: AbortSignal;
}

const GRACE_MS = 1000;
/** Far beyond what KASKO answers; n8n's HTTP client itself would keep all that comes in memory. */
const LONGEST_ANSWER = 1024 * 1024;
const DEEPEST = 6;
const HEADERS = ['content-type', 'x-request-id', 'retry-after'];

/**
 * Of these statuses n8n makes errors, which show whether the request had left: what a proxy answers instead of connecting
 * looks like an answer of the server. An n8n before 2.x makes none, and gives them as answers. With 200 a proxy connects.
 */
const MADE_ERRORS = Array.from({ length: 399 }, (_, index) => 201 + index).filter(
	// Of an error with this one, n8n takes the credential to have expired, and sends the request a second time.
	(status) => status !== 401,
);

/** Sends one request. */
export type KaskoRequest = (options: KaskoRequestOptions) => Promise<KaskoAnswer | RequestFailure>;

/**
 * The one door to KASKO's API: JSON POSTs with the credential, over n8n's own helper (proxy, network policy).
 * Every status is an answer; redirects are not followed, since they would turn the POST into a GET.
 * The decrypted credential is handed in, otherwise n8n would read and decrypt it again for every request.
 */
export function openKasko(
	context: IExecuteFunctions,
	credential: ICredentialsDecrypted,
): KaskoRequest {
	const hide = keyHider(String(credential.data?.apiKey ?? '').trim());
	return async ({ url, body, timeoutMs, signal }) => {
		// Once an answer has begun n8n's timeout counts silence only, and n8n 2 puts its own signal in place of ours:
		// an answer that drips in without end needs this limit.
		const deadline = AbortSignal.timeout(timeoutMs + GRACE_MS);
		const options: IHttpRequestOptions = {
			method: 'POST',
			url,
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			body,
			returnFullResponse: true,
			encoding: 'stream',
			ignoreHttpStatusErrors: { ignore: true, except: MADE_ERRORS },
			disableFollowRedirect: true,
			timeout: timeoutMs,
			abortSignal: signal ? AbortSignal.any([signal, deadline]) : deadline,
		};
		const answer = context.helpers.httpRequestWithAuthentication
			.call(context, credential.type, options, { credentialsDecrypted: credential })
			.then((response) => response as KaskoAnswer, toResult)
			.then((result) => withBody(result, deadline))
			.catch(toRequestFailure);
		const late = new Promise<RequestFailure>((resolve) => {
			deadline.addEventListener('abort', () => resolve({ code: 'ETIMEDOUT', message: 'timeout' }));
		});
		const result = await Promise.race([answer, late]);
		if (!('statusCode' in result)) return tidy(result, hide) as RequestFailure;
		const { statusCode, headers } = result;
		return {
			statusCode,
			headers: Object.fromEntries(HEADERS.map((name) => [name, tidy(headers?.[name], hide)])),
			body: tidy(result.body, hide),
		};
	};
}

/** An answer with one of the statuses of which n8n makes an error, or why there was none, or only a part of one. */
function toResult(error: unknown): KaskoAnswer | RequestFailure {
	for (const cause of causesOf(error)) {
		const { status, headers, data } = (cause.response ?? {}) as Record<string, unknown>;
		if (typeof status !== 'number' || !MADE_ERRORS.includes(status)) continue;
		return isUnsent(cause)
			? { proxyStatus: status, beforeTls: true, message: `proxy answered ${status}` }
			: { statusCode: status, headers: headers as KaskoAnswer['headers'], body: data };
	}
	return toRequestFailure(error);
}

/** @throws What breaks the answer off. */
async function withBody<T extends KaskoAnswer | RequestFailure>(
	result: T,
	deadline: AbortSignal,
): Promise<T> {
	if (!('body' in result) || !isStream(result.body)) return result;
	const { body } = result;
	deadline.addEventListener('abort', () => body.destroy());
	return { ...result, body: parse(await readAll(body)) };
}

interface BodyStream extends AsyncIterable<Buffer> {
	destroy(): void;
}

function isStream(body: unknown): body is BodyStream {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** What goes beyond the limit is not read: leaving the loop closes the connection. */
async function readAll(stream: BodyStream): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of stream) {
		parts.push(part);
		size += part.length;
		if (size > LONGEST_ANSWER) break;
	}
	return Buffer.concat(parts)
		.toString()
		.replace(/^\uFEFF/, '');
}

function parse(text: string): unknown {
	try {
		const parsed: unknown = JSON.parse(text);
		const exact = text.replace(STRING_OR_NUMBER, keepNumber);
		return exact === text ? parsed : JSON.parse(exact);
	} catch {
		return text;
	}
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** A number that JavaScript would write in another way, since it is too big for it, say, stays as it was written: as text. */
function keepNumber(token: string): string {
	return token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`;
}

/** Reads what n8n and its HTTP client wrapped around the system's error. */
export function toRequestFailure(error: unknown): RequestFailure {
	const causes = causesOf(error);
	const firstText = (key: string) =>
		causes.map((cause) => cause[key]).find((value) => typeof value === 'string');
	return {
		code: firstText('code'),
		syscall: firstText('syscall'),
		message: causes.map((cause) => String(cause.message ?? '')).join(' / '),
		beforeTls: causes.some(isUnsent),
	};
}

function causesOf(error: unknown): Array<Record<string, unknown>> {
	const causes: Array<Record<string, unknown>> = [];
	let next = error;
	while (typeof next === 'object' && next !== null && causes.length < 10) {
		const cause = next as Record<string, unknown>;
		causes.push(cause);
		next = cause.cause ?? (Array.isArray(cause.errors) ? cause.errors[0] : undefined);
	}
	return causes;
}

/**
 * n8n's HTTP client (axios) keeps Node's request on its error. It has no socket as long as a proxy has not connected, a mere
 * stand-in to which nothing is written when the proxy refuses to, and a TLS socket knows whether its handshake is over.
 */
function isUnsent({ request, response }: Record<string, unknown>): boolean {
	if (typeof request !== 'object' || request === null || !('socket' in request)) return false;
	const socket = request.socket as { secureConnecting?: unknown; bytesWritten?: unknown } | null;
	if (!socket) return response === undefined;
	return socket.secureConnecting === true || socket.bytesWritten === 0;
}

/**
 * The same value without the key, each of its texts plain and cut: it goes into messages, and n8n saves these with the execution.
 * What can't be seen goes first, since the key could be hidden among it.
 */
function tidy(value: unknown, hide: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return cutText(hide(plain(value)).trim());
	if (typeof value !== 'object' || value === null) return value;
	if (depth > DEEPEST) return undefined;
	if (Array.isArray(value)) return value.map((entry) => tidy(entry, hide, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [hide(plain(name)), tidy(entry, hide, depth + 1)]),
	);
}
