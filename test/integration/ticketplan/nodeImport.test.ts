import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { atKind, sftpRefusals, startSftp } from '../../../sandbox';
import type { Sftp } from '../../../sandbox/sftp/startSftp';
import type { NodeRun } from '../../support/runNode';
import { runNode } from '../../support/runNode';
import { EXAMPLE_CSV, EXAMPLE_ROWS, exampleRow } from '../../support/ticketplanRows';

let sftp: Sftp;
beforeAll(async () => {
	sftp = await startSftp();
});
beforeEach(() => sftp.reset());
afterAll(() => sftp.stop());

const credential = () => ({
	host: sftp.host,
	port: sftp.port,
	username: sftp.username,
	privateKey: sftp.privateKey,
	hostKey: sftp.hostKey,
});

const run = (parameters: IDataObject, items: unknown[], settings: NodeRun['settings'] = {}) =>
	runNode({
		node: new TicketplanSftpImport(),
		parameters,
		items: items as IDataObject[],
		settings,
		credential: {
			type: new KaskoSftpApi(),
			data: credential(),
		},
	});

const CONTINUE = { onError: 'continueErrorOutput' } as const;
const jsonOf = (items: Array<{ json: IDataObject }> = []) => items.map(({ json }) => json);
const filesIn = (folder: string) =>
	sftp.files.list(folder).map((name) => sftp.files.read(`${folder}/${name}`).toString());

describe('Ticketplan SFTP Import in n8n-core', () => {
	it("sends KASKO's two example rows as KASKO's example file", async () => {
		const { outputs, hints } = await run({}, [...EXAMPLE_ROWS]);

		expect(filesIn('test')).toEqual([EXAMPLE_CSV]);
		expect(filesIn('live')).toEqual([]);
		const [file] = sftp.files.list('test');
		expect(file).toMatch(/^ticketplan-test-[0-9a-f]{16}\.csv$/);
		expect(jsonOf(outputs[0])).toEqual(
			EXAMPLE_ROWS.map(({ idempotency_key }, index) => ({
				status: 'submitted',
				idempotencyKey: idempotency_key,
				file,
				row: index + 1,
				environment: 'test',
			})),
		);
		expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(hints).toEqual([]);
		await sftp.idle();
	});

	it('finds the same content again and does not send it twice', async () => {
		await run({ output: 'files' }, [exampleRow('A1')]);
		const { outputs } = await run({ output: 'files' }, [exampleRow('A1')]);

		expect(sftp.files.list('test')).toHaveLength(1);
		expect(jsonOf(outputs[0])).toEqual([
			expect.objectContaining({ status: 'alreadySubmitted', rows: 1, environment: 'test' }),
		]);
		expect(outputs[0]![0]!.pairedItem).toEqual([{ item: 0 }]);
	});

	it('sends nothing and opens no connection while a row is refused', async () => {
		const bad = { 'policy.email': '', 'policy.data.booking_date': '31.02.2026' };
		const { error, run: result } = await run({}, [exampleRow('A1'), exampleRow('A2', bad)]);

		expect(result.status).toBe('error');
		expect(error?.message).toBe("1 row of 2 can't be imported, so nothing was sent");
		expect(error?.description).toContain('Row 2, policy.email:');
		expect(error?.description).toContain('There is no such day as 2026-02-31');
		expect(sftp.total.connections).toBe(0);
	});

	it('sends the good rows and puts the refused ones on the error output', async () => {
		const rows = [exampleRow('A1', { 'policy.language': 'english' }), exampleRow('A2')];
		const { outputs, hints, executions } = await run({}, rows, {
			...CONTINUE,
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 0,
		});

		expect(executions).toBe(1);
		expect(jsonOf(outputs[0])).toEqual([expect.objectContaining({ status: 'submitted', row: 2 })]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]![0]!.json).toMatchObject({
			error: 'Row 1 was not sent: 1 finding',
			details: {
				row: 1,
				findings: [
					{
						column: 'policy.language',
						code: 'notAllowed',
						value: 'english',
						message: expect.any(String),
						hint: expect.any(String),
					},
				],
			},
		});
		expect(hints.join()).toContain('1 row refused');
		expect(filesIn('test').join()).not.toContain('A1');
	});

	it('makes no file of no good row, and says so', async () => {
		const { outputs, hints } = await run(
			{},
			[exampleRow('A1', { 'policy.email': null })],
			CONTINUE,
		);

		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(1);
		expect(hints.join()).toContain('no file was made');
		expect(sftp.total.connections).toBe(0);
	});

	it('gives each row its own failed item when the server refuses the file', async () => {
		sftp.faults.when(atKind('OPEN'), sftpRefusals.permissionDenied, 10);
		const { outputs } = await run({}, [exampleRow('A1'), exampleRow('A2')], CONTINUE);

		expect(outputs[0]).toEqual([]);
		expect(jsonOf(outputs[1])).toEqual(
			[1, 2].map((row) =>
				expect.objectContaining({
					error: expect.stringContaining('was not submitted'),
					details: expect.objectContaining({
						status: 'notSubmitted',
						row,
						idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
					}),
				}),
			),
		);
	});

	it('gives every item a failed one when the login is refused', async () => {
		const { outputs } = await runNode({
			node: new TicketplanSftpImport(),
			parameters: {},
			items: [exampleRow('A1'), exampleRow('A2')] as IDataObject[],
			settings: CONTINUE,
			credential: {
				type: new KaskoSftpApi(),
				data: { ...credential(), username: 'somebody-else' },
			},
		});
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(2);
	});

	it('splits the rows, and tells which file each is in', async () => {
		const rows = ['A1', 'A2', 'A3'].map((order) => exampleRow(order));
		const { outputs } = await run({ options: { maxRowsPerFile: 2, fileName: 'orders' } }, rows);

		expect(sftp.files.list('test').sort()).toEqual(['orders-1.csv', 'orders-2.csv']);
		expect(jsonOf(outputs[0]).map(({ file, row }) => [file, row])).toEqual([
			['orders-1.csv', 1],
			['orders-1.csv', 2],
			['orders-2.csv', 3],
		]);
		expect(filesIn('test').map((csv) => csv.split('\n').length - 2)).toEqual([2, 1]);
	});

	it('maps one by one, with expressions that only n8n can evaluate', async () => {
		const value: IDataObject = {};
		for (const name of Object.keys(exampleRow('A1'))) value[name] = `={{ $json["${name}"] }}`;
		value['policy.first_name'] = '={{ $json.person.first.toUpperCase() }}';
		value['policy.data.event_name'] = '=Show: {{ $json.event }}';
		value['policy.data.venue_country'] = 'Austria';
		value['policy.data.customer_street'] = null;
		const additionalColumns = {
			column: [
				{ name: 'policy.data.seat', value: '={{ $json.seat.toString() }}' },
				{ name: 'quote.data.protected_element.2.price', value: '={{ $json.second }}' },
			],
		};
		const items = [1, 2].map((n) => ({
			...exampleRow(`A${n}`),
			person: { first: 'änne' },
			event: `No. ${n}`,
			seat: n,
			second: 100 * n,
		}));
		await run(
			{ columns: { mappingMode: 'defineBelow', value }, options: { additionalColumns } },
			items,
		);

		const [csv = ''] = filesIn('test');
		const [header = '', first = '', second = ''] = csv.split('\n');
		expect(header).not.toContain('customer_street');
		expect(header.endsWith(',policy.data.seat,quote.data.protected_element.2.price')).toBe(true);
		expect(first).toContain(',ÄNNE,');
		expect(first).toContain(',Show: No. 1,');
		expect(first).toContain(',Austria,');
		expect(first.endsWith(',1,100')).toBe(true);
		expect(second.endsWith(',2,200')).toBe(true);
	});

	it('tells which expression fails, for each row', async () => {
		const value = { 'policy.email': '={{ $json.list.map(x => x.y).first( }}' };
		const { outputs } = await run(
			{ columns: { mappingMode: 'defineBelow', value } },
			[{ list: 1 }],
			CONTINUE,
		);
		const { details } = outputs[1]![0]!.json as { details: { findings: IDataObject[] } };
		expect(details.findings.filter(({ column }) => column === 'policy.email')).toMatchObject([
			{ code: 'notResolved' },
		]);
	});

	it('keeps random keys when n8n runs the node again, and makes new ones for another execution', async () => {
		const options = { idempotencyKeys: 'random' };
		const first = await run({ options }, [exampleRow('A1')]);
		const again = await runNode({
			node: new TicketplanSftpImport(),
			parameters: { options },
			items: [exampleRow('A1')] as IDataObject[],
			contextData: first.contextData,
			credential: { type: new KaskoSftpApi(), data: credential() },
		});
		expect(jsonOf(again.outputs[0])).toEqual([
			{ ...first.outputs[0]![0]!.json, status: 'alreadySubmitted' },
		]);

		const other = await run({ options }, [exampleRow('A1')]);
		expect(jsonOf(other.outputs[0])[0]!.status).toBe('submitted');
		expect(filesIn('test')).toHaveLength(2);
	});

	describe('Send Again', () => {
		const rows = [exampleRow('A1'), exampleRow('A2')];
		const parameters = { output: 'files', options: { maxRowsPerFile: 1, maxTries: 1 } };
		const again = {
			...parameters,
			options: { ...parameters.options, resubmit: true },
		};
		const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

		it('sends each file once more, however often n8n tries the node', async () => {
			await run(parameters, rows);
			let opened = 0; // the second file is the one that fails, in the first two tries
			sftp.faults.when(
				({ kind }) => kind === 'OPEN' && [2, 3].includes(++opened),
				sftpRefusals.permissionDenied,
			);
			const { outputs, executions } = await run(again, rows, RETRY);

			expect(executions).toBe(3);
			const files = jsonOf(outputs[0]).map(({ status, path }) => [status, path]);
			expect(files).toEqual([
				['submitted', expect.stringMatching(/^test\/.*-2\.csv$/)],
				['submitted', expect.stringMatching(/^test\/.*-2\.csv$/)],
			]);
			expect(sftp.files.list('test')).toHaveLength(4);
		});

		it.each(['cutBefore', 'cutAfter'] as const)(
			'looks for a file in doubt instead of sending it again (%s)',
			async (fault) => {
				await run(parameters, rows);
				sftp.faults.when(atKind('RENAME'), fault, 1);
				const { outputs, executions } = await run(again, rows, RETRY);

				expect(executions).toBe(2);
				expect(jsonOf(outputs[0]).map(({ status }) => status)).toEqual(['submitted', 'submitted']);
				expect(sftp.files.list('test')).toHaveLength(4);
				expect(sftp.files.list('test').join()).not.toMatch(/-3\.csv|\.part/);
			},
		);

		it('keeps telling that a file is in doubt while the server is out of reach', async () => {
			sftp.faults.when(atKind('RENAME'), 'cutAfter', 1);
			const stopped = await run(again, rows.slice(0, 1));
			sftp.faults.when(atKind('CONNECT'), 'refuse');
			const { outputs } = await runNode({
				node: new TicketplanSftpImport(),
				parameters: again,
				items: rows.slice(0, 1) as IDataObject[],
				settings: CONTINUE,
				contextData: stopped.contextData,
				credential: { type: new KaskoSftpApi(), data: credential() },
			});
			sftp.faults.clear();
			const [file] = sftp.files.list('test');
			expect(outputs[1]![0]!.json.details).toMatchObject({
				status: 'unknown',
				step: 'connect',
				onServer: expect.stringContaining(`'${file}', or its temporary file`),
			});
		});

		it('is sent again by another execution', async () => {
			await run(again, rows);
			await run(again, rows);
			expect(sftp.files.list('test')).toHaveLength(4);
		});
	});

	describe("a file name of one's own", () => {
		const parameters = { output: 'files', options: { fileName: 'orders' } };

		it('finds the same content again and does not send it twice', async () => {
			await run(parameters, [exampleRow('A1')]);
			const { outputs } = await run(parameters, [exampleRow('A1')]);
			expect(jsonOf(outputs[0])).toEqual([
				expect.objectContaining({ status: 'alreadySubmitted', path: 'test/orders.csv' }),
			]);
			expect(sftp.files.list('test')).toEqual(['orders.csv']);
		});

		it('lets a retried execution go on, although KASKO has processed the first file', async () => {
			const split = { ...parameters, options: { fileName: 'orders', maxRowsPerFile: 1 } };
			const rows = [exampleRow('A1'), exampleRow('A2')];
			let renamed = 0;
			sftp.faults.when(
				({ kind }) => kind === 'RENAME' && ++renamed === 2,
				sftpRefusals.permissionDenied,
				1,
			);
			const stopped = await run(split, rows);
			expect(stopped.error?.message).toContain("'orders-2.csv' was not submitted");
			sftp.files.makeFolders('/imports_processed');
			sftp.files.rename('test/orders-1.csv', 'imports_processed/orders-1.csv');
			const { outputs } = await runNode({
				node: new TicketplanSftpImport(),
				parameters: split,
				items: rows as IDataObject[],
				contextData: stopped.contextData,
				credential: { type: new KaskoSftpApi(), data: credential() },
			});
			expect(jsonOf(outputs[0]).map(({ status, file }) => [status, file])).toEqual([
				['submitted', 'orders-1.csv'],
				['submitted', 'orders-2.csv'],
			]);
			expect(sftp.files.list('test')).toEqual(['orders-2.csv']);
		});
	});

	const emptyFile = { json: {}, binary: { data: { data: '', mimeType: 'text/csv' } } };
	it.each<[string, IDataObject, object, IDataObject]>([
		['there is no file', { rowSource: 'file' }, exampleRow('A1'), {}],
		['there are no rows', { rowSource: 'file' }, emptyFile, {}],
		['a setting makes no sense', { options: { fileName: '../x' } }, exampleRow('A1'), {}],
		['the host is empty', {}, exampleRow('A1'), { host: '' }],
		['the port is none', {}, exampleRow('A1'), { port: 99_999 }],
	])('tells that nothing was submitted when %s', async (_case, parameters, item, changes) => {
		const { outputs } = await runNode({
			node: new TicketplanSftpImport(),
			parameters,
			items: [item as IDataObject],
			settings: CONTINUE,
			credential: { type: new KaskoSftpApi(), data: { ...credential(), ...changes } },
		});
		expect(outputs[1]![0]!.json.details).toMatchObject({ status: 'notSubmitted' });
		expect(sftp.files.list('test')).toEqual([]);
	});

	it('sends nothing once the execution is stopped', async () => {
		const { outputs } = await runNode({
			node: new TicketplanSftpImport(),
			parameters: {},
			items: Array.from({ length: 2000 }, (_, n) => exampleRow(`A${n}`)) as IDataObject[],
			settings: CONTINUE,
			credential: { type: new KaskoSftpApi(), data: credential() },
			onStart: (cancel) => cancel(),
		});
		expect(outputs.flat().every(({ json }) => json.error !== undefined)).toBe(true);
		expect(sftp.files.list('test')).toEqual([]);
	});

	it('lists what is pending', async () => {
		await run({}, [exampleRow('A1')]);
		const { outputs } = await run({ operation: 'getImports' }, [{}]);
		expect(jsonOf(outputs[0])).toEqual([
			{
				file: sftp.files.list('test')[0],
				path: `test/${sftp.files.list('test')[0]}`,
				state: 'pending',
				environment: 'test',
				bytes: expect.any(Number),
				modifiedAt: expect.any(String),
			},
		]);
	});
});
