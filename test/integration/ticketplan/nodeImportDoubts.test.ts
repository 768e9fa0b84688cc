import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { atKind, sftpRefusals } from '../../../sandbox';
import { runNode } from '../../support/runNode';
import { exampleRow, mappedByName } from '../../support/ticketplanRows';
import { CONTINUE, credential, jsonOf, run, sftp, useSftp } from './importHarness';

useSftp();

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
const rows = [exampleRow('A1'), exampleRow('A2')];
/** How often a temporary file was made. */
const uploads = () =>
	sftp.steps.filter(({ kind, path = '' }) => kind === 'OPEN' && path.endsWith('.part')).length;
const inTest = () => sftp.files.list('test');

const MODES: Array<[string, IDataObject]> = [
	['as it is set by default', {}],
	['random keys', { idempotencyKeys: 'random' }],
	['Send Again', { resubmit: true }],
	["a file name of one's own", { fileName: 'orders' }],
	["Send Again and a file name of one's own", { fileName: 'orders', resubmit: true }],
];

describe.each(MODES)('n8n tries the node again after a doubt, %s', (_mode, changes) => {
	const parameters = { output: 'files', options: { maxTries: 1, ...changes } };

	it.each(['cutBefore', 'cutAfter', 'dropReply'] as const)(
		'and it looks instead of sending again (%s)',
		async (fault) => {
			sftp.faults.when(atKind('RENAME'), fault, 1);
			const { outputs, executions } = await run(
				{
					...parameters,
					options: { ...parameters.options, connectionTimeout: fault === 'dropReply' ? 1 : 20 },
				},
				rows,
				RETRY,
			);
			expect(executions).toBe(2);
			expect(jsonOf(outputs[0])).toMatchObject([{ status: 'submitted' }]);
			expect(uploads()).toBe(1);
			expect(inTest()).toHaveLength(1);
			expect(inTest()[0]).toMatch(/\.csv$/);
		},
	);

	it('when the file is nowhere: still unknown, nothing is sent again', async () => {
		sftp.faults.when(atKind('RENAME'), 'cutAfter', 1);
		sftp.faults.when(({ kind }) => {
			// KASKO has taken it to a folder that nobody knows of.
			if (kind === 'CONNECT' && sftp.total.connections > 1) {
				for (const name of inTest()) sftp.files.remove(`test/${name}`);
			}
			return false;
		}, 'refuse');
		const { error, executions } = await run(parameters, rows, RETRY);
		expect(executions).toBe(3);
		expect(error?.message).toContain('It is not known whether');
		expect(uploads()).toBe(1);
		expect(inTest()).toEqual([]);
	});

	it('when the server is out of reach: still unknown', async () => {
		sftp.faults.when(atKind('RENAME'), 'cutAfter', 1);
		sftp.faults.when(({ kind }) => kind === 'CONNECT' && sftp.total.connections > 1, 'refuse');
		const { error, executions } = await run(parameters, rows, RETRY);
		expect(executions).toBe(3);
		expect(error?.message).toContain('It is not known whether');
		expect(error?.description).toContain('Get Imports');
	});
});

describe('n8n tries the node again after a doubt, and an expression gives other values', () => {
	const mapped = (changes: IDataObject): IDataObject => ({
		columns: {
			mappingMode: 'defineBelow',
			value: {
				...mappedByName(Object.keys(exampleRow('A1'))),
				...changes,
			},
		},
	});
	const now = '{{ $now.toMillis() }}{{ Math.random() }}';
	const order = '{{ $json["policy.data.order_number"] }}';

	describe.each(['cutBefore', 'cutAfter'] as const)('%s', (fault) => {
		it.each<[string, IDataObject]>([
			['a further column', { 'policy.data.sent_at': `=${now}` }],
			['a column that is no key column', { 'policy.data.venue_name': `=Hall ${now}` }],
			[
				'the keys come with the rows',
				{ idempotency_key: `=${order}`, 'policy.data.seat': `=${now}` },
			],
		])('in %s: the same policies, so it looks for them', async (_what, changes) => {
			sftp.faults.when(atKind('RENAME'), fault, 1);
			const { outputs, executions } = await run(
				{ ...mapped(changes), output: 'files', options: { maxTries: 1 } },
				rows,
				RETRY,
			);
			expect(executions).toBe(2);
			expect(uploads()).toBe(1);
			expect(inTest()).toEqual([jsonOf(outputs[0])[0]?.file]);
			const [sent] = sftp.files.list('test').map((name) => sftp.files.read(`test/${name}`));
			const sha256 = createHash('sha256').update(sent!).digest('hex');
			expect(jsonOf(outputs[0])).toMatchObject([{ status: 'submitted', rows: 2, sha256 }]);
		});
	});

	it.each<[string, IDataObject]>([
		['the keys', { idempotency_key: `=${order}-${now}` }],
		['a key column', { 'policy.data.order_number': '=A{{ Math.floor(Math.random() * 1e12) }}' }],
	])('in %s: nothing is sent again', async (_what, changes) => {
		sftp.faults.when(atKind('RENAME'), 'cutAfter', 1);
		const { error, executions } = await run(
			{ ...mapped(changes), options: { maxTries: 1 } },
			rows,
			RETRY,
		);
		expect(executions).toBe(3);
		expect(uploads()).toBe(1);
		expect(inTest()).toHaveLength(1);
		expect(error?.message).toContain('other idempotency keys than in an earlier try');
		expect(error?.description).toContain(`It is not known whether '${inTest()[0]}' was submitted`);
		expect(error?.description).toContain('Get Imports');
	});
});

describe('the fate of every file', () => {
	const parameters = { output: 'files', options: { maxRowsPerFile: 1, maxTries: 1 } };
	const four = ['A1', 'A2', 'A3', 'A4'].map((order) => exampleRow(order));
	/** The second file can't be written, the third one is in doubt, and there is no way back to the server. */
	const breakDown = () => {
		let opened = 0;
		sftp.faults.when(
			({ kind }) => kind === 'OPEN' && [2, 3].includes(++opened),
			sftpRefusals.permissionDenied,
		);
		let renamed = 0;
		sftp.faults.when(({ kind }) => kind === 'RENAME' && ++renamed === 2, 'cutAfter', 1);
	};

	it('with Stop: all are listed, those in doubt first', async () => {
		breakDown();
		const { error } = await run(parameters, four);
		expect(error?.message).toBe('Of 4 files: 1 unknown, 2 not submitted, 1 submitted');
		const text = error?.description ?? '';
		const places = ['Unknown:', 'Not submitted:', 'Submitted:'].map((title) => text.indexOf(title));
		expect(places.every((place) => place >= 0)).toBe(true);
		expect([...places].sort((one, other) => one - other)).toEqual(places);
		expect(text.match(/ticketplan-test-[0-9a-f]{16}\.csv' was not submitted/g)).toHaveLength(2);
	});

	it.each(['rows', 'files'])('with Continue: each of the %s', async (output) => {
		breakDown();
		const { outputs } = await run({ ...parameters, output }, four, CONTINUE);
		expect(jsonOf(outputs[0]).map(({ status }) => status)).toEqual(['submitted']);
		expect(jsonOf(outputs[1]).map(({ details }) => (details as IDataObject).status)).toEqual([
			'notSubmitted',
			'unknown',
			'notSubmitted',
		]);
	});
});

it.each(['rows', 'files'])(
	'stopped right after the rename, with Output = %s: submitted',
	async (output) => {
		let cancel = () => {};
		sftp.faults.when(({ kind }) => {
			if (kind === 'RENAME') cancel();
			return false;
		}, 'refuse');
		let ended: unknown;
		const node = new TicketplanSftpImport();
		const { execute } = node;
		node.execute = async function () {
			const result = await execute.call(this);
			ended = result;
			return result;
		};
		await runNode({
			node,
			parameters: { output },
			items: rows as IDataObject[],
			settings: CONTINUE,
			credential: { type: new KaskoSftpApi(), data: credential() },
			onStart: (stop) => (cancel = stop),
		}).catch(() => undefined);
		for (let waits = 0; ended === undefined && waits < 100; waits++) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		const [sent = []] = ended as Array<Array<{ json: IDataObject }>>;
		expect(jsonOf(sent).map(({ status }) => status)).toEqual(
			output === 'rows' ? ['submitted', 'submitted'] : ['submitted'],
		);
		expect(inTest()).toHaveLength(1);
	},
);
