import type { IDataObject } from 'n8n-workflow';

import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../../support/runNode';
import { EXAMPLE_CSV, EXAMPLE_ROWS, exampleRow } from '../../support/ticketplanRows';

const preview = (items: unknown[], parameters: IDataObject = {}) =>
	runNode({
		node: new TicketplanSftpImport(),
		parameters: { operation: 'previewFile', ...parameters },
		items: items as IDataObject[],
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
		expect(hints).toHaveLength(2);
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
