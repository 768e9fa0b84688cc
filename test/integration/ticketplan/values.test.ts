import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../../support/runNode';
import { exampleRow, mappedByName } from '../../support/ticketplanRows';
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
			const value = mappedByName(Object.keys(row));
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

it.each([
	['items', {}, (rows: Changes[]) => rows],
	['a file', { rowSource: 'file' }, (rows: Changes[]) => [csvItem(rows)]],
])(
	'shows warnings in the output of rows from %s, only where there are any',
	async (_source, parameters, itemsOf) => {
		const rows = [
			exampleRow('A1'),
			exampleRow('A2', { 'policy.last_name': 'Null' }),
			exampleRow('A3'),
		];
		const { outputs, log } = await run(parameters, itemsOf(rows));
		expect(jsonOf(outputs[0]).map(({ row, warnings }) => [row, warnings])).toEqual([
			[1, undefined],
			[
				2,
				[
					{
						column: 'policy.last_name',
						code: 'placeholder',
						value: 'Null',
						message: 'The value looks like the trace of a missing value',
						hint: 'It is sent as it is. Check that it is meant.',
					},
				],
			],
			[3, undefined],
		]);
		expect(jsonOf(outputs[0])[0]).not.toHaveProperty('warnings');
		expect(log.filter((line) => line.includes('Warnings'))).toEqual([
			"Warnings of the node 'Tested': policy.last_name: placeholder (1)",
		]);
	},
);

it.each([
	['Europe/Berlin', '2022-10-01T22:00:00Z', '2022-10-02'],
	['America/New_York', '2022-10-02T04:00:00Z', '2022-10-02'],
	['Asia/Tokyo', '2022-10-02T00:00:00Z', '2022-10-02'],
])(
	'takes a Date for the day that it is in the time zone of the workflow, %s',
	async (timezone, instant, day) => {
		const row = exampleRow('A1', { 'policy.data.booking_date': new Date(instant) });
		const { binaries } = await runNode({
			node: new TicketplanSftpImport(),
			parameters: PREVIEW,
			items: [row as IDataObject],
			timezone,
		});
		const [names = [], cells = []] = (binaries['0.data'] ?? '')
			.split('\n')
			.map((line) => line.split(','));
		expect(cells[names.indexOf('policy.data.booking_date')]).toBe(day);
	},
);

it('warns of a mapped column that is empty in every row, not of one that some rows fill', async () => {
	const rows = [exampleRow('A1'), exampleRow('A2', { 'policy.data.customer_street': '' })];
	const names = Object.keys(rows[0]!);
	const value = {
		...mappedByName(names),
		'policy.data.customer_city': '={{ $json.town }}',
	};
	const columns = { mappingMode: 'defineBelow', value };
	const { hints, log } = await run({ ...PREVIEW, columns }, rows);
	expect(hints.join()).toContain('empty in every row: policy.data.customer_city.');
	expect(log.join()).toContain('policy.data.customer_city: mappedColumnEmpty (2)');
	expect(log.join()).not.toContain('customer_street');
});

describe('a value in the name of a group of columns', () => {
	it.each<[string, IDataObject]>([
		['policy.data', { policy: { data: '{"seat":7}' } }],
		['quote.data', { 'quote.data': 'x' }],
		['quote.data.max_ticket_price', { 'quote.data.max_ticket_price': '30' }],
		['quote.data.protected_element.0', { quote: { data: { protected_element: [5] } } }],
	])('is a finding, also where other fields are ignored: %s', async (column, fields) => {
		for (const options of [{}, { otherFields: 'ignore' }]) {
			const { outputs } = await run({ ...PREVIEW, options }, [exampleRow('A1', fields)]);
			expect(jsonOf(outputs[0])).toContainEqual(
				expect.objectContaining({ severity: 'finding', column, code: 'unknownColumn' }),
			);
		}
	});
});

it('tells of an empty file among several, in the panel and in the log', async () => {
	const file = (csv: string) => ({
		json: {},
		binary: { data: { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv' } },
	});
	const row = exampleRow('A1');
	const csv = [Object.keys(row), Object.values(row)].map((cells) => `${cells.join()}\n`).join('');
	const { hints, log } = await run({ ...PREVIEW, rowSource: 'file' }, [file(csv), file('\n')]);
	expect(hints.join()).toContain('The file of item 2 has no rows');
	expect(log.join()).toContain('files: emptyFile (1)');
});
