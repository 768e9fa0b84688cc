import { randomUUID } from 'node:crypto';

import { exampleFiles, readExample, startDemo, type Demo } from '../../scripts/demo/startDemo';
import type { N8nSession } from '../../scripts/n8n/connectToN8n';
import { createCredential } from '../../scripts/n8n/credentials';
import {
	listExecutions,
	runWorkflow,
	waitForExecution,
	type Execution,
} from '../../scripts/n8n/executions';
import {
	importWorkflow,
	publishWorkflow,
	webhookUrl,
	type ImportedWorkflow,
} from '../../scripts/n8n/workflows';
import { waitFor } from '../../scripts/programs/waitFor';
import { packedPackage } from '../support/packedPackage';
import { proposedName } from '../support/proposedName';
import { startCloud, type Cloud } from '../support/services/cloud';
import { playGoogleSheets } from '../support/services/googleSheets';
import { playHubSpot, type Deal } from '../support/services/hubSpot';
import { startMailServer } from '../support/services/mail';
import { playPipedrive } from '../support/services/pipedrive';
import { playWooCommerce, ticketOrder, type Order } from '../support/services/wooCommerce';
import { EXAMPLE_ROWS } from '../support/ticketplanRows';

jest.setTimeout(180_000);

const SHOP = 'shop.example.com';
const STARTS_WITHIN_SECONDS = 30;

const deals: Record<string, Deal> = {
	1: won('Erika', [11]),
	2: won('Nobody', []),
	3: won('Both', [11, 12]),
	4: { ...won('Open', [11]), properties: { dealstage: 'appointmentscheduled' } },
	5: won('No address', [12]),
};
const hubSpot = playHubSpot(deals, {
	11: { firstname: 'Erika', lastname: 'Beispiel', email: 'erika@example.com' },
	12: { firstname: 'Max', lastname: 'Beispiel', email: 'max' },
});

const orders: Order[] = [
	ticketOrder('1001'),
	ticketOrder('1002', { status: 'pending', date_paid: null }),
	ticketOrder('1003', { line_items: ticketOrder('1003').line_items.slice(0, 1) }),
	ticketOrder('1004', { line_items: withoutEvent(ticketOrder('1004')) }),
	ticketOrder('1005', { date_created: '2026-01-01T00:00:00' }),
];
const wooCommerce = playWooCommerce(SHOP, orders);

const [row = {}] = EXAMPLE_ROWS;
const googleSheets = playGoogleSheets('1AbC', [
	[...Object.keys(row), 'Our notes'],
	[...Object.values(row), 'by phone'],
	Object.values({ ...row, idempotency_key: 'K-2', 'policy.data.booking_date': '02/13/2027' }),
]);

const pipedrive = playPipedrive({ 'erika@example.com': 7 });
const documents: Record<string, Buffer> = { '/policy.pdf': Buffer.from('%PDF-1.7 policy') };

let cloud: Cloud;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let demo: Demo;

beforeAll(async () => {
	cloud = await startCloud({
		'api.hubapi.com': hubSpot.service,
		[SHOP]: wooCommerce.service,
		'sheets.googleapis.com': googleSheets.sheets,
		'oauth2.googleapis.com': googleSheets.tokens,
		'api.pipedrive.com': pipedrive.service,
		'documents.example.com': async ({ path }) => ({
			status: documents[path] ? 200 : 403,
			body: documents[path] ?? Buffer.from('expired'),
			headers: { 'content-type': 'application/pdf' },
		}),
	});
	mail = await startMailServer();
	demo = await startDemo(packedPackage(), {}, { env: cloud.env });
	const { session } = demo;
	await createCredential(
		session,
		'hubspotAppToken',
		'HubSpot Service Key account',
		hubSpot.credential,
	);
	await createCredential(session, 'wooCommerceApi', 'WooCommerce account', wooCommerce.credential);
	await createCredential(session, 'pipedriveApi', 'Pipedrive account', pipedrive.credential);
	await createCredential(session, 'smtp', 'SMTP account', mail.credential);
	await connectGoogle(session);
});

afterAll(async () => {
	await demo?.stop();
	await mail?.stop();
	await cloud?.stop();
});

afterEach(() => {
	mail.mails.length = 0;
	expect(cloud.unexpected.splice(0)).toEqual([]);
});

function won(dealname: string, contacts: number[]): Deal {
	const properties = {
		dealname,
		dealstage: 'closedwon',
		insurance_start: '2027-02-13',
		vin: 'WVWZZZ1JZXW000001',
	};
	return { properties, contacts };
}

function withoutEvent({ line_items }: Order): Order['line_items'] {
	return line_items.map((item) => ({ ...item, meta_data: [] }));
}

/** Presses "Sign in with Google", and says yes there. */
async function connectGoogle(session: N8nSession): Promise<void> {
	const { id } = await createCredential(
		session,
		'googleSheetsOAuth2Api',
		'Google Sheets account',
		googleSheets.credential,
	);
	const consent = new URL(await session.request('GET', `/oauth2-credential/auth?id=${id}`));
	const query = new URLSearchParams({
		code: 'yes',
		state: consent.searchParams.get('state') ?? '',
	});
	await fetch(`${session.url}/rest/oauth2-credential/callback?${query}`, {
		headers: session.headers,
	});
}

/** Type and name of each credential that any example asks for. */
async function usedCredentials() {
	const examples = await Promise.all((await exampleFiles()).map(readExample));
	return examples
		.flatMap(({ nodes }) => nodes)
		.flatMap(({ credentials = {} }) => Object.entries(credentials))
		.map(([type, { name }]) => [type, name]);
}

async function importExample(file: string, choices: Record<string, object> = {}) {
	const example = await readExample(file);
	const nodes = example.nodes.map((node) => ({
		...node,
		parameters: { ...node.parameters, ...choices[node.name] },
	}));
	return await importWorkflow(demo.session, { ...example, nodes });
}

async function run(workflow: ImportedWorkflow): Promise<Execution> {
	const execution = await waitForExecution(demo.session, await runWorkflow(demo.session, workflow));
	expect(execution.data.resultData.error).toBeUndefined();
	return execution;
}

it('names the credentials of all services as n8n proposes', async () => {
	const { url, headers } = demo.session;
	const response = await fetch(`${url}/types/credentials.json`, { headers });
	const types = (await response.json()) as Array<{ name: string; displayName: string }>;
	const used = await usedCredentials();
	const proposed = used.map(([type]) => [
		type,
		proposedName(types.find(({ name }) => name === type)?.displayName ?? ''),
	]);
	expect(used).toEqual(proposed);
});

describe('won deals of HubSpot to ARAG Push', () => {
	const written = () =>
		Object.values(deals).map(({ properties }) => [
			properties.dealname,
			properties.kasko_status,
			properties.kasko_reference,
			properties.kasko_message,
		]);
	let workflow: ImportedWorkflow;
	beforeAll(async () => {
		workflow = await importExample('hubspot-deals-to-arag-push.json');
	});

	it('buys for the deal that has all, and writes each outcome to its deal', async () => {
		await run(workflow);
		const [policy, ...others] = demo.sandbox.push.policies;
		expect(others).toEqual([]);
		expect(policy).toMatchObject({ firstName: 'Erika', startDate: '2027-02-13' });
		const oneContact = expect.stringContaining('exactly one contact');
		expect(written()).toEqual([
			['Erika', 'created', policy?.reference, undefined],
			['Nobody', 'notSent', undefined, oneContact],
			['Both', 'notSent', undefined, oneContact],
			[undefined, undefined, undefined, undefined],
			['No address', 'notSent', undefined, expect.stringContaining('Email')],
		]);
	});

	it('finds nothing to do in the next run', async () => {
		const before = written();
		await run(workflow);
		expect(demo.sandbox.push.policies).toHaveLength(1);
		expect(written()).toEqual(before);
	});

	it('buys nothing again if HubSpot has lost the status, and tries a corrected deal again', async () => {
		deals[1] = won('Erika', [11]);
		deals[5] = { ...won('No address', [11]) };
		deals[5].properties.vin = 'WDB1240301B123456';
		await run(workflow);
		expect(demo.sandbox.push.policies).toHaveLength(2);
		expect(written()[0]).toEqual(['Erika', 'alreadyPushed', expect.anything(), undefined]);
		expect(written()[4]?.[1]).toBe('created');
	});
});

describe('orders of WooCommerce to Ticketplan', () => {
	let workflow: ImportedWorkflow;
	beforeAll(async () => {
		workflow = await importExample('woocommerce-orders-to-ticketplan.json');
	});

	const sent = () =>
		orders.flatMap(({ number, meta_data }) =>
			meta_data.map(({ key, value }) => [number, key, value]),
		);
	const aFile = expect.stringMatching(/^ticketplan-test-\w+\.csv$/);

	it('imports the insured, paid orders of the last days, and mails the refused ones to a person', async () => {
		await run(workflow);
		await demo.sandbox.importer.run();
		expect(demo.sandbox.importer.policies.map(({ values }) => values)).toMatchObject([
			{
				idempotency_key: 'woocommerce-1001',
				'policy.data.order_number': '1001',
				'policy.data.customer_postcode': '01067',
				'quote.data.protected_element.1.price': '6000',
				'quote.data.protected_element.2.price': '6000',
				'policy.data.order_value': '13000',
				'policy.data.protected_elements_value': '12000',
				'policy.data.unprotected_elements_value': '1000',
			},
		]);
		expect(demo.sandbox.importer.refused).toEqual([]);
		expect(sent()).toEqual([['1001', 'kasko_file', aFile]]);
		expect(mail.mails).toEqual([
			expect.objectContaining({
				to: ['tickets@example.com'],
				subject: 'Orders of the ticket shop to look at: 1',
				text: expect.stringMatching(/Order 1004\n.*Event Name/s),
			}),
		]);
	});

	it('takes the corrected order the next night, and sends no other one again', async () => {
		orders[3] = ticketOrder('1004');
		await run(workflow);
		await demo.sandbox.importer.run();
		const { policies, imported } = demo.sandbox.importer;
		expect(imported.map(({ duplicates }) => duplicates)).toEqual([0, 0]);
		expect(sent()).toEqual([
			['1001', 'kasko_file', aFile],
			['1004', 'kasko_file', aFile],
		]);
		expect(policies.map(({ values }) => values['policy.data.order_number'])).toEqual([
			'1001',
			'1004',
		]);
		expect(mail.mails).toEqual([]);
	});

	it('sends an order in doubt no second time by itself', async () => {
		const { faults, total } = demo.sandbox.sftp;
		orders[0] = ticketOrder('1006');
		let isCut = false;
		faults.when(({ kind }) => (isCut ||= kind === 'RENAME'), 'cutAfter');
		await run(workflow);
		faults.clear();
		expect(sent()[0]).toEqual(['1006', 'kasko_file', 'unknown']);
		expect(mail.mails).toEqual([
			expect.objectContaining({ text: expect.stringMatching(/Order 1006\n.*Get Imports/s) }),
		]);
		const { connections } = total;
		await run(workflow);
		expect(total.connections).toBe(connections);
	});
});

it('a Google sheet: mails the findings and the files, and sends nothing', async () => {
	const workflow = await importExample('google-sheet-preview-to-mail.json', {
		'Rows of the Sheet': googleSheets.choice,
	});
	const { connections } = demo.sandbox.sftp.total;
	await run(workflow);
	const [first, ...others] = mail.mails;
	expect(others).toEqual([]);
	expect(first?.subject).toBe('Rows of the sheet to correct: 1');
	expect(first?.text).toMatch(/Rows in order: 1\nRows to correct: 1\n/);
	expect(first?.text).toMatch(
		/Line 3 \(finding\), policy\.data\.booking_date: 02\/13\/2027\n.*MM\/DD\/YYYY/,
	);
	expect(first?.attachments.map(({ name }) => name)).toEqual([
		expect.stringMatching(/^ticketplan-.*\.csv$/),
		'findings.csv',
	]);
	expect(first?.attachments[0]?.content.toString()).toContain(row['policy.email']);
	expect(demo.sandbox.sftp.total.connections).toBe(connections);
});

describe('documents of new policies to Pipedrive', () => {
	let workflow: ImportedWorkflow;
	beforeAll(async () => {
		workflow = await importExample('policy-documents-to-pipedrive.json');
		await publishWorkflow(demo.session, workflow);
		demo.sandbox.webhooks.register(webhookUrl(demo.session, workflow), {
			events: ['policy.created'],
		});
	});

	/** KASKO's call about a new policy, and the execution that it starts. */
	async function policyCreated(email: string, deliveryId: string = randomUUID()) {
		const before = await listExecutions(demo.session, workflow);
		const href = 'https://documents.example.com/policy.pdf?signature=abc';
		const assets = [{ designation: 'policy', name: 'Policy', extension: 'pdf', href }];
		const policy = { livemode: false, id: 'tpol_1', policy_id: 'P-1', email, assets };
		await demo.sandbox.webhooks.send('policy.created', policy, { deliveryId });
		const id = await waitFor('an execution', STARTS_WITHIN_SECONDS, async () => {
			const [latest] = await listExecutions(demo.session, workflow);
			return latest?.id === before[0]?.id ? undefined : latest?.id;
		});
		return await waitForExecution(demo.session, id);
	}

	it('attaches the document to the person of that address, once', async () => {
		const deliveryId = randomUUID();
		expect(await policyCreated('erika@example.com', deliveryId)).toMatchObject({
			status: 'success',
		});
		const filed = [{ person: '7', name: 'policy.pdf', content: documents['/policy.pdf'] }];
		expect(pipedrive.files).toEqual(filed);
		await policyCreated('erika@example.com', deliveryId);
		expect(pipedrive.files).toEqual(filed);
		expect(mail.mails).toEqual([]);
	});

	it('mails the document to a colleague if nobody has that address', async () => {
		expect(await policyCreated('nobody@example.com')).toMatchObject({ status: 'success' });
		expect(pipedrive.files).toHaveLength(1);
		expect(mail.mails).toEqual([
			expect.objectContaining({
				to: ['office@example.com'],
				subject: expect.stringContaining('P-1'),
				attachments: [{ name: 'policy.pdf', content: documents['/policy.pdf'] }],
			}),
		]);
	});

	it('fails, so that n8n shows it, when the link has expired', async () => {
		const { '/policy.pdf': document } = documents;
		delete documents['/policy.pdf'];
		expect(await policyCreated('erika@example.com')).toMatchObject({ status: 'error' });
		documents['/policy.pdf'] = document ?? Buffer.alloc(0);
		expect(pipedrive.files).toHaveLength(1);
	});
});
