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
	/** True when no secure connection to the server had been made yet, so that nothing was sent. */
	beforeTls?: boolean;
	message: string;
}

export interface KaskoRequestOptions {
	url: string;
	body: IDataObject;
	timeoutMs: number;
	signal?: AbortSignal;
}

const GRACE_MS = 1000;
/** What comes from outside is cut here: it goes into messages, and n8n saves these with the execution. */
const LONGEST_TEXT = 500;
const MOST_FIELDS = 50;
const DEEPEST = 6;

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
	const hide = keyHider(String(credential.data?.apiKey ?? '').trim());
	const late = new Promise<RequestFailure>((resolve) => {
		deadline.addEventListener('abort', () => resolve({ code: 'ETIMEDOUT', message: 'timeout' }));
	});
	return tidy(await Promise.race([answer, late]), hide) as KaskoAnswer | RequestFailure;
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
		beforeTls: causes.some(isBeforeTls),
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

/** n8n's HTTP client (axios) keeps the request on its error, and Node's TLS socket knows whether its handshake is over. */
function isBeforeTls({ request }: Record<string, unknown>): boolean {
	const { socket } = (request ?? {}) as { socket?: { secureConnecting?: unknown } | null };
	return socket?.secureConnecting === true;
}

/** Takes the API key out of a text, in the spellings in which a server could send it back. */
function keyHider(key: string): (text: string) => string {
	if (key === '') return (text) => text;
	const plain = [key, `${key}:`];
	const spellings = [
		...plain.flatMap((text) => {
			const base64 = Buffer.from(text).toString('base64');
			return [base64, base64.replace(/=+$/, ''), Buffer.from(text).toString('base64url')];
		}),
		...plain.map(encodeURIComponent),
		...plain,
	].sort((a, b) => b.length - a.length);
	return (text) => spellings.reduce((hidden, spelling) => hidden.replaceAll(spelling, '…'), text);
}

/** The same value without the key, each of its texts cut. */
function tidy(value: unknown, hide: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') {
		const text = hide(value);
		return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (depth > DEEPEST) return undefined;
	if (Array.isArray(value)) {
		return value.slice(0, MOST_FIELDS).map((entry) => tidy(entry, hide, depth + 1));
	}
	return Object.fromEntries(
		Object.entries(value)
			.slice(0, MOST_FIELDS)
			.map(([name, entry]) => [hide(name), tidy(entry, hide, depth + 1)]),
	);
}
