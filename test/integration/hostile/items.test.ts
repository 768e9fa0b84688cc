import type { IDataObject } from 'n8n-workflow';

import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../../support/runNode';
import { exampleRow } from '../../support/ticketplanRows';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

const preview = (items: unknown[], parameters: IDataObject = {}) =>
	runNode({
		node: new TicketplanSftpImport(),
		parameters: { operation: 'previewFile', ...parameters },
		items: items as IDataObject[],
	});
const columnsOf = (outputs: Array<Array<{ json: IDataObject }>>) =>
	outputs.flat().flatMap(({ json }) => (json.column === undefined ? [] : [json.column]));

it.each(NAMES)('an item with a field %s of its own: it is named as no column', async (name) => {
	const item = JSON.parse(`{"${name}":"x",${JSON.stringify(exampleRow('A1')).slice(1)}`) as unknown;
	const { outputs, error } = await preview([{ json: item }]);
	expect(error).toBeUndefined();
	expect(columnsOf(outputs)).toContain(name);
	expect(({} as { x?: string }).x).toBeUndefined();
});

it.each(NAMES)('a file with a column %s: it is named as no column', async (name) => {
	const row = exampleRow('A1') as Record<string, string>;
	const csv = `${Object.keys(row).join()},${name}\n${Object.values(row).join()},x\n`;
	const data = Buffer.from(csv).toString('base64');
	const { outputs, error } = await preview(
		[{ json: {}, binary: { data: { data, mimeType: 'text/csv' } } }],
		{ rowSource: 'file' },
	);
	expect(error).toBeUndefined();
	expect(JSON.stringify(outputs.flat().map(({ json }) => json))).toContain(name);
});

it.each(NAMES)('a file is looked for in %s: there is none', async (name) => {
	const { outputs } = await preview(
		[{ json: {}, binary: { data: { data: 'eA==', mimeType: 'text/csv' } } }],
		{ rowSource: 'file', binaryPropertyName: name },
	);
	const said = JSON.stringify(outputs.flat().map(({ json }) => json));
	expect(said).toContain(`has no file in '${name}'`);
});
