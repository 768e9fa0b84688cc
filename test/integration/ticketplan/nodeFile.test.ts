import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import type { NodeRun } from '../../support/runNode';
import { runNode } from '../../support/runNode';
import { EXAMPLE_CSV, EXAMPLE_ROWS, exampleRow } from '../../support/ticketplanRows';
import { CONTINUE, credential, filesIn, run as runOver, sftp, useSftp } from './importHarness';

useSftp();

const fileItem = (csv: string) => ({
	json: { source: 'shop' },
	binary: { data: { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv' } },
});

const run = (csv: string, parameters: IDataObject = {}, settings: NodeRun['settings'] = {}) =>
	runOver({ rowSource: 'file', output: 'files', ...parameters }, [fileItem(csv)], settings);

const toCsv = (rows: ReadonlyArray<Record<string, unknown>>, delimiter = ',', end = '\n') =>
	[Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
		.map((cells) => cells.join(delimiter) + end)
		.join('');
const sent = () => filesIn('test');

describe('rows from a file', () => {
	it('that are sent when the run is stopped are submitted', async () => {
		let stop: () => void = () => undefined;
		sftp.faults.when(({ kind }) => {
			if (kind === 'RENAME') stop();
			return false;
		}, 'refuse');
		const { outputs } = await runNode({
			node: new TicketplanSftpImport(),
			parameters: { rowSource: 'file' },
			items: [fileItem(EXAMPLE_CSV)],
			settings: CONTINUE,
			credential: { type: new KaskoSftpApi(), data: credential() },
			onStart: (cancel) => (stop = cancel),
		});
		expect(outputs.flat().map(({ json }) => [json.status, json.row])).toEqual([
			['submitted', 1],
			['submitted', 2],
		]);
	});

	it("sends KASKO's example file as it is", async () => {
		const { outputs } = await run(EXAMPLE_CSV);
		expect(sent()).toEqual([EXAMPLE_CSV]);
		expect(outputs[0]!.map(({ json, pairedItem }) => [json.rows, pairedItem])).toEqual([
			[2, [{ item: 0 }]],
		]);
	});

	it.each([
		['semicolons, Windows line ends and a byte order mark', '\uFEFF', ';', '\r\n'],
		['tabs', '', '\t', '\n'],
	])('reads %s', async (_name, start, delimiter, end) => {
		await run(start + toCsv(EXAMPLE_ROWS, delimiter, end));
		expect(sent()).toEqual([EXAMPLE_CSV]);
	});

	it('gives one item per row on request, and leaves out columns that no row fills', async () => {
		const rows = ['', '', 'late'].map((street, n) =>
			exampleRow(`A${n}`, {
				'policy.data.customer_street': street,
				'policy.data.customer_city': '',
			}),
		);
		const { outputs } = await run(toCsv(rows), { output: 'rows' });

		expect(outputs[0]!.map(({ json }) => json.row)).toEqual([1, 2, 3]);
		expect(sent()[0]).toContain('customer_street');
		expect(sent()[0]).not.toContain('customer_city');
	});

	it('puts refused rows on the error output and sends the rest', async () => {
		const csv =
			toCsv([
				exampleRow('A0'),
				exampleRow('A1'),
				exampleRow('A2', { 'policy.email': '' }),
				exampleRow('A1'),
			]) + 'only,three,cells\n,,, \n';
		const { outputs } = await run(csv, {}, CONTINUE);

		expect(outputs[0]![0]!.json).toMatchObject({ status: 'submitted', rows: 1 });
		const found = outputs[1]!.map(({ json }) => json.details as IDataObject);
		expect(found.map(({ row, findings }) => [row, (findings as IDataObject[])[0]!.code])).toEqual([
			[2, 'duplicateKey'],
			[3, 'required'],
			[4, 'duplicateKey'],
			[5, 'malformedRow'],
		]);
	});

	it('leaves out what only a row with a repeated key fills', async () => {
		const city = (name: string) => ({ 'policy.data.customer_city': name });
		const rows = [
			exampleRow('A0', city('')),
			exampleRow('A1', city('Test town')),
			exampleRow('A1', city('Test town')),
		];
		const { outputs } = await run(toCsv(rows), {}, CONTINUE);

		expect(outputs.map((items) => items?.length)).toEqual([1, 2]);
		expect(sent()).toEqual([expect.not.stringContaining('customer_city')]);
	});

	it('refuses a file with a column that is none, and says which', async () => {
		const { error } = await run(toCsv([{ ...exampleRow('A1'), 'policy.frist_name': 'x' }]));
		expect(error?.description).toContain("Did you mean 'policy.first_name'?");
		expect(sftp.total.connections).toBe(0);
	});

	it('maps the names in the header one by one', async () => {
		const { 'policy.email': email, ...others } = exampleRow('A1');
		const value: IDataObject = { 'policy.email': '={{ $json["E-Mail"] }}' };
		for (const name of Object.keys(others)) value[name] = `={{ $json["${name}"] }}`;
		value['policy.data.venue_country'] = '={{ "aust" + "ria" }}';
		await run(toCsv([{ ...others, 'E-Mail': email, other: 'x' }]), {
			columns: { mappingMode: 'defineBelow', value },
		});
		expect(sent()[0]).toContain(',nick.malone@com,');
		expect(sent()[0]).toContain(',austria,');
	});

	it('refuses an expression that would need each line as an n8n item', async () => {
		const value = { 'policy.email': '={{ $json.mail.trim() }}' };
		const { error } = await run(EXAMPLE_CSV, { columns: { mappingMode: 'defineBelow', value } });
		expect(error?.message).toContain("'policy.email' is too complex for rows from a file");
	});

	it.each([
		['no file', { binaryPropertyName: 'other' }, EXAMPLE_CSV, "no file in 'other'"],
		['no rows', {}, EXAMPLE_CSV.split('\n')[0]!, 'There are no rows'],
		['an open quotation mark', {}, `${EXAMPLE_CSV}"x`, "can't be read as CSV"],
	])('says so when there is %s', async (_name, parameters, csv, message) => {
		expect((await run(csv, parameters)).error?.message).toContain(message);
		const { outputs } = await run(csv, parameters, CONTINUE);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]![0]!.json.error).toContain(message);
	});

	it('splits a file and reads it once for all parts', async () => {
		const rows = Array.from({ length: 5 }, (_, n) => exampleRow(`A${n}`));
		const { outputs } = await run(toCsv(rows), { options: { maxRowsPerFile: 2 } });
		expect(outputs[0]!.map(({ json }) => json.rows)).toEqual([2, 2, 1]);
		expect(sent().join('').match(/A\d/g)?.sort()).toEqual(['A0', 'A1', 'A2', 'A3', 'A4']);
	});
});
