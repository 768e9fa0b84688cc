import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { exampleRow } from '../../support/ticketplanRows';
import { jsonOf, run, useSftp } from './importHarness';

useSftp();

type Changes = Record<string, unknown>;

const PREVIEW = { operation: 'previewFile' };

function csvItem(rows: Changes[]): INodeExecutionData {
	const names = Object.keys(rows[0] ?? {});
	const quote = (cell: unknown) => `"${String(cell).replaceAll('"', '""')}"`;
	const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
	const csv = lines.map((cells) => `${cells.map(quote).join(',')}\n`).join('');
	const data = Buffer.from(csv).toString('base64');
	return { json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'orders.csv' } } };
}

/** The ways a row can get into the node. */
const SOURCES: Array<[string, (row: Changes) => Promise<Awaited<ReturnType<typeof run>>>]> = [
	['items', (row) => run(PREVIEW, [row])],
	['a file', (row) => run({ ...PREVIEW, rowSource: 'file' }, [csvItem([row])])],
	[
		'mapped columns',
		(row) => {
			const value = Object.fromEntries(
				Object.keys(row).map((name) => [name, `={{ $json["${name}"] }}`]),
			);
			return run({ ...PREVIEW, columns: { mappingMode: 'defineBelow', value } }, [row]);
		},
	],
];

/** Of what the node says about a row: severity, column and code. */
function remarksOf(result: Awaited<ReturnType<typeof run>>): string[] {
	return jsonOf(result.outputs[0]).flatMap(({ severity, column, code }: IDataObject) =>
		severity ? [`${severity} ${column}: ${code}`] : [],
	);
}

const CASES: Array<[Changes, string[]]> = [
	[{ 'policy.last_name': '#N/A' }, ['finding policy.last_name: sheetError']],
	[{ 'policy.data.customer_city': '#WERT!' }, ['finding policy.data.customer_city: sheetError']],
	[{ 'policy.data.venue_name': 'Err:502' }, ['finding policy.data.venue_name: sheetError']],
	[{ 'policy.data.event_name': '#1 Fan Club' }, []],
	[{ 'policy.last_name': 'Null' }, ['warning policy.last_name: placeholder']],
	[{ 'policy.last_name': 'MÃ¼ller' }, ['warning policy.last_name: doublyEncoded']],
	[
		{ 'policy.data.event_name': 'Rock &#8211; Pop' },
		['warning policy.data.event_name: htmlEntity'],
	],
	[{ 'policy.email': 'ni\u200Bck@malone.com' }, ['finding policy.email: invisibleCharacter']],
	[{ 'policy.email': 'a@b.c, d@e.f' }, ['warning policy.email: noEmail']],
	[{ 'policy.first_name': 'Ni\u00ADck' }, ['warning policy.first_name: invisibleCharacter']],
	[{ idempotency_key: 'order\u200B1' }, ['finding idempotency_key: invisibleCharacter']],
	[
		{ 'policy.data.booking_date': '2022-10-01T22:00:00.000Z' },
		['warning policy.data.booking_date: dayMayBeShifted'],
	],
	[{ 'policy.data.booking_date': '02.10.2022 19:30' }, []],
	[{ 'policy.data.booking_date': '1970-01-01' }, ['finding policy.data.booking_date: noSuchDay']],
	[
		{ 'policy.data.customer_postcode': '1010' },
		['warning policy.data.customer_postcode: leadingZeroLost'],
	],
	[
		{ 'policy.data.event_end_date': '2022-12-01' },
		['warning policy.data.event_end_date: endBeforeStart'],
	],
	[
		{ integration_id: '', 'quote.data.protected_element.1.price': '' },
		[
			'warning integration_id: expectedColumnEmpty',
			'warning quote.data.protected_element.1.price: noTicketPrice',
		],
	],
];

describe.each(SOURCES)('from %s', (_source, preview) => {
	it.each(CASES)('%j: %j', async (changes, remarks) => {
		expect(remarksOf(await preview(exampleRow('A1', changes)))).toEqual(remarks);
	});
});
