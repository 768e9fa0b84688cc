import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { demo, useCluster } from '../scale/cluster';
import { writeFigures } from '../scale/figures';
import { startStream } from '../scale/queueMode/stream';
import { SIZES } from '../scale/sizes';
import { publishImport } from '../support/publishImport';
import { publishPush } from '../support/publishPush';
import { numbersTo } from '../support/pushWorkflow';
import { exampleRow } from '../support/ticketplanRows';
import { readProcessState, type ProcessState } from './processState';

const ROUNDS = 3;
/** V8 gives memory back late: after a rest, not at once. */
const REST_MS = 20_000;
/** The first round fills what is made once: pools, compiled code, caches. */
const MOST_MEGABYTES_MORE = 100;
const MOST_HANDLES_MORE = 10;
const PUSHES_EACH_TIME = 10;
const ROWS_EACH_TIME = 50;

jest.setTimeout((ROUNDS * (SIZES.soakSeconds + 120) + 300) * 1000);
useCluster();

interface Round {
	pushes: number;
	rows: number;
	calls: number;
	/** By process, after a rest. */
	states: ProcessState[];
}

const stateOfAll = async () => {
	await sleep(REST_MS);
	return await Promise.all(demo.n8n.processes.map(({ pid }) => readProcessState(pid)));
};

/** Pushes by webhook, imports by webhook and events of KASKO, as fast as n8n takes them, for so many seconds. */
async function work(
	round: number,
	push: Awaited<ReturnType<typeof publishPush>>['push'],
	importRows: Awaited<ReturnType<typeof publishImport>>['importRows'],
): Promise<Omit<Round, 'states'>> {
	const end = Date.now() + SIZES.soakSeconds * 1000;
	const stream = await startStream(demo, `Soak ${round}`);
	let pushes = 0;
	let rows = 0;
	const pushing = async () => {
		while (Date.now() < end) {
			const customers = numbersTo(PUSHES_EACH_TIME).map(
				(number) => round * 1_000_000 + pushes + number,
			);
			for (const { status } of await push(customers)) expect(status).toBe('created');
			pushes += PUSHES_EACH_TIME;
		}
	};
	const importing = async () => {
		while (Date.now() < end) {
			const run = randomUUID();
			const answer = await importRows(
				numbersTo(ROWS_EACH_TIME).map((row) => exampleRow(`${run}-${row}`)),
			);
			expect(new Set(answer)).toEqual(new Set(['submitted']));
			rows += ROWS_EACH_TIME;
		}
	};
	await Promise.all([pushing(), importing()]);
	const { taken } = await stream.stop();
	return { pushes, rows, calls: taken.length };
}

it('mixed work, three times: no process holds more after the last than after the first', async () => {
	demo.sandbox.webhooks.reset();
	const { push } = await publishPush(demo.session, { credential: 'live' });
	const { importRows } = await publishImport(demo.session, 'sshd');
	const before = await stateOfAll();
	const rounds: Round[] = [];
	for (const round of numbersTo(ROUNDS)) {
		const done = await work(round, push, importRows);
		rounds.push({ ...done, states: await stateOfAll() });
		demo.sandbox.push.reset();
	}

	const [first] = rounds;
	const last = rounds.at(-1);
	const row = (state: ProcessState) => [
		Math.round(state.megabytes),
		state.handles,
		state.sockets,
		state.threads,
	];
	await writeFigures('soak', {
		title: 'Soak',
		method: [
			`Three times ${SIZES.soakSeconds} s of pushes (${PUSHES_EACH_TIME} at a time), imports of ${ROWS_EACH_TIME} rows and an event of KASKO every half second, as fast as n8n takes them; read from /proc after a rest of ${REST_MS / 1000} s each time.`,
		],
		tables: [
			{
				title: 'Work done',
				head: ['round', 'policies bought', 'rows imported', 'events taken'],
				rows: rounds.map(({ pushes, rows, calls }, index) => [index + 1, pushes, rows, calls]),
			},
			{
				title: 'What each process holds',
				head: ['process', 'when', 'MB resident', 'handles', 'of these sockets', 'threads'],
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

	demo.n8n.processes.forEach(({ command }, index) => {
		const [then, now] = [first?.states[index], last?.states[index]];
		const more = {
			megabytes: (now?.megabytes ?? NaN) - (then?.megabytes ?? NaN),
			handles: (now?.handles ?? NaN) - (then?.handles ?? NaN),
			threads: (now?.threads ?? NaN) - (then?.threads ?? NaN),
		};
		expect({ command, more, isNoise: more.megabytes <= MOST_MEGABYTES_MORE }).toMatchObject({
			isNoise: true,
		});
		expect({ command, more, isNoise: more.handles <= MOST_HANDLES_MORE }).toMatchObject({
			isNoise: true,
		});
	});
});
