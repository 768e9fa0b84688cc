import type { IDataObject } from 'n8n-workflow';

import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../../support/runNode';
import { exampleRow } from '../../support/ticketplanRows';

const OWN = {
	orderId: '5597',
	firstName: 'Nick',
	lastName: 'Malone',
	'E-Mail': 'nick@malone.com',
	'Event Name': 'Concert',
	total: '30,00 €',
};
const MAPPED = { ...exampleRow('A1'), orderId: 1, firstName: 'Nick', lastName: 'Malone', total: 3 };

const run = (items: IDataObject[], parameters: IDataObject = {}) =>
	runNode({
		node: new TicketplanSftpImport(),
		parameters: { operation: 'previewFile', ...parameters },
		items,
	});
const findingsOf = async (items: IDataObject[], parameters?: IDataObject) =>
	(await run(items, parameters)).outputs[0]!.slice(1).map(({ json }) => json);
const fileItem = (text: string) => ({
	json: {},
	binary: { data: { data: Buffer.from(text).toString('base64'), mimeType: 'text/csv' } },
});
const ofFile = async (text: string) => {
	const { outputs } = await runNode({
		node: new TicketplanSftpImport(),
		parameters: { operation: 'previewFile', rowSource: 'file' },
		items: [fileItem(text)],
	});
	return outputs[0]!.slice(1).map(({ json }) => json);
};

it.each(['refuse', 'ignore'])(
	'says once of each item that its names are none of KASKO’s (%s)',
	async (otherFields) => {
		const findings = await findingsOf([OWN, OWN, OWN], { options: { otherFields } });
		expect(findings).toHaveLength(3);
		expect(findings[0]).toMatchObject({ code: 'ownNames', row: 1 });
		expect(findings[0]!.message).toContain('6 of 6 names');
		expect(findings[0]!.hint).toContain('Map Each Column Manually');
		expect(findings[0]!.hint).toContain('firstName → policy.first_name');
		expect(findings[0]!.hint).toContain('Event Name → policy.data.event_name');
	},
);

it('says it in one line for the whole run, above the output', async () => {
	const { hints } = await run([OWN, OWN, OWN]);
	const [counted, refused] = hints;
	expect(counted).toBe('0 rows in order, 3 with findings. Nothing was sent.');
	expect(refused).toContain('3 rows refused:<br>\n6 of 6 names');
	expect(refused).toContain('(3 rows, first: row 1)');
	expect(refused!.split('<br>')).toHaveLength(2);
});

it('still says what is wrong with the columns that are there', async () => {
	const findings = await findingsOf([{ ...OWN, 'policy.data.booking_date': '31.02.2027' }]);
	expect(findings.map(({ code }) => code)).toEqual(['ownNames', 'noSuchDay']);
});

it('names each field where the columns are there, too, and where there are but a few', async () => {
	expect((await findingsOf([MAPPED])).map(({ column }) => column)).toEqual([
		...['orderId', 'firstName', 'lastName', 'total'],
	]);
	const few = await findingsOf([{ firstName: 'Nick', lastName: 'Malone' }]);
	expect(few.slice(0, 2).map(({ column }) => column)).toEqual(['firstName', 'lastName']);
});

it('still names slips among them', async () => {
	const findings = await findingsOf([{ ...OWN, 'policy.frist_name': 'Nick' }]);
	expect(findings.map(({ column }) => column)).toEqual(['', 'policy.frist_name']);
});

describe('in a file', () => {
	it('says it once, of the file', async () => {
		const findings = await ofFile('firstName;Last Name;orderId\nNick;Malone;1\nJo;Smith;2\n');
		expect(findings).toHaveLength(1);
		expect(findings[0]).toMatchObject({ row: 0, code: 'unreadableFile' });
		expect(findings[0]!.hint).toContain('firstName → policy.first_name');
		expect(findings[0]!.hint).toContain('an expression such as {{ $json["Order Number"] }}');
	});

	it('shows nothing of a person where the first line is no header', async () => {
		const [finding] = await ofFile('Nick;Malone;nick@malone.com;5597\nJo;Smith;jo@b.c;2\n');
		expect(JSON.stringify(finding)).not.toMatch(/Nick|Malone|5597/i);
	});

	it('says it once where one of many names is a column', async () => {
		const findings = await ofFile('policy.email;firstName;Last Name;total\na@b.c;Nick;Malone;1\n');
		expect(findings).toHaveLength(1);
		expect(findings[0]!.message).toContain('3 of 4 names');
	});
});
