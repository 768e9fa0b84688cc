import type { IDataObject } from 'n8n-workflow';

import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../../support/runNode';
import { EXAMPLE_CSV, EXAMPLE_ROWS, exampleRow } from '../../support/ticketplanRows';

const preview = (items: unknown[], parameters: IDataObject = {}, typeVersion = 1) =>
	runNode({
		node: new TicketplanSftpImport(),
		parameters: { operation: 'previewFile', ...parameters },
		items: items as IDataObject[],
		settings: { typeVersion },
	});

describe('Preview File', () => {
	it('gives the CSV without credential and connection', async () => {
		const { outputs, binaries, run } = await preview([...EXAMPLE_ROWS]);

		expect(run.status).toBe('success');
		expect(binaries).toEqual({ '0.data': EXAMPLE_CSV });
		expect(outputs[0]!.map(({ json }) => json)).toEqual([
			{
				file: expect.stringMatching(/^ticketplan-test-/),
				environment: 'test',
				rows: 2,
				bytes: Buffer.byteLength(EXAMPLE_CSV),
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
				refusedRows: 0,
				findings: 0,
			},
		]);
	});

	it('gives findings and warnings as items and as a table', async () => {
		const { outputs, binaries, hints } = await preview([
			exampleRow('A1'),
			exampleRow('A#2', { 'policy.data.payment_date': '03/04/2026', 'policy.frist_name': 'x' }),
			exampleRow('A3', { 'policy.data.customer_city': '=1+1' }),
		]);

		const [file, ...findings] = outputs[0]!;
		expect(file!.json).toMatchObject({ rows: 2, refusedRows: 1, findings: 3 });
		expect(findings.map(({ json }) => [json.severity, json.row, json.column, json.code])).toEqual([
			['finding', 2, 'policy.frist_name', 'unknownColumn'],
			['finding', 2, 'policy.data.payment_date', 'ambiguousDate'],
			['finding', 2, 'policy.data.order_number', 'notAllowed'],
			['warning', 3, 'policy.data.customer_city', 'formulaStart'],
		]);
		expect(findings[0]!.json.hint).toContain("'policy.first_name'");
		expect(findings[0]!.pairedItem).toEqual({ item: 1 });
		expect(binaries['0.data']).toContain(',=1+1,');
		expect(binaries['0.findings']).toContain("'=1+1");
		expect(hints).toHaveLength(3);
		expect(hints[0]).toBe('2 rows in order, 1 with findings. Nothing was sent.');
	});

	it('gives the rows as a table first, in version 1.1, and files and findings on an output of their own', async () => {
		const items = [
			exampleRow('A1'),
			exampleRow('A2', { 'policy.data.payment_date': '31.02.2026' }),
			exampleRow('A3', { 'policy.data.customer_city': '=1+1' }),
			exampleRow('A4'),
			exampleRow('A4', { 'policy.data.insurance_quantity': undefined }),
		];
		const { outputs, hints } = await preview(items, {}, 1.1);
		const [rows = [], files = []] = outputs;

		expect(hints[0]).toBe('2 rows in order, 3 with findings. Nothing was sent.');
		expect(rows.map(({ json, pairedItem }) => [json.row, json.status, pairedItem])).toEqual([
			[2, 'refused', { item: 1 }],
			[4, 'refused', { item: 3 }],
			[5, 'refused', { item: 4 }],
			[1, 'valid', { item: 0 }],
			[3, 'valid', { item: 2 }],
		]);
		const [date, , repeated, good, odd] = rows.map(({ json }) => json);
		expect(date).toMatchObject({
			remarks: expect.stringMatching(
				/^Payment Date · policy\.data\.payment_date: .*does not exist/,
			),
			'policy.data.payment_date': '31.02.2026',
			'policy.data.order_number': 'A2',
			'policy.data.insurance_quantity': '1',
		});
		expect(repeated).toMatchObject({
			remarks: expect.stringContaining('Row 4 has the same idempotency key'),
			'policy.data.insurance_quantity': '',
		});
		expect(good).toMatchObject({ remarks: 'none', 'policy.data.payment_date': '2022-10-02' });
		expect(odd!.remarks).toContain('=1+1');
		expect(Object.keys(good!)).toEqual([
			'row',
			'status',
			'remarks',
			...Object.keys(EXAMPLE_ROWS[0]!),
		]);
		expect(Object.keys(files[0]!.binary!)).toEqual(['data', 'findings']);

		const { outputs: earlier } = await preview(items);
		expect(files.map(({ json }) => json)).toEqual(earlier[0]!.map(({ json }) => json));
	});

	it('lists a thousand rows of a file, and all that were refused among them', async () => {
		const rows = Array.from({ length: 3_000 }, (_, n) => exampleRow(`A${n}`));
		rows[2_500] = { ...rows[2_500], 'policy.email': '' };
		const csv = [Object.keys(rows[0]!), ...rows.map(Object.values)].join('\n');
		const data = { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv' };
		const { outputs, hints } = await preview(
			[{ json: {}, binary: { data } }],
			{ rowSource: 'file' },
			1.1,
		);
		expect(outputs[0]).toHaveLength(1_000);
		expect(outputs[0]!.slice(0, 2).map(({ json }) => [json.row, json.line])).toEqual([
			[2_501, 2_502],
			[1, 2],
		]);
		expect(outputs[1]![0]!.json).toMatchObject({ rows: 2_999, refusedRows: 1 });
		expect(hints[0]).toContain('1000 of 3000 are listed, those with findings first.');
	});

	it.each(['refuse', 'ignore'])(
		'never leaves out a column that was added by a wrong name (%s)',
		async (otherFields) => {
			const additionalColumns = { column: [{ name: 'seat', value: '5' }] };
			const { outputs } = await preview([exampleRow('A1')], {
				options: { otherFields, additionalColumns },
			});
			expect(outputs[0]![1]!.json).toMatchObject({
				column: 'seat',
				hint: expect.stringContaining('begin with quote. or policy.'),
			});
		},
	);

	it('has something to say when no row is good', async () => {
		const { outputs, run } = await preview([{ 'policy.email': 'a@b' }]);
		expect(run.status).toBe('success');
		expect(outputs[0]![0]!.json).toMatchObject({ file: null, rows: 0, refusedRows: 1 });
	});

	it('gives one item for each kind of finding if there are very many, and all of them in the table', async () => {
		const rows = Array.from({ length: 1_500 }, (_, n) =>
			exampleRow(`A${n}`, { 'policy.data.booking_date': 'soon' }),
		);
		rows[700] = { ...rows[700], 'policy.email': '' };
		const csv = [Object.keys(rows[0]!), ...rows.map(Object.values)].join('\n');
		const data = { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv' };
		for (const [items, parameters] of [
			[rows, {}],
			[[{ json: {}, binary: { data } }], { rowSource: 'file' }],
		] as Array<[unknown[], IDataObject]>) {
			const { outputs, binaries } = await preview(items, parameters);
			const [file, ...kinds] = outputs[0]!;
			expect(file!.json).toMatchObject({ file: null, refusedRows: 1_500, findings: 1_501 });
			expect(kinds.map(({ json }) => [json.column, json.code, json.rows, json.row])).toEqual([
				['policy.data.booking_date', 'notDate', 1_500, 1],
				['policy.email', 'required', 1, 701],
			]);
			const lines = binaries['0.findings']!.trimEnd().split('\n');
			expect(lines).toHaveLength(1_502);
			expect(lines[1_501]).toMatch(/^finding,1500,/);
		}
	});
});
