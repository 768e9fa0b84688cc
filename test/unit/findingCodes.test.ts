import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { checkItem, Unresolved } from '../../nodes/AragPush/check/checkItem';
import { planImport } from '../../nodes/TicketplanSftpImport/files/planImport';
import { openInput } from '../../nodes/TicketplanSftpImport/input/openInput';
import { readImportSettings } from '../../nodes/TicketplanSftpImport/input/settings';
import type { Severity } from '../../scripts/docs/findingCodes';
import { FINDING_CODES } from '../../scripts/docs/findingCodes';
import { strictContext } from '../support/strictContext';
import { exampleRow } from '../support/ticketplanRows';

type Case = [code: string, severity: 'refused' | 'warned', input: Record<string, unknown>];

const CUSTOMER = {
	variantId: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
	firstName: 'Test',
	lastName: 'Person',
	email: 'test@person.com',
	startDate: '2027-02-13',
	vin: 'WVWZZZ1JZXW000001',
};
const data = (name: string, value: unknown) => ({
	additionalFields: { data: { field: [{ name, value }] } },
});

/** What a value of ARAG Push comes to, by the code. */
const ARAG_PUSH: Case[] = [
	['brokenCharacter', 'refused', { firstName: 'J\uFFFDrg' }],
	['brokenCharacter', 'warned', { firstName: 'J?rg' }],
	['controlCharacter', 'refused', { firstName: 'J\u0007rg' }],
	['dayMayBeShifted', 'warned', { startDate: '2027-02-12T23:00:00Z' }],
	['doublyEncoded', 'warned', { lastName: 'MÃ¼ller' }],
	['duplicateName', 'refused', data('vin', '1')],
	['escapedText', 'warned', { lastName: 'M\\u00fcller' }],
	['htmlEntity', 'warned', { lastName: 'Smith &amp; Sons' }],
	['invisibleCharacter', 'refused', { email: 'te\u200Bst@person.com' }],
	['invisibleCharacter', 'warned', { lastName: 'Per\u200Bson' }],
	['lineBreak', 'refused', { lastName: 'Per\nson' }],
	['longText', 'warned', { lastName: 'x'.repeat(256) }],
	['noEmail', 'refused', { email: 'test.person.com' }],
	['noSuchDay', 'refused', { startDate: '31.02.2027' }],
	['noSuchDay', 'warned', data('born', new Date('1970-01-01T00:00:00Z'))],
	['notAllowed', 'refused', data('constructor', '1')],
	['notDate', 'refused', { startDate: '02/13/2027' }],
	['notResolved', 'refused', { vin: new Unresolved('it broke') }],
	['notText', 'refused', { firstName: ['Test'] }],
	['notText', 'warned', { firstName: '["Test"]' }],
	['notVin', 'refused', { vin: '1.23E+16' }],
	['oddVin', 'warned', { vin: '12345' }],
	['placeholder', 'warned', { firstName: 'N/A' }],
	['required', 'refused', { firstName: '' }],
	['sheetError', 'refused', { firstName: '#N/A' }],
	['sheetError', 'warned', { firstName: 'Herr #N/A' }],
	['sheetTrace', 'warned', data('phone', '4.91702E+11')],
	['startsInPast', 'warned', { startDate: '2026-11-28' }],
	['tooLong', 'refused', { lastName: 'x'.repeat(10_001) }],
	['unsafeNumber', 'refused', { vin: 2 ** 60 }],
];

const column = (name: string, value: unknown) => ({ items: [exampleRow('A', { [name]: value })] });
const file = (content: string) => ({ parameters: { rowSource: 'file' }, file: content });
const mapped = (value: Record<string, unknown>) => ({
	parameters: { columns: { mappingMode: 'defineBelow', value } },
	items: [exampleRow('A')],
});
const major = { options: { amounts: 'major' } };
const HEADER = Object.keys(exampleRow('A')).join(',');
const NAME = 'policy.first_name';
const MAIL = 'policy.email';
const DAY = 'policy.data.booking_date';
const VALUE = 'policy.data.order_value';
const POSTCODE = 'policy.data.customer_postcode';

/** The same of Ticketplan SFTP Import. */
const TICKETPLAN: Case[] = [
	['ambiguousAmount', 'refused', column(VALUE, '1.234')],
	['ambiguousDate', 'refused', column(DAY, '03/04/2027')],
	['brokenCharacter', 'refused', column(NAME, 'J\uFFFDrg')],
	['brokenCharacter', 'warned', column(NAME, 'J?rg')],
	[
		'contradiction',
		'refused',
		{ items: [exampleRow('A', { policy: { email: 'b@example.com' } })] },
	],
	['contradiction', 'warned', { parameters: major, ...column(VALUE, '$30') }],
	['controlCharacter', 'refused', column(NAME, 'J\u0007rg')],
	['dayMayBeShifted', 'warned', column(DAY, '2027-02-12T23:00:00Z')],
	['doublyEncoded', 'warned', column(NAME, 'MÃ¼ller')],
	['duplicateKey', 'refused', { items: [exampleRow('A'), exampleRow('A')] }],
	['endBeforeStart', 'warned', column('policy.data.event_end_date', '2022-12-01')],
	['escapedText', 'warned', column(NAME, 'M\\u00fcller')],
	['expectedColumnEmpty', 'warned', column('integration_id', '')],
	['formulaStart', 'warned', column('policy.data.event_name', '+1 Festival')],
	['htmlEntity', 'warned', column('policy.data.event_name', 'Rock &amp; Roll')],
	['invisibleCharacter', 'refused', column(MAIL, 'te\u200Bst@person.com')],
	['invisibleCharacter', 'warned', column(NAME, 'Per\u200Bson')],
	['keySaysNothing', 'refused', column('idempotency_key', 'undefined')],
	['leadingZeroLost', 'warned', column(POSTCODE, 1067)],
	['lineBreak', 'refused', column(NAME, 'Per\nson')],
	['lineBreak', 'warned', column('policy.data.event_name', 'Rock\nRoll')],
	['longText', 'warned', column('policy.data.event_name', 'x'.repeat(256))],
	['malformedRow', 'refused', file(`${HEADER}\nA"B,C\n`)],
	[
		'minorUnitUnknown',
		'refused',
		{ parameters: major, ...column('policy.data.order_currency', 'JPY') },
	],
	[
		'minorUnitUnknown',
		'warned',
		{ parameters: major, ...column('quote.data.max_ticket_price.1.single_banded', '30') },
	],
	['noEmail', 'warned', column(MAIL, 'test.person.com')],
	[
		'noKey',
		'refused',
		{
			parameters: { keyFields: ['policy.data.customer_city'] },
			...column('policy.data.customer_city', ''),
		},
	],
	['noSuchDay', 'refused', column(DAY, '31.02.2027')],
	['noTicketPrice', 'warned', column('quote.data.protected_element.1.price', '')],
	['notAllowed', 'refused', column('policy.language', 'German')],
	['notAllowed', 'warned', column('policy.language', 'gb')],
	['notAmount', 'refused', column(VALUE, '30.00')],
	['notBoolean', 'refused', column('quote.data.pem_exclusion', 'maybe')],
	['notDate', 'refused', column(DAY, '02/13/2027')],
	['notInteger', 'refused', column('policy.data.ticket_quantity', '1.5')],
	['notResolved', 'refused', mapped({ [NAME]: '={{ $json.name.toUpperCase() }}' })],
	['notText', 'refused', column(NAME, true)],
	['notText', 'warned', column('policy.data.event_name', '["Rock"]')],
	['ownNames', 'refused', { items: [{ orderId: '1', firstName: 'Nick', total: '3' }] }],
	['placeholder', 'warned', column(NAME, 'N/A')],
	['required', 'refused', column(MAIL, '')],
	['sheetError', 'refused', column(NAME, '#N/A')],
	['sheetError', 'warned', column(NAME, 'Herr #N/A')],
	['sheetTrace', 'refused', column(POSTCODE, '1067.0')],
	['sheetTrace', 'warned', column('policy.data.customer_house_number', '12.0')],
	['tooLong', 'refused', column('policy.data.event_name', 'x'.repeat(10_001))],
	['unknownColumn', 'refused', column('policy.frist_name', 'Nick')],
	['unreadableFile', 'refused', file('PK\u0003\u0004 xl/workbook.xml')],
	['unsafeNumber', 'refused', column('policy.data.ticket_quantity', '12345678901234567890')],
];

interface Rows {
	parameters?: Record<string, unknown>;
	items?: Array<Record<string, unknown>>;
	file?: string;
}

/** The codes of what the node finds, and of what it warns about. */
async function checkRows({ parameters = {}, items, file = '' }: Rows) {
	const context = strictContext<IExecuteFunctions>({
		getTimezone: () => 'Europe/Berlin',
		getInputData: () =>
			items?.map((json) => ({ json: json as never })) ?? [
				{ json: {}, binary: { data: { id: 'a', data: '', mimeType: 'text/csv' } } },
			],
		getNodeParameter: (name: string, _item: number, fallback: unknown) => {
			if (name.startsWith('columns.')) throw new Error('it broke');
			return parameters[name] ?? fallback;
		},
		helpers: {
			getBinaryStream: async () => await Promise.resolve(Readable.from([Buffer.from(file)])),
		} as unknown as IExecuteFunctions['helpers'],
	});
	const settings = readImportSettings(context);
	const input = openInput(context, settings);
	const { report, close } = await planImport(
		input,
		{
			...settings,
			keyColumns: settings.keyFields,
			maxListedRows: 0,
			maxBytesInMemory: Infinity,
			keyMapping: input.keyMapping,
		},
		Infinity,
	);
	await close();
	const codes = (kinds: typeof report.kinds) => kinds.list.map(({ code }) => code);
	return { refused: codes(report.kinds), warned: codes(report.warnings) };
}

function checkCustomer(changes: Record<string, unknown>) {
	const checked = checkItem({ ...CUSTOMER, ...changes }, 'Europe/Berlin', '2026-11-29');
	const codes = (found: ReadonlyArray<{ code: string }>) => found.map(({ code }) => code);
	return checked.request
		? { refused: [], warned: codes(checked.warnings) }
		: { refused: codes(checked.findings), warned: [] };
}

it.each(ARAG_PUSH)('ARAG Push gives %s (%s) as the page says', (code, severity, changes) => {
	expect(checkCustomer(changes)[severity]).toEqual([code]);
});

it.each(TICKETPLAN)(
	'Ticketplan SFTP Import gives %s (%s) as the page says',
	async (code, severity, rows) => {
		expect((await checkRows(rows))[severity]).toContain(code);
	},
);

it.each([
	['aragPush', ARAG_PUSH],
	['ticketplan', TICKETPLAN],
] as const)('the page of %s lists exactly these', (node, cases) => {
	const severities: Record<string, Severity> = {};
	for (const [code, severity] of cases) {
		severities[code] = code in severities ? 'both' : severity;
	}
	const listed = Object.entries(FINDING_CODES).flatMap(([code, nodes]) =>
		nodes[node] ? [[code, nodes[node]] as const] : [],
	);
	expect(Object.fromEntries(listed)).toEqual(severities);
});
