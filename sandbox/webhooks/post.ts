import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/**
 * POSTs and gives the status code of the answer; redirects are not followed. Each call has its own connection.
 * @throws when there is no answer: refused, reset or aborted.
 */
export async function post(
	url: string,
	headers: Record<string, string>,
	body: Buffer,
	signal: AbortSignal,
): Promise<number> {
	const request = url.startsWith('https:') ? httpsRequest : httpRequest;
	return await new Promise((resolve, reject) => {
		request(url, { method: 'POST', headers, agent: false, signal }, (response) => {
			response.once('error', reject);
			response.once('end', () => resolve(response.statusCode ?? 0));
			response.resume();
		})
			.once('error', reject)
			.end(body);
	});
}
