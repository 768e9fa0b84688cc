import { Agent } from 'node:http';

import { post } from '../../scripts/n8n/post';
import { waitFor } from '../../scripts/programs/waitFor';

const TAKEN_WITHIN_SECONDS = 300;
/** n8n closes a connection that nobody uses, perhaps in the moment in which somebody does. */
const AGENT = new Agent({ keepAlive: false });

/**
 * POSTs JSON to a webhook of n8n, and gives its answer. A busy n8n says 503 when its own look at its database has come too late;
 * it has not taken the call then, and a caller calls again.
 */
export async function callWebhook(url: string, content: unknown): Promise<string> {
	const body = Buffer.from(JSON.stringify(content));
	const headers = { 'content-type': 'application/json' };
	return await waitFor('n8n takes the call', TAKEN_WITHIN_SECONDS, async () => {
		const answer = await post(url, headers, body, AGENT);
		return answer.status === 503 ? undefined : answer.body;
	});
}
