import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Answer {
	status: number;
	body: string;
}

/** POSTs exactly these bytes and headers: unlike `fetch`, it adds nothing that matters to the receiver. */
export async function postTo(
	url: string,
	headers: Record<string, string>,
	body: Buffer,
): Promise<Answer> {
	return await new Promise((resolve, reject) => {
		const length = { 'content-length': String(body.length) };
		request(
			url,
			{ method: 'POST', agent: false, headers: { ...length, ...headers } },
			(response) => {
				const status = response.statusCode ?? 0;
				text(response).then((answer) => resolve({ status, body: answer }), reject);
			},
		)
			.once('error', reject)
			.end(body);
	});
}
