import type { INode } from 'n8n-workflow';

import { pushFaults } from '../../sandbox/push/pushFaults';
import { atKind } from '../../sandbox/sftp/sftpFaults';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { chain, MANUAL_TRIGGER, type Link } from '../../scripts/n8n/chain';
import { createCredential } from '../../scripts/n8n/credentials';
import { runWorkflow, waitForExecution } from '../../scripts/n8n/executions';
import { importWorkflow, type WorkflowFile } from '../../scripts/n8n/workflows';
import { packedPackage } from '../support/packedPackage';
import { startStubModel, type StubModel, type ToolCall } from '../support/stubModel';
import { EXAMPLE_ROWS } from '../support/ticketplanRows';

/** The agents of n8n that are in use: the older one runs its tools itself, for the newer one n8n's engine does. */
const AGENTS = [2.2, 3.1];

const PUSH: Link = {
	name: 'ARAG Push',
	type: 'n8n-nodes-kasko.aragPushTool',
	typeVersion: 1,
	parameters: {
		firstName: 'Ada',
		lastName: "={{ $fromAI('last_name') }}",
		email: "={{ $fromAI('email') }}",
		startDate: '2099-02-13',
		vin: 'WVWZZZ1JZXW000001',
	},
	credentials: { kaskoApi: { id: null, name: 'KASKO account' } },
};
const LIVE = { kaskoApi: { id: null, name: 'Live Key' } };

const IMPORT: Link = {
	name: 'Import',
	type: 'n8n-nodes-kasko.ticketplanSftpImportTool',
	typeVersion: 1,
	parameters: {
		columns: {
			mappingMode: 'defineBelow',
			value: { ...EXAMPLE_ROWS[0], 'policy.email': "={{ $fromAI('email') }}", idempotency_key: '' },
			matchingColumns: [],
			schema: [],
		},
	},
	credentials: { kaskoSftpApi: { id: null, name: 'KASKO SFTP account' } },
};

let demo: Demo;
let model: StubModel;

beforeAll(async () => {
	model = await startStubModel();
	demo = await startDemo(packedPackage());
	const { session, sandbox } = demo;
	await createCredential(session, 'openAiApi', 'Stub Model', { apiKey: 'none', url: model.url });
	await createCredential(session, 'kaskoApi', 'Live Key', {
		apiKey: 'sk_live_sandbox',
		pushUrl: sandbox.push.url,
	});
	await createCredential(session, 'kaskoSftpApi', 'Nobody There', {
		...{ host: '127.0.0.1', port: 1, username: 'nobody', privateKey: sandbox.sftp.privateKey },
		hostKey: sandbox.sftp.hostKey,
	});
}, 180_000);

afterAll(async () => {
	await demo?.stop();
	await model?.stop();
});

/** An agent with the stub model and one tool. */
function agentWorkflow(agentVersion: number, tool: Link): WorkflowFile {
	const workflow = chain('Agent', [
		MANUAL_TRIGGER,
		{
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: agentVersion,
			parameters: { promptType: 'define', text: 'Insure them', options: {} },
		},
	]);
	const attach = (link: Link, type: 'ai_languageModel' | 'ai_tool') => {
		const node: INode = { ...link, id: link.name, position: [0, 200] };
		workflow.nodes.push(node);
		workflow.connections[link.name] = { [type]: [[{ node: 'AI Agent', type, index: 0 }]] };
	};
	attach(
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'stub' }, options: {} },
			credentials: { openAiApi: { id: null, name: 'Stub Model' } },
		},
		'ai_languageModel',
	);
	attach(tool, 'ai_tool');
	return workflow;
}

/** Lets the model make these calls in one turn. Gives the tool's description and what the model got back, as text. */
async function talk(agentVersion: number, tool: Link, calls: ToolCall[]) {
	model.requests.length = 0;
	model.nextCalls.push(...calls);
	const workflow = await importWorkflow(demo.session, agentWorkflow(agentVersion, tool));
	const id = await runWorkflow(demo.session, workflow);
	const { status } = await waitForExecution(demo.session, id);
	const [first, second] = model.requests;
	return {
		status,
		description: first?.tools?.[0]?.function.description,
		answers: (second?.messages ?? [])
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => JSON.stringify(content)),
	};
}

const pushCall = (last_name: string, email = 'ada@example.com'): ToolCall => ({
	name: 'ARAG_Push',
	arguments: { last_name, email },
});
const importCall = (email: string): ToolCall => ({ name: 'Import', arguments: { email } });

describe.each(AGENTS)('as a tool of the AI Agent %s', (agent) => {
	it.each([
		['ARAG Push', PUSH, pushCall('Described')],
		['Ticketplan SFTP Import', IMPORT, importCall(`described-${agent}@example.com`)],
	])('%s: the model is told that it costs money, and to ask first', async (_name, tool, call) => {
		const { description } = await talk(agent, tool, [call]);
		expect(description).toMatch(/pays for/);
		expect(description).toMatch(/ask for a clear yes/);
		expect(description).toMatch(/never call it again/);
	});

	it('ARAG Push buys once what the model asks for, and says so', async () => {
		const before = demo.sandbox.push.policies.length;
		const { answers } = await talk(agent, PUSH, [pushCall(`Once ${agent}`)]);
		expect(answers).toEqual([expect.stringContaining('created')]);
		expect(demo.sandbox.push.policies).toHaveLength(before + 1);
	});

	it('two equal calls in one turn, with a live key, buy one policy', async () => {
		const before = demo.sandbox.push.policies.length;
		const call = pushCall(`Twice ${agent}`);
		const { answers } = await talk(agent, { ...PUSH, credentials: LIVE }, [call, call]);
		expect(answers).toHaveLength(2);
		expect(demo.sandbox.push.policies).toHaveLength(before + 1);
	});

	it('two different calls in one turn of a new node, with a live key, buy two', async () => {
		const before = demo.sandbox.push.policies.length;
		const calls = [pushCall(`Left ${agent}`), pushCall(`Right ${agent}`)];
		const { answers } = await talk(agent, { ...PUSH, credentials: LIVE }, calls);
		expect(answers).toEqual([
			expect.stringContaining('created'),
			expect.stringContaining('created'),
		]);
		expect(demo.sandbox.push.policies).toHaveLength(before + 2);
	});

	it('a wrong value: the model learns which, that nothing was bought, and to ask the user', async () => {
		const { answers } = await talk(agent, PUSH, [pushCall('Wrong', 'nobody')]);
		expect(answers).toEqual([expect.stringMatching(/Email.*[Nn]othing was (sent|bought).*user/s)]);
	});

	it('a refusal by KASKO: the model gets its words, and what to do', async () => {
		demo.sandbox.push.faults.next(pushFaults.refuse(401, '{"errorMessage":"Unauthorized"}'));
		const { answers } = await talk(agent, PUSH, [pushCall(`Refused ${agent}`)]);
		expect(answers).toEqual([expect.stringMatching(/Unauthorized.*Nothing was bought/s)]);
	});

	it('an unknown outcome: the model is told not to call again, and to send the user to KASKO', async () => {
		demo.sandbox.push.faults.next(pushFaults.resetAfter);
		const { answers } = await talk(agent, PUSH, [pushCall(`Unknown ${agent}`)]);
		const [answer = ''] = answers;
		expect(answer).toMatch(/never call this tool again for it/);
		expect(answer).toMatch(/look in KASKO/);
		expect(answer).not.toMatch(/Skip Already Pushed/);
		expect(answer.length).toBeLessThan(1000);
	});

	it('a row that is refused: the model learns which column, and why', async () => {
		const { connections } = demo.sandbox.sftp.total;
		const { answers } = await talk(agent, IMPORT, [importCall('')]);
		expect(answers).toEqual([expect.stringMatching(/policy\.email.*nothing was bought/s)]);
		expect(demo.sandbox.sftp.total.connections).toBe(connections);
	});

	it('Ticketplan, an unknown outcome: the same', async () => {
		const stall = demo.sandbox.sftp.faults.when(atKind('RENAME'), 'stall');
		const options = { connectionTimeout: 1, maxTries: 1 };
		const tool: Link = { ...IMPORT, parameters: { ...IMPORT.parameters, options } };
		const { answers } = await talk(agent, tool, [importCall(`doubt-${agent}@example.com`)]);
		stall.cancel();
		expect(answers).toEqual([
			expect.stringMatching(/not known whether.*never call this tool again.*look in KASKO/s),
		]);
		expect(answers.join()).not.toMatch(/run its rows|Get Imports|Run the workflow/);
		expect(answers.join().length).toBeLessThan(1500);
	});

	it('a server that asks to try again: the model is not asked to', async () => {
		const body = '{"message":"Overloaded. Please try again later, or resend the request."}';
		demo.sandbox.push.faults.next(pushFaults.refuse(503, body));
		const { answers } = await talk(agent, PUSH, [pushCall(`Busy ${agent}`)]);
		expect(answers).toEqual([expect.stringMatching(/Overloaded.*never call this tool again/s)]);
		expect(answers.join()).not.toMatch(/try again|later|resend/);
	});

	it('two equal calls in one turn whose outcome is unknown: one request, and both are told so', async () => {
		const { policies, requests } = demo.sandbox.push;
		const before = [policies.length, requests.length];
		demo.sandbox.push.faults.next(pushFaults.resetAfter);
		const call = pushCall(`Twice unknown ${agent}`);
		const { answers } = await talk(agent, { ...PUSH, credentials: LIVE }, [call, call]);
		const isTold: unknown = expect.stringMatching(/never call this tool again for it/);
		expect(answers).toEqual([isTold, isTold]);
		expect([policies.length, requests.length]).toEqual(before.map((count) => count + 1));
	});

	it.each([false, true])(
		'a list that is empty, or can not be read, is no proof: %s',
		async (isRead) => {
			const credential = isRead ? 'KASKO SFTP account' : 'Nobody There';
			const tool: Link = {
				...IMPORT,
				parameters: { operation: 'getImports', environment: 'live' },
				credentials: { kaskoSftpApi: { id: null, name: credential } },
			};
			const { answers } = await talk(agent, tool, [{ name: 'Import', arguments: {} }]);
			expect(answers).toEqual([
				expect.stringMatching(isRead ? /files.*0/ : /says nothing about what was bought/),
			]);
		},
	);

	it.each(['continueRegularOutput', 'stopWorkflow'] as const)(
		'On Error = %s: the model gets the same words',
		async (onError) => {
			const tool: Link = { ...PUSH, onError };
			const { answers } = await talk(agent, tool, [pushCall('Wrong', 'nobody')]);
			expect(answers).toEqual([
				expect.stringMatching(/Email.*[Nn]othing was (sent|bought).*user/s),
			]);
		},
	);

	// n8n hands nothing of a tool with an error output to AI Agent 3.1.
	it('an error output: nothing is bought that the model would not hear of', async () => {
		const before = demo.sandbox.push.policies.length;
		const tool: Link = { ...PUSH, onError: 'continueErrorOutput' };
		const { answers } = await talk(agent, tool, [pushCall(`Unheard ${agent}`)]);
		const isHeard = answers.some((answer) => answer.includes('created'));
		expect(demo.sandbox.push.policies).toHaveLength(before + (isHeard ? 1 : 0));
		expect(isHeard).toBe(agent < 3);
	});
});
