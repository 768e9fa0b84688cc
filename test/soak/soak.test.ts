import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { isRunning, listExecutions } from '../../scripts/n8n/executions';
import { waitFor } from '../../scripts/programs/waitFor';
import { demo, sshd, useCluster } from '../scale/cluster';
import { writeFigures } from '../scale/figures';
import { startStream } from '../scale/queueMode/stream';
import { SIZES } from '../scale/sizes';
import { publishImport } from '../support/publishImport';
import { publishPush } from '../support/publishPush';
import { numbersTo } from '../support/pushWorkflow';
import { exampleRow } from '../support/ticketplanRows';
import { readProcessState, TELLS_STATE, type ProcessState } from './processState';

const ROUNDS = 3;
/** Connections that nobody uses are closed meanwhile. */
const REST_MS = 20_000;
const PUSHES_EACH_TIME = 10;
const ROWS_EACH_TIME = 50;

/** What the last round may hold more than the first one, which fills what is made once: pools, compiled code, caches. */
const NOISE: ProcessState = {
	usedMegabytes: 10,
	residentMegabytes: SIZES.residentNoise,
	timers: 10,
	handles: 10,
	sockets: 10,
	threads: 2,
};
const HEADS: Record<keyof ProcessState, string> = {
	usedMegabytes: 'MB in use',
	residentMegabytes: 'MB resident',
	timers: 'timers',
	handles: 'handles',
	sockets: 'of these sockets',
	threads: 'threads',
};
const PARTS = Object.keys(HEADS) as Array<keyof ProcessState>;

jest.setTimeout((ROUNDS * (SIZES.soakSeconds + 300) + 300) * 1000);
useCluster(TELLS_STATE);

interface Round {
	pushes: number;
	rows: number;
	calls: number;
	turnedAway: number;
	/** By process, after a rest. */
	states: ProcessState[];
}

const stateOfAll = async () => {
	await sleep(REST_MS);
	return await Promise.all(demo.n8n.processes.map(readProcessState));
};

/** Pushes by webhook, imports by webhook and events of KASKO, as fast as n8n takes them, for so many seconds. */
async function work(
	round: number,
	push: Awaited<ReturnType<typeof publishPush>>['push'],
	importRows: Awaited<ReturnType<typeof publishImport>>['importRows'],
): Promise<Omit<Round, 'states'>> {
	const filesBefore = files();
	demo.sandbox.push.reset();
	const end = Date.now() + SIZES.soakSeconds * 1000;
	const stream = await startStream(demo, `Soak ${round}`);
	let pushes = 0;
	let rows = 0;
	const pushing = async () => {
		while (Date.now() < end) {
			const customers = numbersTo(PUSHES_EACH_TIME).map(
				(number) => round * 1_000_000 + pushes + number,
			);
			const statuses = (await push(customers)).map(({ status }) => status);
			expect(statuses).toEqual(customers.map(() => 'created'));
			pushes += PUSHES_EACH_TIME;
		}
	};
	const importing = async () => {
		while (Date.now() < end) {
			const run = randomUUID();
			const answer = await importRows(
				numbersTo(ROWS_EACH_TIME).map((row) => exampleRow(`${run}-${row}`)),
			);
			expect(answer).toEqual(numbersTo(ROWS_EACH_TIME).map(() => 'submitted'));
			rows += ROWS_EACH_TIME;
		}
	};
	await Promise.all([pushing(), importing()]);
	const { taken, refused, turnedAway } = await stream.stop();

	const bought = demo.sandbox.push.policies.map(({ lastName }) => lastName);
	expect(bought).toHaveLength(pushes);
	expect(new Set(bought).size).toBe(pushes);
	expect(files() - filesBefore).toBe(rows / ROWS_EACH_TIME);
	expect(refused).toEqual(refused.map(() => 401));
	const runs = await waitFor('the runs of the events end', 120, async () => {
		const all = await listExecutions(demo.session, stream.workflow);
		return all.some(isRunning) ? undefined : all;
	});
	expect(runs.map(({ status }) => status)).toEqual(taken.map(() => 'success'));
	return { pushes, rows, calls: taken.length, turnedAway };
}

const files = () => readdirSync(join(sshd.folder, 'test')).length;

it('mixed work, three times: no process holds more after the last than after the first', async () => {
	demo.sandbox.webhooks.reset();
	const { push } = await publishPush(demo.session, { credential: 'live' });
	const { importRows } = await publishImport(demo.session, 'sshd');
	const before = await stateOfAll();
	const rounds: Round[] = [];
	for (const round of numbersTo(ROUNDS)) {
		const done = await work(round, push, importRows);
		rounds.push({ ...done, states: await stateOfAll() });
	}

	const row = (state: ProcessState) => PARTS.map((part) => Math.round(state[part]));
	await writeFigures('soak', {
		title: 'Soak',
		method: [
			`Three times ${SIZES.soakSeconds} s of pushes (${PUSHES_EACH_TIME} at a time), imports of ${ROWS_EACH_TIME} rows and events of KASKO, each half a second after the answer to the one before, one in five of them forged, as fast as n8n takes them. Each policy was bought once, each import gave one file, and each event that was not forged is one run that succeeded, or the test would have failed.`,
			`Read after a rest of ${REST_MS / 1000} s each time: what is in use from the process itself, after a collection of garbage, the rest from /proc.`,
		],
		tables: [
			{
				title: 'Work done',
				head: [
					'round',
					'policies bought',
					'rows imported',
					'events taken',
					'events that n8n turned away with 503',
				],
				rows: rounds.map(({ pushes, rows, calls, turnedAway }, index) => [
					index + 1,
					pushes,
					rows,
					calls,
					turnedAway,
				]),
			},
			{
				title: 'What each process holds',
				head: ['process', 'when', ...Object.values(HEADS)],
				rows: demo.n8n.processes.flatMap(({ command }, index) => [
					[command, 'before', ...(before[index] ? row(before[index]) : [])],
					...rounds.map(({ states }, round) => [
						command,
						`after round ${round + 1}`,
						...(states[index] ? row(states[index]) : []),
					]),
				]),
			},
		],
	});

	const [first] = rounds;
	const last = rounds.at(-1);
	demo.n8n.processes.forEach(({ command }, index) => {
		const more = (part: keyof ProcessState) =>
			(last?.states[index]?.[part] ?? NaN) - (first?.states[index]?.[part] ?? NaN);
		const grown = PARTS.filter((part) => !(more(part) <= NOISE[part]));
		const states = rounds.map((round) => round.states[index]);
		expect({ command, grown, states }).toEqual({ command, grown: [], states });
	});
});
