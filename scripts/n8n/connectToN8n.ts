import { waitFor } from '../programs/waitFor';

const ANSWERS_WITHIN_SECONDS = 30;

/** The one user of a demo or test n8n. */
export const OWNER = {
	email: 'demo@example.com',
	password: 'Kasko-demo-1',
	firstName: 'Demo',
	lastName: 'User',
};

/** A logged-in user of n8n's own REST API, as the editor is. */
export interface N8nSession {
	url: string;
	/** Where it takes the calls of webhooks. */
	webhooksUrl: string;
	/** What makes a request one of this user's, for all that is not below `/rest`. */
	headers: Record<string, string>;
	/**
	 * @param path Below `/rest`.
	 * @returns The answer's `data`.
	 * @throws Error with n8n's own message for every answer other than 2xx.
	 */
	request<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

/**
 * Makes `OWNER` the owner of a new n8n, or logs in again after a restart.
 * @param webhooksUrl Where another process takes the calls of webhooks.
 */
export async function connectToN8n(url: string, webhooksUrl = url): Promise<N8nSession> {
	// n8n ties the login to the browser that made it.
	const browser = { 'content-type': 'application/json', 'browser-id': 'n8n-nodes-kasko' };
	const send = (method: string, path: string, body?: unknown, headers: object = browser) =>
		fetch(`${url}/rest${path}`, {
			method,
			headers: { ...headers },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	const cookieOf = (response: Response) =>
		response.headers
			.getSetCookie()
			.find((entry) => entry.startsWith('n8n-auth='))
			?.split(';')[0];

	// The REST API may answer with errors, or break a connection off, for a moment after n8n calls itself ready.
	const tryIn = async (path: string, body: unknown) =>
		await send('POST', path, body).then(cookieOf, () => undefined);
	const cookie = await waitFor('n8n lets its owner in', ANSWERS_WITHIN_SECONDS, async () => {
		const login = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
		return (await tryIn('/owner/setup', OWNER)) ?? (await tryIn('/login', login));
	});

	const headers = { ...browser, cookie };
	return {
		url,
		webhooksUrl,
		headers,
		async request<T>(method: string, path: string, body?: unknown) {
			const response = await send(method, path, body, headers);
			const text = await response.text();
			if (!response.ok) throw new Error(`n8n: ${method} ${path}: ${response.status} ${text}`);
			return (JSON.parse(text) as { data: T }).data;
		},
	};
}
