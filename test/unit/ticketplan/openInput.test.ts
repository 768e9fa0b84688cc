import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { openInput } from '../../../nodes/TicketplanSftpImport/input/openInput';
import { readImportSettings } from '../../../nodes/TicketplanSftpImport/input/settings';
import { strictContext } from '../../support/strictContext';
import type { RawRow, RefusedRow } from '../../../nodes/TicketplanSftpImport/rows/row';

const settingsIn = (parameters: Record<string, unknown>) =>
	readImportSettings(context(() => parameters));

/** A context that knows whole parameters only, evaluates for each item and gives no raw expressions. */
function context(parameters: (item: number) => Record<string, unknown>) {
	return strictContext<IExecuteFunctions>({
		getTimezone: () => 'Europe/Berlin',
		getInputData: () => [{ json: {} }, { json: {} }],
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			parameters(item)[name] ?? fallback,
	});
}

it('reads the mapped values of each item, also where no raw expression can be had', async () => {
	const given = context((item) => ({
		columns: { mappingMode: 'defineBelow', value: { 'policy.first_name': `First ${item}` } },
		options: { additionalColumns: { column: [{ name: 'policy.seat', value: `Seat ${item}` }] } },
	}));
	const { rows, columns } = openInput(given, readImportSettings(given));
	const read: Array<RawRow | RefusedRow> = [];
	for await (const batch of rows()) read.push(...batch);
	const cellsOf = (name: string) =>
		read.map((row) => ('cells' in row ? row.cells[columns.indexOf(name)!] : row));
	expect(cellsOf('policy.first_name')).toEqual(['First 0', 'First 1']);
	expect(cellsOf('policy.seat')).toEqual(['Seat 0', 'Seat 1']);
});

it('reads the settings out of whole parameters', () => {
	const options = { amounts: 'major', maxTries: 5 };
	const given = settingsIn({ options, environment: 'live' });
	expect(given).toMatchObject({ amounts: 'major', maxTries: 5, connectionTimeout: 20 });
	expect(given).toMatchObject({ environment: 'live', operation: 'importPolicies' });
});

it.each([
	['Key Columns', { keyFields: ['idempotency_key'] }],
	['Key Columns', { keyFields: ['order'] }],
	['File Name', { options: { fileName: '../orders.csv' } }],
	['File Name', { options: { fileName: 'orders\u202Evsc' } }],
	['File Name', { options: { fileName: 5 } }],
	['Date Formats', { options: { dateFormats: ['DD/YYYY'] } }],
])('names %s when it is %j', (label, parameters) => {
	expect(() => settingsIn(parameters)).toThrow(label);
});

it.each([
	['Mapping Column Mode', { columns: { mappingMode: 'manual', value: {} } }],
	['Mapping Column Mode', { columns: { mappingMode: '=autoMapInputData', value: {} } }],
	['Columns', { columns: '={{ $json }}' }],
	['Additional Columns', { options: { additionalColumns: '={{ $json }}' } }],
	['Additional Columns', { options: { additionalColumns: { column: '={{ $json }}' } } }],
	['Columns', { columns: { mappingMode: 'defineBelow', value: '={{ $json }}' } }],
	['Additional Columns', { options: { additionalColumns: { column: { name: 'a', value: 'b' } } } }],
])('names %s when it is %j, instead of mapping nothing', (label, parameters) => {
	for (const rowSource of ['items', 'file']) {
		const given = context(() => ({ ...parameters, rowSource }));
		expect(() => openInput(given, readImportSettings(given))).toThrow(`'${label}' can't be '`);
	}
});

it.each([
	{ columns: { mappingMode: 'defineBelow', value: null } },
	{ columns: { value: {} } },
	{ options: { additionalColumns: {} } },
	{ options: { additionalColumns: { column: [] } } },
	{ options: { additionalColumns: { column: [{ name: 'policy.data.seat' }] } } },
])('takes %j, as n8n writes it', (parameters) => {
	const given = context(() => parameters);
	expect(openInput(given, readImportSettings(given)).keyMapping).toBeUndefined();
});

it.each([
	['n8n-nodes-kasko.ticketplanSftpImport', 1],
	['n8n-nodes-kasko.ticketplanSftpImportTool', 2],
])('random keys of two readings in one run of %s come from %i seeds', (type, seeds) => {
	const memory = {};
	const read = () => {
		const given = strictContext<IExecuteFunctions>({
			getTimezone: () => 'Europe/Berlin',
			getNode: () => ({ type }) as INode,
			getContext: () => memory,
			evaluateExpression: () => 0,
			getNodeParameter: (name: string, _item: number, fallback: unknown) =>
				name === 'options' ? { idempotencyKeys: 'random' } : fallback,
		});
		return readImportSettings(given).randomSeed;
	};
	expect(new Set([read(), read()]).size).toBe(seeds);
});
