import type { IExecuteFunctions } from 'n8n-workflow';

import { openInput } from '../../../nodes/TicketplanSftpImport/input/openInput';
import { readOption } from '../../../nodes/TicketplanSftpImport/input/settings';
import { strictContext } from '../../support/strictContext';
import type { RawRow, RefusedRow } from '../../../nodes/TicketplanSftpImport/rows/row';

/** A context that knows whole parameters only, evaluates for each item and gives no raw expressions. */
function context(parameters: (item: number) => Record<string, unknown>) {
	return strictContext<IExecuteFunctions>({
		getInputData: () => [{ json: {} }, { json: {} }],
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			parameters(item)[name] ?? fallback,
	});
}

it('reads the mapped values of each item, also where no raw expression can be had', async () => {
	const { rows, columns } = openInput(
		context((item) => ({
			columns: { mappingMode: 'defineBelow', value: { 'policy.first_name': `First ${item}` } },
			options: { additionalColumns: { column: [{ name: 'policy.seat', value: `Seat ${item}` }] } },
		})),
	);
	const read: Array<RawRow | RefusedRow> = [];
	for await (const batch of rows()) read.push(...batch);
	const cellsOf = (name: string) =>
		read.map((row) => ('cells' in row ? row.cells[columns.indexOf(name)!] : row));
	expect(cellsOf('policy.first_name')).toEqual(['First 0', 'First 1']);
	expect(cellsOf('policy.seat')).toEqual(['Seat 0', 'Seat 1']);
});

it('reads an option out of the whole collection', () => {
	const options = { amounts: 'major', maxTries: 5 };
	const given = context(() => ({ options }));
	expect(readOption(given, 'amounts', 'minor')).toBe('major');
	expect(readOption(given, 'maxTries', 3)).toBe(5);
	expect(readOption(given, 'connectionTimeout', 20)).toBe(20);
});
