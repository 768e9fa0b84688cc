import type { Bench } from '../Bench';
import { median } from '../median';
import type { Section } from '../report/Section';
import { countExecutions, waitForExecutions } from './countExecutions';
import { hammer, type Call } from './hammer';
import { publishTrigger } from './workflows';

const CONNECTIONS = 10;
const FORGED_PER_GOOD = 10;

/** Many forged calls among good ones: only the good ones may leave anything behind. */
export async function sendForgeries(
	bench: Bench,
	secret: string,
	good: Call,
): Promise<Omit<Section, 'title'>> {
	const goodCalls = bench.quick ? 20 : 1_000;
	const forgedCalls = goodCalls * FORGED_PER_GOOD;
	const { url, workflow } = await publishTrigger(bench, secret);
	const forgeries = forge(good);
	let sent = 0;
	const { seconds, byStatus } = await hammer(url, CONNECTIONS, () => {
		if (sent === goodCalls + forgedCalls) return undefined;
		const number = sent++;
		return number % (FORGED_PER_GOOD + 1) === 0 ? good : forgeries[number % forgeries.length];
	});
	await waitForExecutions(bench, workflow, goodCalls);
	const executions = await countExecutions(bench, workflow);
	const [accepted, refused] = [byStatus.get(200) ?? [], byStatus.get(401) ?? []];
	return {
		method: [
			`Forged calls: ${forgedCalls.toLocaleString('en-US')} (no signature, a wrong one, the right one of another body) among ${goodCalls.toLocaleString('en-US')} good ones over ${CONNECTIONS} connections, counted afterwards in n8n’s list of executions, whatever their status.`,
		],
		tables: [
			{
				title: 'Forged calls among good ones',
				head: ['calls', 'sent', 'answered', 'after ms', 'executions'],
				rows: [
					['good', goodCalls, `${accepted.length} × 200`, median(accepted), executions],
					['forged', forgedCalls, `${refused.length} × 401`, median(refused), 0],
					['all', goodCalls + forgedCalls, `in ${seconds.toFixed(1)} s`, '', executions],
				],
			},
		],
		targets: [
			{ what: 'Executions beyond the good calls', measured: executions - goodCalls, limit: 0 },
			{
				what: 'Forged calls answered with 401 / forged calls',
				measured: refused.length / forgedCalls,
				atLeast: true,
				limit: 1,
			},
		],
	};
}

function forge({ headers, body }: Call): Call[] {
	const without = Object.entries(headers).filter(([name]) => name !== 'x-kasko-signature');
	return [
		{ headers: Object.fromEntries(without), body },
		{ headers: { ...headers, 'x-kasko-signature': `sha1=${'0'.repeat(40)}` }, body },
		{ headers, body: Buffer.concat([body, Buffer.from(' ')]) },
	];
}
