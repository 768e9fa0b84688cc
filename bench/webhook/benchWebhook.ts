import { startWebhooks } from '../../sandbox';
import type { Bench } from '../Bench';
import type { Section } from '../report/Section';
import { compareRates } from './compareRates';
import { compareReports } from './compareReports';
import type { Call } from './hammer';
import { sendForgeries } from './sendForgeries';

/** KASKO Trigger beside n8n's Webhook node, and under forged calls. */
export async function benchWebhook(bench: Bench): Promise<Section> {
	const { secret, sign } = startWebhooks();
	const makeCall = (payload: object): Call => {
		const body = Buffer.from(JSON.stringify(payload));
		return {
			body,
			headers: {
				'content-type': 'application/json',
				'x-kasko-event': 'import.failed',
				'x-kasko-delivery': 'benchmark',
				'x-kasko-signature': sign(body),
			},
		};
	};
	const good = makeCall(IMPORT_ERROR);
	const parts = [
		await compareRates(bench, secret, good),
		await compareReports(bench, secret, makeCall),
		await sendForgeries(bench, secret, good),
	];
	return {
		title: 'KASKO Trigger',
		method: parts.flatMap(({ method }) => method),
		tables: parts.flatMap(({ tables }) => tables),
		targets: parts.flatMap(({ targets }) => targets),
	};
}

/** About 1 kB. */
const IMPORT_ERROR = {
	livemode: false,
	errorMessage: 'Bad Request',
	idempotency_key: 'k-1',
	note: 'x'.repeat(900),
};
