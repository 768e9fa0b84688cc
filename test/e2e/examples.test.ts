import {
	listExecutions,
	outputOf,
	runWorkflow,
	waitForExecution,
} from '../../scripts/n8n/executions';
import { chain, MANUAL_TRIGGER } from '../../scripts/n8n/chain';
import { testCredential } from '../../scripts/n8n/credentials';
import { importWorkflow } from '../../scripts/n8n/workflows';
import { runExamples, runExcelExample, type ExampleRuns } from '../../scripts/demo/runExamples';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { EXAMPLE_ROWS } from '../support/ticketplanRows';
import { packedPackage } from '../support/packedPackage';

jest.setTimeout(180_000);

let demo: Demo;
beforeAll(async () => {
	demo = await startDemo(packedPackage());
});
afterAll(() => demo?.stop());

it.each([['push'], ['sftp'], ['webhook']] as const)(
	'answers the Test button of the %s credential with what to do next',
	async (name) => {
		const { status, message } = await testCredential(demo.session, demo.credentials[name]);
		expect(status).toBe('OK');
		expect(message.length).toBeGreaterThan('Connection successful!'.length);
		expect(demo.sandbox.push.policies).toEqual([]);
	},
);

it('is found by a search for KASKO: all three nodes', async () => {
	const { url, headers } = demo.session;
	const response = await fetch(`${url}/types/nodes.json`, { headers });
	const types = (await response.json()) as Array<{ name: string; codex?: { alias?: string[] } }>;
	const found = types.filter(({ codex }) => codex?.alias?.includes('KASKO'));
	expect(found.map(({ name }) => name)).toEqual(
		expect.arrayContaining([
			'n8n-nodes-kasko.aragPush',
			'n8n-nodes-kasko.ticketplanSftpImport',
			'n8n-nodes-kasko.kaskoTrigger',
		]),
	);
});

describe('the examples', () => {
	let runs: ExampleRuns;
	beforeAll(async () => {
		runs = await runExamples(demo);
	});

	it('buy three ARAG policies, the first with the example request of KASKO', () => {
		const { policies } = demo.sandbox.push;
		expect(runs.push.status).toBe('success');
		expect(policies).toHaveLength(3);
		expect(policies[0]?.body).toEqual({
			variant_id: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
			input: {
				first_name: 'Test',
				last_name: 'Person',
				email: 'test@person.com',
				data: { start_date: '2017-02-13T10:34:39+00:00', vin: '12345' },
			},
		});
		expect(outputOf(runs.push, 'ARAG Push')).toEqual(
			policies.map(({ reference, requestId }, index) => ({
				status: 'created',
				reference,
				livemode: false,
				requestId,
				// KASKO's own example is of 2017, and its VIN is no usual one.
				...(index === 0 && {
					warnings: [
						expect.objectContaining({ field: 'startDate', code: 'startsInPast' }),
						expect.objectContaining({ field: 'vin', code: 'oddVin' }),
					],
				}),
			})),
		);
	});

	it('send three orders in one file, of which KASKO imports two and refuses one', () => {
		const { policies, refused } = demo.sandbox.importer;
		expect(runs.files).toMatchObject([{ environment: 'test', policies: 2, refused: 1 }]);
		expect(policies.map(({ values }) => values['policy.data.order_number'])).toEqual([
			'A-1001',
			'A-1002',
		]);
		expect(policies[0]?.values['policy.data.customer_postcode']).toBe('01067');
		expect(refused.map(({ values }) => values['policy.data.order_number'])).toEqual(['A-1003']);
		expect(outputOf(runs.orders, 'Ticketplan SFTP Import')).toEqual(
			[...policies, ...refused].map(({ idempotencyKey, file, row }) => ({
				status: 'submitted',
				idempotencyKey,
				file,
				row,
				environment: 'test',
			})),
		);
	});

	it('lead from the report of KASKO back to the order, with its words', () => {
		const [refused] = demo.sandbox.importer.refused;
		expect(runs.errors.status).toBe('success');
		expect(outputOf(runs.errors, 'What to Tell the Shop')).toEqual([
			{
				order: 'A-1003',
				buyer: 'nora@example.com',
				message: refused?.errorMessage,
				idempotencyKey: refused?.idempotencyKey,
			},
		]);
	});
});

describe('KASKO Trigger', () => {
	const report = { livemode: false, errorMessage: 'Bad Request', idempotency_key: 'none' };
	const executions = async () =>
		(await listExecutions(demo.session, demo.workflows.errors)).map(({ id }) => id);
	const send = async (forgery: { signature?: string; deliveryId?: string } = {}) => {
		await demo.sandbox.webhooks.send('import.failed', report, forgery);
		return demo.sandbox.webhooks.deliveries.at(-1)?.status;
	};

	it('starts the workflow for a signed call', async () => {
		const before = await executions();
		expect(await send()).toBe(200);
		const [id = '', ...rest] = await executions();
		expect(rest).toEqual(before);
		expect((await waitForExecution(demo.session, id)).status).toBe('success');
	});

	it.each([
		['none', ''],
		['a wrong one', `sha1=${'0'.repeat(40)}`],
	])('answers 401 and starts nothing when the signature is %s', async (_name, signature) => {
		const before = await executions();
		expect(await send({ signature })).toBe(401);
		expect(await executions()).toEqual(before);
	});

	it('acknowledges an event it is not subscribed to, and starts nothing', async () => {
		const before = await executions();
		await demo.sandbox.webhooks.send('policy.created', { livemode: false });
		expect(demo.sandbox.webhooks.deliveries.at(-1)?.status).toBe(200);
		expect(await executions()).toEqual(before);
	});
});

it('leads from an Excel sheet to policies, with the tickets of each order', async () => {
	const { policies } = demo.sandbox.importer;
	const before = policies.length;
	const { execution, files } = await runExcelExample(demo);
	expect(execution.status).toBe('success');
	expect(files).toMatchObject([{ environment: 'test', policies: 2, refused: 0 }]);
	expect(policies.slice(before).map(({ values }) => values)).toMatchObject([
		{
			'policy.data.order_number': 'X-2001',
			'policy.data.customer_postcode': '01067',
			'policy.data.booking_date': '2027-01-10',
			'quote.data.protected_element.1.price': '6000',
		},
		{ 'policy.data.order_number': 'X-2002', 'quote.data.protected_element.2.price': '6000' },
	]);
});

it('imports both example rows of KASKO, sent as they are', async () => {
	const { session, sandbox } = demo;
	const workflow = await importWorkflow(
		session,
		chain('Example rows', [
			MANUAL_TRIGGER,
			{
				name: 'Rows',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: { jsCode: `return ${JSON.stringify(EXAMPLE_ROWS)};` },
			},
			{
				name: 'Import',
				type: 'n8n-nodes-kasko.ticketplanSftpImport',
				typeVersion: 1,
				parameters: { columns: { mappingMode: 'autoMapInputData', value: null } },
				credentials: { kaskoSftpApi: { id: null, name: demo.credentials.sftp.name } },
			},
		]),
	);
	const before = sandbox.importer.policies.length;
	const execution = await waitForExecution(session, await runWorkflow(session, workflow));
	expect(execution.status).toBe('success');
	await sandbox.importer.run();
	expect(sandbox.importer.policies.slice(before).map(({ values }) => values)).toEqual(EXAMPLE_ROWS);
});

it('leaves no connection open', async () => {
	await demo.sandbox.sftp.idle();
	expect(demo.sandbox.sftp.open()).toEqual({ connections: 0, sessions: 0 });
});
