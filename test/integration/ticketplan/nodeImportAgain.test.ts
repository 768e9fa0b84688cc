import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { atKind, sftpRefusals } from '../../../sandbox';
import { runNode } from '../../support/runNode';
import { exampleRow } from '../../support/ticketplanRows';
import { CONTINUE, credential, filesIn, jsonOf, run, sftp, useSftp } from './importHarness';

useSftp();

describe('Ticketplan SFTP Import in n8n-core', () => {
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
		expect(jsonOf(again.outputs[0])).toEqual([first.outputs[0]![0]!.json]);

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
			let opened = 0; // the second file is the one that fails, in the first two tries; in the first one under both names
			sftp.faults.when(
				({ kind }) => kind === 'OPEN' && [2, 3, 4].includes(++opened),
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
			expect(stopped.error?.message).toBe('Of 2 files: 1 not submitted, 1 submitted');
			expect(stopped.error?.description).toContain("'orders-2.csv' was not submitted");
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
});
