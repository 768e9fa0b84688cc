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

interface Rate {
	perSecond: number;
	medianMs: number;
}

/** Calls that are accepted per second, on the built-in Webhook node and on KASKO Trigger. */
export async function compareRates(
	bench: Bench,
	secret: string,
	call: Call,
): Promise<Omit<Section, 'title'>> {
	const seconds = bench.quick ? 2 : 10;
	const builtIn = { receiver: await publishWebhook(bench), accepted: 0, rates: [] as Rate[] };
	const trigger = {
		receiver: await publishTrigger(bench, secret),
		accepted: 0,
		rates: [] as Rate[],
	};
	for (let time = 0; time < TIMES; time++) {
		for (const each of [builtIn, trigger]) {
			const times = await load(each.receiver, call, seconds);
			each.accepted += times.length;
			each.rates.push({ perSecond: times.length / seconds, medianMs: median(times) });
			await waitForExecutions(bench, each.receiver.workflow, each.accepted);
		}
	}
	const row = (name: string, rates: Rate[]) => [
		name,
		median(rates.map(({ perSecond }) => perSecond)),
		rates.map(({ perSecond }) => perSecond.toFixed(1)).join(', '),
		median(rates.map(({ medianMs }) => medianMs)),
	];
	const perSecond = (rates: Rate[]) => median(rates.map((rate) => rate.perSecond));
	return {
		method: [
			`Load: ${CONNECTIONS} connections, ${seconds} s, ${TIMES} times in turn, the same body of about 1 kB; n8n answers at once and runs a workflow of two nodes. Every call was answered with 200, and has an execution that ended well; the next round begins when all have.`,
		],
		tables: [
			{
				title: `Calls accepted over ${CONNECTIONS} connections`,
				head: ['node', 'per second', 'in each round', 'answered after ms'],
				rows: [
					row('Webhook, built-in, no verification', builtIn.rates),
					row('KASKO Trigger, with verification', trigger.rates),
				],
			},
		],
		targets: [
			{
				what: 'Accepted per second: KASKO Trigger / Webhook',
				measured: perSecond(trigger.rates) / perSecond(builtIn.rates),
				atLeast: true,
				limit: 0.9,
			},
		],
	};
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
