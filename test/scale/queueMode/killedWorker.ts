import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { afterBytes, atKind, pushFaults } from '../../../sandbox';
import { chain } from '../../../scripts/n8n/chain';
import {
	listExecutions,
	outputOf,
	runWorkflow,
	waitForExecution,
} from '../../../scripts/n8n/executions';
import { post } from '../../../scripts/n8n/post';
import {
	importWorkflow,
	publishWorkflow,
	webhookUrl,
	type ImportedWorkflow,
} from '../../../scripts/n8n/workflows';
import { waitFor } from '../../../scripts/programs/waitFor';
import { customerOf } from '../../support/makeUnreliable';
import { publishImport } from '../../support/publishImport';
import { publishPush, type PushAnswer } from '../../support/publishPush';
import { numbersTo, pushWorkflow } from '../../support/pushWorkflow';
import { exampleRow } from '../../support/ticketplanRows';
import { demo, workerOf, workers } from '../cluster';
import { writeFigures } from '../figures';
import { SIZES } from '../sizes';
import { startStream } from './stream';

const PACED = numbersTo(60);
const FIVE_PER_SECOND = { requestInterval: 200 };
/** Sold when the worker dies. */
const SOLD_PACED = 25;
/** Others' numbers begin here. */
const SINGLE = numbersTo(40).map((number) => 1_000 + number);
/** KASKO makes these policies and does not answer. */
const UNANSWERED = SINGLE.slice(5, 10);
/** How many executions a worker has under way at a time. */
const CONCURRENCY = 10;
/** What a run that dies has reserved ahead: twice as many as it has requests in parallel, and what KASKO's pace adds. */
const MOST_NEVER_SENT = 20;
/** So many seconds the nodes wait for an answer: as long as they can, and longer than it takes until the worker dies. */
const PATIENCE = 300;
const ROWS = 2_000;
const REPORTED = 1_000;
const WITHIN_SECONDS = 120;

/** Each test puts in what it has found when it is all as it should be. */
interface Figures {
	sold?: number;
	doubts?: number;
	neverSent?: number;
	singleFailed?: number;
	singleDoubts?: number;
	upload?: string;
	rename?: string;
	report?: string;
	calls?: number;
	failedCalls?: number;
	turnedAway?: number;
}

/**
 * One worker has everything under way: a run that buys five policies per second, executions with one policy each, an upload,
 * a rename, and a report with many rows. It is killed in the middle of all of them, while webhooks go on coming in.
 */
export function testKilledWorker(): void {
	const figures: Figures[] = [];
	afterAll(async () => {
		const isComplete = figures.every((figure) => Object.keys(figure).length === HEADS.length);
		if (isComplete) await writeFigures('killed', describeFigures(figures));
	});

	describe.each(numbersTo(SIZES.kills))('hard, in the middle of everything: kill %i', (kill) => {
		const figure: Figures = {};
		figures.push(figure);
		let soldBefore: string[];
		let lookUp: Awaited<ReturnType<typeof startLookUp>>;
		let paced: ImportedWorkflow;
		let single: Awaited<ReturnType<typeof publishPush>>;
		let imports: Awaited<ReturnType<typeof publishImport>>;
		let report: ImportedWorkflow;
		let stream: Awaited<ReturnType<typeof startStream>>;
		let firstAnswers: PushAnswer[];
		const rows = (what: string) =>
			numbersTo(ROWS).map((row) => exampleRow(`kill-${kill}-${what}-${row}`));
		const parts = () =>
			demo.sandbox.sftp.files.list('test').filter((name) => name.endsWith('.part'));

		afterAll(async () => {
			lookUp?.stop();
			await stream?.stop();
		});
		beforeAll(async () => {
			const { session, sandbox } = demo;
			const { push, sftp, webhooks } = sandbox;
			const [doomed, other] = workers;
			for (const part of [push, sftp, webhooks]) part.reset();
			stream = await startStream(demo, `Stream ${kill}`);
			paced = await importWorkflow(
				session,
				pushWorkflow(PACED, {
					credential: 'live',
					settings: { onError: 'continueRegularOutput' },
					options: FIVE_PER_SECOND,
				}),
			);
			single = await publishPush(session, { credential: 'live', options: { timeout: PATIENCE } });
			imports = await publishImport(session, 'KASKO SFTP account', { connectionTimeout: PATIENCE });
			lookUp = await startLookUp();
			report = await importWorkflow(session, reportWorkflow(`Report ${kill}`, lookUp.url));
			await publishWorkflow(session, report);
			await other.end(15);
			expect((await postReport(report, kill)).status).toBe(200);
			await waitFor(
				'the report is looked up',
				WITHIN_SECONDS,
				async () => lookUp.asked || undefined,
			);

			// One upload stops half-way; the rename of another file is done and not answered.
			let held = 0;
			const hold = () => {
				held += 1;
				return true;
			};
			sftp.faults.when((step) => afterBytes(100_000)(step) && hold(), 'stall', 1);
			const upload = imports.importRows(rows('upload'));
			await waitFor('the upload has begun', WITHIN_SECONDS, async () => held === 1 || undefined);
			sftp.faults.when((step) => atKind('RENAME')(step) && hold(), 'dropReply', 1);
			const rename = imports.importRows(rows('rename'));
			await waitFor('the rename is asked for', WITHIN_SECONDS, async () => held === 2 || undefined);

			// Some of the first policies are made and not answered; whatever the others are doing when the worker dies.
			const sold = () => push.policies.map(({ lastName }) => numberIn(lastName));
			const soldPacedBy = () => sold().filter((number) => number < PACED.length).length;
			push.faults.when(
				(request) => UNANSWERED.includes(customerOf(request)),
				pushFaults.stallAfter,
			);
			const first = single.push(SINGLE.slice(0, SINGLE.length / 2));
			await waitFor(
				'the first half is bought',
				WITHIN_SECONDS,
				async () => push.policies.length === SINGLE.length / 2 || undefined,
			);
			const pacedId = await runWorkflow(session, paced);
			const soldPaced = async (count: number) =>
				await waitFor(
					`${count} are bought`,
					WITHIN_SECONDS,
					async () => soldPacedBy() >= count || undefined,
				);
			await soldPaced(SOLD_PACED - 5);
			const second = single.push(SINGLE.slice(SINGLE.length / 2));
			await soldPaced(SOLD_PACED);
			expect(workerOf(pacedId)).toBe(doomed);
			await doomed.end(0);
			soldBefore = push.policies.map(({ lastName }) => lastName);
			push.faults.clear();
			sftp.faults.clear();

			// What it had under way ends as failed; what waited goes on in the next worker.
			lookUp.answer();
			await Promise.all(workers.map((worker) => worker.start()));
			firstAnswers = (await Promise.all([first, second])).flat();
			await Promise.all([upload, rename]);
			expect((await waitForExecution(session, pacedId)).status).toMatch(/error|crashed/);
		});

		it('the run at five per second: nothing bought twice, every doubt listed, few that were never sent', async () => {
			const { push } = demo.sandbox;
			const id = await runWorkflow(demo.session, paced);
			const items = outputOf(await waitForExecution(demo.session, id), 'ARAG Push');
			const statuses = items.map(statusOf);
			const namesOf = (status: string) =>
				PACED.filter((number) => statuses[number] === status).map((number) => `Person ${number}`);

			const all = push.policies.map(({ lastName }) => lastName).filter((n) => numberIn(n) < 1_000);
			const doubts = namesOf('unknown');
			const neverSent = doubts.filter((name) => !all.includes(name));
			expect(new Set(all).size).toBe(all.length);
			expect(namesOf('alreadyPushed').filter((name) => !soldBefore.includes(name))).toEqual([]);
			expect(namesOf('created').filter((name) => soldBefore.includes(name))).toEqual([]);
			expect(PACED.map((n) => `Person ${n}`).sort()).toEqual(
				[...new Set([...all, ...doubts])].sort(),
			);
			expect(neverSent.length).toBeLessThanOrEqual(MOST_NEVER_SENT);
			figure.sold = soldBefore.filter((name) => numberIn(name) < PACED.length).length;
			figure.doubts = doubts.length;
			figure.neverSent = neverSent.length;
		});

		it('executions with one policy each: the same, and what was answered as bought stays so', async () => {
			const { push } = demo.sandbox;
			const bought = firstAnswers.filter(({ status }) => status === 'created').map(nameOf);
			const failed = SINGLE.length - bought.length;
			expect(failed).toBeGreaterThanOrEqual(UNANSWERED.length);
			expect(failed).toBeLessThanOrEqual(CONCURRENCY);

			const answers = await single.push(SINGLE);
			const all = push.policies.map(({ lastName }) => lastName).filter((n) => numberIn(n) >= 1_000);
			const withStatus = (status: string) =>
				answers.filter((answer) => answer.status === status).map(nameOf);
			expect(new Set(all).size).toBe(all.length);
			expect(withStatus('created').filter((name) => soldBefore.includes(name))).toEqual([]);
			expect(bought.filter((name) => !withStatus('alreadyPushed').includes(name))).toEqual([]);
			const doubts = withStatus('unknown');
			expect([...new Set([...all, ...doubts])].sort()).toEqual(
				SINGLE.map((number) => `Person ${number}`).sort(),
			);
			expect(answers).toHaveLength(
				doubts.length + withStatus('alreadyPushed').length + withStatus('created').length,
			);
			expect(doubts.length).toBeLessThanOrEqual(failed);
			figure.singleFailed = failed;
			figure.singleDoubts = doubts.length;
		});

		it('an upload: the file is there once it is sent again, and what was left of it goes when it is old', async () => {
			const { files } = demo.sandbox.sftp;
			expect(parts()).toHaveLength(1);
			expect(await imports.importRows(rows('upload'))).toEqual(rows('').map(() => 'submitted'));
			expect(parts()).toHaveLength(1);

			const [left = ''] = parts();
			files.get(`test/${left}`).modifiedAt = new Date(0);
			expect(await imports.importRows([exampleRow(`kill-${kill}-later`)])).toEqual(['submitted']);
			expect(parts()).toEqual([]);
			figure.upload = 'sent again; what was left is gone';
		});

		it('a rename: the file is there, and is not sent again', async () => {
			expect(await imports.importRows(rows('rename'))).toEqual(
				rows('').map(() => 'alreadySubmitted'),
			);
			await demo.sandbox.importer.run();
			const orders = demo.sandbox.importer.policies
				.map(({ values }) => String(values['policy.data.order_number']))
				.filter((order) => order.startsWith(`kill-${kill}-`));
			expect(orders).toHaveLength(2 * ROWS + 1);
			expect(new Set(orders).size).toBe(2 * ROWS + 1);
			figure.rename = 'known as sent';
		});

		it('a report with many rows: n8n lists its run as failed, once', async () => {
			const runs = await listExecutions(demo.session, report);
			expect(runs.map(({ status }) => status)).toEqual([expect.stringMatching(/error|crashed/)]);
			figure.report = 'failed, once';
		});

		it('webhooks through it all: each good one is one run', async () => {
			const { taken, refused, turnedAway } = await stream.stop();
			expect(refused).toEqual(refused.map(() => 401));
			const runs = await Promise.all(
				(await listExecutions(demo.session, stream.workflow)).map(({ id }) =>
					waitForExecution(demo.session, id),
				),
			);
			const keys = runs.flatMap((run) =>
				outputOf(run, 'KASKO Trigger').map(({ idempotencyKey }) => String(idempotencyKey)),
			);
			// What the worker was about when it died is there as failed, without what n8n knew of it.
			const failed = runs.filter(({ status }) => status !== 'success');
			expect(runs).toHaveLength(taken.length);
			expect(new Set(keys).size).toBe(keys.length);
			expect(keys.filter((key) => !taken.includes(key))).toEqual([]);
			expect(keys.length + failed.length).toBe(taken.length);
			expect(taken.length).toBeGreaterThan(20);
			figure.calls = taken.length;
			figure.failedCalls = failed.length;
			figure.turnedAway = turnedAway;
		});
	});
}

/** A shop's system that is asked about an order, and answers when it is told to. */
async function startLookUp() {
	const state = { asked: false };
	let answer: () => void = () => undefined;
	const answered = new Promise<void>((resolve) => (answer = resolve));
	const server = createServer((_request, response) => {
		state.asked = true;
		void answered.then(() => response.end('{}'));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return Object.assign(state, {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		answer,
		stop() {
			server.closeAllConnections();
			server.close();
		},
	});
}

function reportWorkflow(name: string, lookUpUrl: string) {
	return chain(name, [
		{
			name: 'KASKO Trigger',
			type: 'n8n-nodes-kasko.kaskoTrigger',
			typeVersion: 1.1,
			parameters: {},
			webhookId: name.toLowerCase().replace(' ', '-'),
			credentials: { kaskoWebhookApi: { id: null, name: 'KASKO Webhook account' } },
		},
		{
			name: 'Look Up',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url: lookUpUrl, options: {} },
			executeOnce: true,
		},
	]);
}

async function postReport(workflow: ImportedWorkflow, kill: number) {
	const { session, sandbox } = demo;
	const errors = numbersTo(REPORTED).map((row) => ({
		message: 'Not for us',
		idempotency_key: `${kill}-${row}`,
	}));
	const body = Buffer.from(JSON.stringify({ livemode: true, errors }));
	const headers = {
		'content-type': 'application/json',
		'x-kasko-event': 'import.failed',
		'x-kasko-delivery': '0123456789abcdef0123456789abcdef',
		'x-kasko-signature': sandbox.webhooks.sign(body),
	};
	return await post(webhookUrl(session, workflow), headers, body);
}

const numberIn = (name: string) => Number(name.replace('Person ', ''));
const nameOf = ({ number }: PushAnswer) => `Person ${number}`;
const statusOf = ({ status, details }: IDataObject) =>
	String(status ?? (details as IDataObject | undefined)?.status);

const HEADS: Array<[name: keyof Figures, head: string]> = [
	['sold', 'bought by then, of 60'],
	['doubts', 'in doubt'],
	['neverSent', 'of these never sent'],
	['singleFailed', 'of 40 with one item each failed with the worker'],
	['singleDoubts', 'in doubt of these'],
	['upload', 'the upload'],
	['rename', 'the rename'],
	['report', 'the report'],
	['calls', 'webhook calls taken meanwhile, each one run'],
	['failedCalls', 'of these failed with the worker'],
	['turnedAway', 'calls that n8n turned away with 503'],
];

function describeFigures(figures: Figures[]) {
	return {
		title: 'A worker that is killed',
		method: [
			`SIGKILL while the one worker has under way: a run of ${PACED.length} items at five per second, ${SINGLE.length} executions with one item each, an upload and a rename of ${ROWS} rows each, and a report with ${REPORTED} rows. Then everything is run again.`,
			'Nothing was bought twice and no file was sent twice, or the test would have failed.',
		],
		tables: [
			{
				title: 'What was in doubt afterwards',
				head: ['kill', ...HEADS.map(([, head]) => head)],
				rows: figures.map((figure, kill) => [
					kill + 1,
					...HEADS.map(([name]) => figure[name] ?? NaN),
				]),
			},
		],
	};
}
