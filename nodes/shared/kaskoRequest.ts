import type {
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

export interface KaskoAnswer {
	statusCode: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON, or the text when it is none. */
	body: unknown;
}

/** No answer came: the system's own words for why, from the whole chain of causes. */
export interface RequestFailure {
	code?: string;
	/** The system call that failed; `connect` and `getaddrinfo` come before anything is sent. */
	syscall?: string;
	message: string;
}

export interface KaskoRequestOptions {
	url: string;
	body: IDataObject;
	timeoutMs: number;
	signal?: AbortSignal;
}

const GRACE_MS = 1000;

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

/** Reads what n8n and its HTTP client wrapped around the system's error. */
export function toRequestFailure(error: unknown): RequestFailure {
	const causes = causesOf(error);
	const firstText = (key: string) =>
		causes.map((cause) => cause[key]).find((value) => typeof value === 'string');
	return {
		code: firstText('code'),
		syscall: firstText('syscall'),
		message: causes.map((cause) => String(cause.message ?? '')).join(' / '),
	};
}

/**
 * The one door to KASKO's API: a JSON POST with the credential, over n8n's own helper (proxy, network policy).
 * Every status is an answer; redirects are not followed, since they would turn the POST into a GET.
 * The decrypted credential is handed in, otherwise n8n would read and decrypt it again for every request.
 */
export async function kaskoRequest(
	context: IExecuteFunctions,
	credential: ICredentialsDecrypted,
	{ url, body, timeoutMs, signal }: KaskoRequestOptions,
): Promise<KaskoAnswer | RequestFailure> {
	// Once an answer has begun n8n's timeout counts silence only, and n8n 2 puts its own signal in place of ours:
	// an answer that drips in without end needs this limit.
	const deadline = AbortSignal.timeout(timeoutMs + GRACE_MS);
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		body,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutMs,
		abortSignal: signal ? AbortSignal.any([signal, deadline]) : deadline,
	};
	const answer = context.helpers.httpRequestWithAuthentication
		.call(context, credential.type, options, { credentialsDecrypted: credential })
		.then((response) => response as KaskoAnswer, toRequestFailure);
	const late = new Promise<RequestFailure>((resolve) => {
		deadline.addEventListener('abort', () => resolve({ code: 'ETIMEDOUT', message: 'timeout' }));
	});
	return await Promise.race([answer, late]);
}
