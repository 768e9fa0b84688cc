import { Agent } from 'node:http';

import { listExecutions } from '../../scripts/n8n/executions';
import { post } from '../../scripts/n8n/post';
import { waitFor } from '../../scripts/programs/waitFor';
import type { Bench } from '../Bench';
import { median } from '../median';
import { watchPeak } from '../peakMemory';
import type { Section } from '../report/Section';
import { waitForExecutions } from './countExecutions';
import type { Call } from './hammer';
import { publishTrigger, publishWebhook, splitOut, type Receiver } from './workflows';

const TIMES = 3;
const ENDS_WITHIN_SECONDS = 300;

/** One report with very many rows, and very many reports at once, on n8n's own Webhook node and on KASKO Trigger. */
export async function compareReports(
	bench: Bench,
	secret: string,
	makeCall: (payload: object) => Call,
): Promise<Omit<Section, 'title'>> {
	const [rows, reports, seconds] = bench.quick ? [1_000, 100, 1] : [10_000, 1_000, 10];
	const big = makeCall({
		livemode: false,
		rows: Array.from({ length: rows }, (_, row) => ({
			row,
			idempotency_key: `key-${row}`,
			errorMessage: "Bad Request: The 'policy.email' field is required.",
		})),
	});
	const small = makeCall({ livemode: false, errorMessage: 'Bad Request', idempotency_key: 'k-1' });

	const long: Array<Array<string | number>> = [];
	for (const [name, receiver] of [
		['Webhook, built-in, and Split Out', await publishWebhook(bench, {}, [SPLIT_OUT])],
		[
			'the same with an expression in an option',
			await publishWebhook(bench, NEEDS_ISOLATE, [SPLIT_OUT]),
		],
		['KASKO Trigger, with verification', await publishTrigger(bench, secret)],
	] as const) {
		long.push([name, ...(await measureReport(bench, receiver, big))]);
	}
	const many: Array<Array<string | number>> = [];
	for (const [name, receiver] of [
		['Webhook, built-in, no verification', await publishWebhook(bench)],
		['the same with an expression in an option', await publishWebhook(bench, NEEDS_ISOLATE)],
		['KASKO Trigger, with verification', await publishTrigger(bench, secret)],
	] as const) {
		many.push([name, ...(await measureBurst(bench, receiver, small, reports, seconds))]);
	}
	return {
		method: [
			`One report: ${rows.toLocaleString('en-US')} rows, ${(big.body.length / 1e6).toFixed(1)} MB of JSON, ${TIMES} times; both workflows make one item of each row. Seconds from the call to its answer, and to the end of the execution; how far the resident memory of n8n’s main process rose above its level before.`,
			`Many reports: ${reports.toLocaleString('en-US')} of one row each, one every ${(seconds * 1000) / reports} ms whether or not the earlier ones are answered, so many more at once than n8n starts in that time. Seconds are counted from the first call.`,
		],
		tables: [
			{
				title: `One report of ${rows.toLocaleString('en-US')} rows`,
				head: ['node', 'answered after s', 'ended after s', 'peak MB'],
				rows: long,
			},
			{
				title: `${reports.toLocaleString('en-US')} reports in ${seconds} s`,
				head: ['node', 'answered with 200', 'last answer after s', 'all executions ended after s'],
				rows: many,
			},
		],
		targets: [
			{
				what: `One report of ${rows.toLocaleString('en-US')} rows: KASKO Trigger / (Webhook with an expression and Split Out), until the end`,
				measured: Number(long[2]?.[2]) / Number(long[1]?.[2]),
				limit: 1,
			},
			{
				what: `${reports.toLocaleString('en-US')} reports in ${seconds} s, answered with 200: KASKO Trigger / Webhook with an expression`,
				measured: Number(many[2]?.[1]) / Number(many[1]?.[1]),
				atLeast: true,
				limit: 0.9,
			},
		],
	};
}

/** Another type of node than n8n's own Webhook gets an isolate for each call; with an expression so does that one. */
const NEEDS_ISOLATE = { ignoreBots: '={{ false }}' };
const SPLIT_OUT = splitOut('body.rows');

async function measureReport(
	bench: Bench,
	{ url, workflow }: Receiver,
	{ headers, body }: Call,
): Promise<number[]> {
	const answered: number[] = [];
	const ended: number[] = [];
	const peaks: number[] = [];
	for (let time = 0; time < TIMES; time++) {
		const peak = await watchPeak(bench.n8n.pid());
		const start = performance.now();
		const { status } = await post(url, headers, body);
		if (status !== 200) throw new Error(`The report was answered with ${status}`);
		answered.push((performance.now() - start) / 1000);
		await waitFor('the execution ends well', ENDS_WITHIN_SECONDS, async () => {
			const executions = await listExecutions(bench.session, workflow);
			return executions.filter((execution) => execution.status === 'success').length > time
				? true
				: undefined;
		});
		ended.push((performance.now() - start) / 1000);
		peaks.push((await peak()) / 1e6);
	}
	return [answered, ended, peaks].map(median);
}

async function measureBurst(
	bench: Bench,
	{ url, workflow }: Receiver,
	{ headers, body }: Call,
	reports: number,
	seconds: number,
): Promise<number[]> {
	const agent = new Agent({ keepAlive: true });
	const start = performance.now();
	let accepted = 0;
	let lastAnswer = start;
	await Promise.all(
		Array.from({ length: reports }, async (_, report) => {
			await new Promise((resolve) => setTimeout(resolve, (report * seconds * 1000) / reports));
			// An n8n that can't keep up answers 500 or 503 by itself, or cuts the line.
			const answer = await post(url, headers, body, agent).catch(() => undefined);
			if (answer?.status === 200) accepted++;
			lastAnswer = performance.now();
		}),
	);
	agent.destroy();
	await waitForExecutions(bench, workflow, accepted);
	return [accepted, (lastAnswer - start) / 1000, (performance.now() - start) / 1000];
}
