import type { Bench } from '../Bench';
import { median } from '../median';
import type { Section } from '../report/Section';
import { waitForExecutions } from './countExecutions';
import { hammer, type Call } from './hammer';
import { publishTrigger, publishWebhook, type Receiver } from './workflows';

const CONNECTIONS = 10;
const TIMES = 3;
/** More than n8n starts in 10 s by far: an end in any case. */
const MAX_CALLS = 5_000;

interface Contender {
	name: string;
	receiver: Receiver;
	/** In all rounds so far. */
	accepted: number;
	/** Per second, in each round. */
	rates: number[];
	/** The median time of an answer in each round. */
	milliseconds: number[];
}

/** Calls that are accepted per second, on n8n's own Webhook node and on KASKO Trigger. */
export async function compareRates(
	bench: Bench,
	secret: string,
	call: Call,
): Promise<Omit<Section, 'title'>> {
	const seconds = bench.quick ? 2 : 10;
	const builtIn = await makeContender('Webhook, built-in, no verification', publishWebhook(bench));
	const withExpression = await makeContender(
		'the same with an expression in an option',
		publishWebhook(bench, { ignoreBots: '={{ false }}' }),
	);
	const trigger = await makeContender(
		'KASKO Trigger, with verification',
		publishTrigger(bench, secret),
	);
	const all = [builtIn, withExpression, trigger];
	for (let time = 0; time < TIMES; time++) {
		for (const each of all) {
			const times = await load(each.receiver, call, seconds);
			each.accepted += times.length;
			each.rates.push(times.length / seconds);
			each.milliseconds.push(median(times));
			await waitForExecutions(bench, each.receiver.workflow, each.accepted);
			console.log(`  ${each.name}: ${(times.length / seconds).toFixed(1)} per second`);
		}
	}
	return {
		method: [
			`Load: ${CONNECTIONS} connections, ${seconds} s, ${TIMES} times in turn, the same body of about 1 kB; n8n answers at once and runs a workflow of two nodes. Every call was answered with 200, and has an execution that ended well; the next round begins when all have.`,
			'n8n 2.41 starts its own Webhook node without an isolate for expressions when no parameter has one; for every other type of node it makes an isolate for each call (`webhookPhaseNeedsIsolate` in `live-webhooks.js`). The second row is the same node without that exception.',
		],
		tables: [
			{
				title: `Calls accepted over ${CONNECTIONS} connections`,
				head: ['node', 'per second', 'in each round', 'answered after ms'],
				rows: all.map(({ name, rates, milliseconds }) => [
					...[name, median(rates), rates.map((rate) => rate.toFixed(1)).join(', ')],
					median(milliseconds),
				]),
			},
		],
		targets: [builtIn, withExpression].map(({ name, rates }) => ({
			what: `Accepted per second: KASKO Trigger / ${name === builtIn.name ? 'Webhook' : 'Webhook with an expression'}`,
			measured: median(trigger.rates) / median(rates),
			atLeast: true,
			limit: 0.9,
		})),
	};
}

async function makeContender(name: string, published: Promise<Receiver>): Promise<Contender> {
	return { name, receiver: await published, accepted: 0, rates: [], milliseconds: [] };
}

async function load({ url }: Receiver, call: Call, seconds: number): Promise<number[]> {
	const end = performance.now() + seconds * 1000;
	let left = MAX_CALLS;
	const { byStatus } = await hammer(url, CONNECTIONS, () =>
		left-- > 0 && performance.now() < end ? call : undefined,
	);
	if (byStatus.size !== 1) throw new Error(`Answers: ${[...byStatus.keys()].join(', ')}`);
	return byStatus.get(200) ?? [];
}
