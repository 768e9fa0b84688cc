import { request, type Agent } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Answer {
	status: number;
	body: string;
}

/** POSTs these bytes and headers, and waits for the answer however long it takes; `fetch` gives up after 5 minutes. */
export async function post(
	url: string,
	headers: Record<string, string> = {},
	body: Buffer = Buffer.alloc(0),
	agent?: Agent,
): Promise<Answer> {
	return await new Promise((resolve, reject) => {
		const length = { 'content-length': String(body.length) };
		const options = { method: 'POST', agent, headers: { ...length, ...headers } };
		request(url, options, (response) => {
			const status = response.statusCode ?? 0;
			text(response).then((answer) => resolve({ status, body: answer }), reject);
		})
			.once('error', reject)
			.end(body);
	});
}
