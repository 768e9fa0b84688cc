import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { atKind, sftpRefusals } from '../../../sandbox';
import { runNode } from '../../support/runNode';
import { exampleRow } from '../../support/ticketplanRows';
import { CONTINUE, credential, jsonOf, run, sftp, useSftp } from './importHarness';

useSftp();

describe('Ticketplan SFTP Import in n8n-core', () => {
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

	const emptyFile = { json: {}, binary: { data: { data: '', mimeType: 'text/csv' } } };
	it.each<[string, IDataObject, object, IDataObject]>([
		['there is no file', { rowSource: 'file' }, exampleRow('A1'), {}],
		['there are no rows', { rowSource: 'file' }, emptyFile, {}],
		['a setting makes no sense', { options: { fileName: '../x' } }, exampleRow('A1'), {}],
		[
			'the file name has too many bytes',
			{ options: { fileName: `${'ü'.repeat(101)}.csv` } },
			exampleRow('A1'),
			{},
		],
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
});
