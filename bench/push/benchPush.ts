import { join } from 'node:path';

import { pushFaults, startPush } from '../../sandbox';
import type { Push } from '../../sandbox/push/startPush';
import type { Bench } from '../Bench';
import { median } from '../median';
import type { Section, Target } from '../report/Section';
import { runChild } from '../runChild';
import { runTimed } from '../runTimed';
import { aragPush, createCredentials, httpRequest, publishVariant } from './workflows';

const DELAYS_MS = [0, 50, 500];
const DEFAULT_PARALLEL = 5;
const MANY_PARALLEL = 20;

interface Result {
	label: string;
	delayMs: number;
	seconds: number;
	/** As the server has seen it. */
	inFlight: number;
	connections: number;
	/** How fast `parallelRequests` would allow it to be; absent without a limit. */
	allowedSeconds?: number;
}

/** ARAG Push beside n8n's HTTP Request node and plain Node, against one local push API. */
export async function benchPush(bench: Bench): Promise<Section> {
	const push = await startPush();
	try {
		const items = bench.quick ? 50 : 1_000;
		const results = await measureAll(bench, push, items);
		return {
			title: 'ARAG Push',
			method: [
				`${items.toLocaleString('en-US')} items, all accepted by the sandbox’s push API over HTTPS on loopback, in a process of its own; it answers after the delay. Seconds are the node’s \`executionTime\`, median of 3 runs, 1 run at 500 ms; each node has run once before anything is measured.`,
				'HTTP Request: JSON body from one expression, Basic auth credential. Its batching is no limit of requests in flight. ARAG Push checks all items first, never has more in flight than set, and keeps its ledger.',
				'Plain Node: `node:https` with one keep-alive agent, in a new process.',
				'n8n’s HTTP helper opens a connection for each request, so that an item takes three round trips (TCP, TLS, the request) where Plain Node takes one; here the server answers late, the line itself takes no time. A node can’t give the helper a connection that stays open: n8n 2.41.1 builds each request from a fixed list of fields (`convertN8nRequestToAxios`, `@n8n/backend-network/dist/http/axios/request.js`, lines 12–40) and makes new agents for it (`setAxiosAgents`, `utils.js`, lines 287–298; `buildNodeAgents`, `node-agents.js`, lines 20–46). `agentOptions` go into these new agents, refuse `lookup` (line 21), and hold nothing that Node’s agent would take a connection from. n8n 1.123.81 knows no `agentOptions` and does the same (`n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions.js`, lines 374–404; `request-helpers/axios-utils.js`, lines 207–216).',
				'A client of the node’s own would keep its connections, and lose n8n’s proxy settings, its limits of hosts and addresses and the credential’s allowed domains; so it has none. On a slow line more `Parallel Requests` help.',
			],
			tables: [
				{
					title: `${items.toLocaleString('en-US')} policies`,
					head: ['server delay', 'client', 's', 'items/s', 'most in flight', 'connections'],
					rows: results.map(({ label, delayMs, seconds, inFlight, connections }) => [
						...[`${delayMs} ms`, label, seconds, items / seconds, inFlight, connections],
					]),
				},
			],
			targets: makeTargets(results),
		};
	} finally {
		await push.stop();
	}
}

async function measureAll(bench: Bench, push: Push, items: number): Promise<Result[]> {
	await createCredentials(bench, push);
	const variants = [
		aragPush(DEFAULT_PARALLEL),
		aragPush(MANY_PARALLEL),
		httpRequest('default options', push.url),
		httpRequest('batches of 10, 1 ms', push.url, { batchSize: 10, batchInterval: 1 }),
	];
	const results: Result[] = [];
	const time = async (label: string, delayMs: number, work: () => Promise<number>) => {
		const times = delayMs >= 500 ? 1 : 3;
		const seconds: number[] = [];
		for (let time = 0; time < times; time++) {
			push.reset();
			if (delayMs > 0) push.faults.when(() => true, pushFaults.slow(delayMs));
			seconds.push(await work());
			if (push.policies.length !== items) throw new Error(`${label}: not all were bought`);
		}
		const { highestInFlight: inFlight, connections } = push.stats;
		results.push({ label, delayMs, seconds: median(seconds), inFlight, connections });
		console.log(`  ${delayMs} ms, ${label}: ${median(seconds).toFixed(2)} s`);
	};

	const workflows = [];
	for (const [index, variant] of variants.entries()) {
		const path = `push-${index}`;
		const workflow = await publishVariant(bench, path, variant);
		await runTimed(bench, workflow, `${path}?items=10`);
		workflows.push({ ...variant, path, workflow });
	}
	for (const delayMs of DELAYS_MS) {
		for (const { label, path, workflow, parallelRequests } of workflows) {
			await time(label, delayMs, async () =>
				(await runTimed(bench, workflow, `${path}?items=${items}`)).seconds('Push'),
			);
			const result = results.at(-1);
			if (result && parallelRequests) {
				result.allowedSeconds = (items * delayMs) / 1000 / parallelRequests;
			}
		}
		for (const parallelRequests of [DEFAULT_PARALLEL, MANY_PARALLEL]) {
			const { url, keys, certificate } = push;
			const input = { url, ca: certificate.cert, apiKey: keys.test, items, parallelRequests };
			await time(`Plain Node, ${parallelRequests} at a time`, delayMs, () =>
				runChild<number>(bench.node, join(__dirname, 'plainClient.ts'), input),
			);
		}
	}
	return results;
}

function makeTargets(results: Result[]): Target[] {
	const at = (delayMs: number) => results.filter((result) => result.delayMs === delayMs);
	const ours = at(0).find(({ allowedSeconds }) => allowedSeconds !== undefined);
	const theirs = at(0).filter(({ label }) => label.startsWith('HTTP Request'));
	const best = Math.min(...theirs.map(({ seconds }) => seconds));
	return [
		{
			what: '0 ms: ARAG Push with default options / the best of HTTP Request',
			measured: (ours?.seconds ?? NaN) / best,
			limit: 1,
		},
		...at(500).flatMap(({ label, seconds, allowedSeconds }) =>
			allowedSeconds === undefined
				? []
				: [
						{
							what: `500 ms: ${label}: share of what they allow`,
							measured: allowedSeconds / seconds,
							atLeast: true,
							limit: 0.9,
						},
					],
		),
	];
}
