import type { INode, INodeTypeDescription } from 'n8n-workflow';

import { getColumns } from '../../nodes/TicketplanSftpImport/getColumns';
import { importWorkflow } from '../../scripts/n8n/workflows';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { openEditor, type Editor } from '../../scripts/n8n/editor';
import { packedPackage } from '../support/packedPackage';
import { exampleRow, mappedByName } from '../support/ticketplanRows';

jest.setTimeout(300_000);

const START_DATE = 'policy.data.event_start_date';
const LAST_DAY = { 'policy.data.event_end_date': '2022-12-03' };
const ROWS = [
	exampleRow('A-1', LAST_DAY),
	exampleRow('A-2', { ...LAST_DAY, [START_DATE]: '31.02.2023' }),
];
const REFUSED = `${START_DATE}: The value is a day that does not exist ('31.02.2023').`;

let demo: Demo;
let editor: Editor;
beforeAll(async () => {
	demo = await startDemo(packedPackage());
	editor = await openEditor(demo.session.url);
	const { id } = await importOrders();
	await editor.open(`/workflow/${id}`);
});
afterAll(async () => {
	await editor?.close();
	await demo?.stop();
});

/** Orders whose fields are named as a CRM names them. */
const OWN_ORDERS = ['Nick', 'Nora', 'Max'].map((firstName, index) => ({
	orderId: `A-${index}`,
	firstName,
	lastName: 'Malone',
	email: 'buyer@example.com',
	eventName: 'Summer Night',
	eventStartDate: '2027-06-01',
	total: '30,00 €',
}));

/** Orders, some of them with a wrong date or with names of their own, and behind them each node that a test opens. */
async function importOrders() {
	const node = (name: string, type: string, x: number, rest: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
		...rest,
	});
	const behind = [
		node('Auto', 'n8n-nodes-kasko.ticketplanSftpImport', 600, { onError: 'continueErrorOutput' }),
		node('By Hand', 'n8n-nodes-kasko.ticketplanSftpImport', 800),
		node('Mapped', 'n8n-nodes-kasko.ticketplanSftpImport', 1000, {
			typeVersion: 1.1,
			parameters: {
				operation: 'previewFile',
				columns: { mappingMode: 'defineBelow', value: mappedByName(Object.keys(ROWS[0] ?? {})) },
			},
		}),
		node('ARAG Push', 'n8n-nodes-kasko.aragPush', 1200),
	];
	const code = (name: string, y: number, items: object[]): INode => ({
		...node(name, 'n8n-nodes-base.code', 300, {
			typeVersion: 2,
			parameters: { jsCode: `return ${JSON.stringify(items)}` },
		}),
		position: [300, y],
	});
	return await importWorkflow(demo.session, {
		name: 'Orders',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 0),
			code('Orders', 0, ROWS),
			code('CRM', 300, OWN_ORDERS),
			{ ...node('Own Names', 'n8n-nodes-kasko.ticketplanSftpImport', 600), position: [600, 300] },
			...behind,
		],
		connections: {
			Start: { main: [['Orders', 'CRM'].map((name) => ({ node: name, type: 'main', index: 0 }))] },
			CRM: { main: [[{ node: 'Own Names', type: 'main', index: 0 }]] },
			Orders: { main: [behind.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		},
	});
}

it('sends the good row of two and shows the refused one, with what is wrong', async () => {
	await editor.openNode('Auto');
	await editor.execute();
	await editor.output.getByText(REFUSED).first().waitFor();
	await editor.output.getByText('Success Branch (1 item)').waitFor();
	await editor.output.getByText('Error Branch (1 item)').click();
	await editor.output.getByText('Row 2 was not sent: 1 finding').first().waitFor();
	await demo.sandbox.importer.run();
	expect(demo.sandbox.importer.policies).toHaveLength(1);
});

it('offers every column with its label and an example, and marks those that are required', async () => {
	await editor.openNode('By Hand');
	await editor.choose(editor.page.getByTestId('mapping-mode-select'), 'Map Each Column Manually');
	const mapping = editor.page.getByTestId('mapping-fields-container');
	await editor.parameter('policy.data.insurance_quantity').waitFor();

	const { fields } = await getColumns();
	const shown = fields.filter(({ removed }) => !removed);
	const text = await mapping.innerText();
	expect(shown).toHaveLength(33);
	expect(shown.filter(({ displayName }) => !text.includes(displayName))).toEqual([]);
	const labels = '[data-test-id=mapping-fields-container] label';
	const cut = `[...document.querySelectorAll('${labels}, ${labels} *')]
		.filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
		.map((part) => part.textContent)`;
	expect(await editor.page.evaluate(cut)).toEqual([]);
	expect(await mapping.getByTestId('parameter-issues').count()).toBe(
		shown.filter(({ required }) => required).length,
	);

	await editor.drag('policy.first_name', 'policy.first_name');
	await editor.parameter('policy.first_name').getByText('policy.first_name').waitFor();
	expect(await editor.parameter('policy.first_name').innerText()).toContain(
		"{{ $json['policy.first_name'] }}",
	);
});

it('previews the rows as a table with what is wrong, and without once the mapping is mended', async () => {
	await editor.openNode('Mapped');
	await editor.execute();
	await editor.output.getByText('1 row in order, 1 with findings. Nothing was sent.').waitFor();
	await editor.output.getByText('Rows Branch (2 items)').waitFor();
	const [, first, second] = await editor.output.locator('tr').allInnerTexts();
	expect(first).toMatch(/^2\s+refused\s+Event Start Date · /);
	expect(second).toMatch(/^1\s+valid\s/);
	await editor.output.getByText('File Branch (2 items)').click();
	await editor.output.getByText('findings.csv').waitFor();
	await editor.output.getByText(/^ticketplan-test-\w+\.csv$/).waitFor();

	await editor.parameter(START_DATE).locator('.cm-content').click();
	await editor.page.keyboard.press('Control+A');
	await editor.page.keyboard.insertText('{{ $json["policy.data.event_end_date"] }}');
	await editor.page.getByTestId('tab-params').click();
	// Both dates of the event have their last day as preview: the editor has taken the expression.
	const previews = editor.page.getByTestId('mapping-fields-container').getByText('2022-12-03');
	await previews.nth(1).waitFor();
	await editor.execute();
	await editor.output.getByText('2 rows in order. Nothing was sent.').waitFor();
	await editor.output.getByText('Rows Branch (2 items)').click();
	await editor.output.getByText('valid', { exact: true }).nth(1).waitFor();
	await editor.output.getByText('File Branch (1 item)').click();
	await editor.output.getByText(/^ticketplan-test-\w+\.csv$/).waitFor();
	expect(await editor.output.getByText('findings.csv').count()).toBe(0);
});

it('says one thing of orders whose fields have names of their own: map them by hand', async () => {
	await editor.openNode('Own Names');
	await editor.execute("3 rows of 3 can't be imported, so nothing was sent");
	const text = await editor.output.innerText();
	const findings = text.split('\n').filter((line) => /\w+ (·|→) \w+|are no columns/.test(line));
	expect(findings).toHaveLength(1);
	expect(findings[0]).toContain("7 of 7 names of the fields are no columns of KASKO's file");
	expect(findings[0]).toContain("'Mapping Column Mode' to 'Map Each Column Manually'");
	expect(findings[0]).toContain('firstName → policy.first_name');
	expect(findings[0]).toContain('(3 rows, first: row 1)');
});

it('checks a policy with a date from the calendar, and sends nothing', async () => {
	const { page } = editor;
	await editor.openNode('ARAG Push');
	const values = { firstName: 'Test', lastName: 'Person', email: 'test@person.com', vin: '12345' };
	for (const [name, value] of Object.entries(values)) {
		await editor.parameter(name).locator('input').fill(value);
	}
	await editor.parameter('startDate').locator('input').click();
	await page.locator('.el-date-table td.available').getByText('15', { exact: true }).click();
	await editor.parameter('operation').locator('input').click();
	await page.getByRole('option', { name: 'Check Policies' }).click();
	await editor.execute();
	await editor.output.getByText('valid', { exact: true }).first().waitFor();
	expect(demo.sandbox.push.policies).toEqual([]);
});

it('tests a credential and says what to paste into it', async () => {
	const { page } = editor;
	await editor.openNode('Auto');
	await page.getByTestId('credential-edit-button').click();
	const dialog = page.getByTestId('credential-edit-dialog');
	const hostKey = dialog.getByTestId('parameter-input-hostKey').locator('textarea');
	await hostKey.fill('');
	await page.getByTestId('credential-save-button').click();
	await dialog.getByText('More details').click();
	const { hostKey: shown } = demo.sandbox.sftp;
	await dialog.getByText(`paste ${shown} into 'Host Key Fingerprint'`).waitFor();

	await hostKey.fill(shown);
	await page.getByTestId('credential-save-button').click();
	await dialog.getByText('Connection tested successfully').waitFor();
});

it('finds all three nodes in the panel by "kasko"', async () => {
	const { page } = editor;
	await editor.open('/workflow/new');
	await page.getByTestId('node-creator-plus-button').click();
	await page.getByTestId('node-creator-search-bar').fill('kasko');
	const names = page.getByTestId('node-creator-item-name');
	await names.getByText('ARAG Push').waitFor();
	expect((await names.allInnerTexts()).sort()).toEqual([
		'ARAG Push',
		'KASKO',
		'Ticketplan SFTP Import',
	]);
});

it('offers both action nodes as tools, which tell an agent to ask first', async () => {
	const { url, headers } = demo.session;
	const response = await fetch(`${url}/types/nodes.json`, { headers });
	const types = (await response.json()) as INodeTypeDescription[];
	for (const name of ['aragPushTool', 'ticketplanSftpImportTool']) {
		const tool = types.find((type) => type.name === `n8n-nodes-kasko.${name}`);
		const told = tool?.properties.find((property) => property.name === 'toolDescription');
		expect(told?.default).toContain('ask for a clear yes');
	}
});
