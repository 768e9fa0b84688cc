import { startWebhooks } from '../../sandbox';
import type { Bench } from '../Bench';
import type { Section } from '../report/Section';
import { compareRates } from './compareRates';
import { sendForgeries } from './sendForgeries';

/** KASKO Trigger beside n8n's Webhook node, and under forged calls. */
export async function benchWebhook(bench: Bench): Promise<Section> {
	const { secret, sign } = startWebhooks();
	const body = makeBody();
	const good = {
		body,
		headers: {
			'content-type': 'application/json',
			'x-kasko-event': 'import.failed',
			'x-kasko-delivery': 'benchmark',
			'x-kasko-signature': sign(body),
		},
	};
	const parts = [await compareRates(bench, secret, good), await sendForgeries(bench, secret, good)];
	return {
		title: 'KASKO Trigger',
		method: parts.flatMap(({ method }) => method),
		tables: parts.flatMap(({ tables }) => tables),
		targets: parts.flatMap(({ targets }) => targets),
	};
}

/** An import error of about 1 kB. */
function makeBody(): Buffer {
	const row = { livemode: false, errorMessage: 'Bad Request', idempotency_key: 'k-1' };
	return Buffer.from(JSON.stringify({ ...row, note: 'x'.repeat(900) }));
}
