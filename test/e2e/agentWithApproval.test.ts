import { randomUUID } from 'node:crypto';

import { readExample, startDemo, type Demo } from '../../scripts/demo/startDemo';
import { createCredential } from '../../scripts/n8n/credentials';
import type { Execution } from '../../scripts/n8n/executions';
import {
	importWorkflow,
	publishWorkflow,
	webhookUrl,
	type ImportedWorkflow,
} from '../../scripts/n8n/workflows';
import { waitFor } from '../../scripts/programs/waitFor';
import { packedPackage } from '../support/packedPackage';
import { startStubModel, type StubModel, type ToolCall } from '../support/stubModel';

jest.setTimeout(180_000);

const SAYS_WITHIN_SECONDS = 60;
/** n8n takes no yes from what is not a browser. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0' };

interface Question {
	text: string;
	buttons: Array<{ text: string; link: string }>;
}

interface Message {
	node: string;
	message: Question | string;
}

let model: StubModel;
let demo: Demo;
let workflow: ImportedWorkflow;
let before: number;

beforeAll(async () => {
	model = await startStubModel();
	demo = await startDemo(packedPackage());
	const account = { apiKey: 'none', url: model.url };
	await createCredential(demo.session, 'openAiApi', 'OpenAI account', account);
	workflow = await importWorkflow(demo.session, await readExample('agent-with-approval.json'));
	await publishWorkflow(demo.session, workflow);
});

afterAll(async () => {
	await demo?.stop();
	await model?.stop();
});

beforeEach(() => {
	before = demo.sandbox.push.policies.length;
	model.requests.length = 0;
});

const bought = () => demo.sandbox.push.policies.slice(before).map(({ lastName }) => lastName);

function policyFor(last_name: string, email = 'erika@example.com') {
	const vin = 'WVWZZZ1JZXW000001';
	return { first_name: 'Erika', last_name, email, start_date: '2027-03-01', vin };
}

/** The model's call that hands over its words and policies. */
function answer(...policies: object[]): ToolCall {
	const output = { say: 'What is the VIN?', policies };
	return { name: 'format_final_json_response', arguments: { output } };
}

/** Says something in the chat; the model then makes these calls, all at once. Gives the execution. */
async function say(calls: ToolCall[], sessionId: string = randomUUID()): Promise<string> {
	model.nextCalls.push(...calls);
	const response = await fetch(webhookUrl(demo.session, workflow, 'chat'), {
		method: 'POST',
		headers: demo.session.headers,
		body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput: 'Insure Erika' }),
	});
	return ((await response.json()) as { executionId: string }).executionId;
}

/** What the chat shows, as soon as it shows something else than after `node`. */
async function shown(executionId: string, after = ''): Promise<Message> {
	const { parse } = await import('flatted');
	return await waitFor(`a message behind "${after}"`, SAYS_WITHIN_SECONDS, async () => {
		const { status, data } = await demo.session.request<{ status: string; data: string }>(
			'GET',
			`/executions/${executionId}`,
		);
		const {
			lastNodeExecuted: node = '',
			runData,
			error,
		} = (parse(data) as Execution['data']).resultData;
		if (error) throw error;
		const message = runData[node]?.at(-1)?.data?.main?.[0]?.[0]?.sendMessage;
		if (status !== 'waiting' || node === after || message === undefined) return undefined;
		return { node, message: message as Message['message'] };
	});
}

async function press(label: string, { message }: Message): Promise<void> {
	if (typeof message === 'string') throw new Error(`No question: ${message}`);
	const button = message.buttons.find(({ text }) => text === label);
	await fetch(button?.link ?? '', { headers: BROWSER });
}

/** Lets the model hand over policies, presses the button, and gives the question and what the chat shows then. */
async function decide(label: string, calls: ToolCall[], sessionId?: string) {
	const executionId = await say(calls, sessionId);
	const question = await shown(executionId);
	expect(bought()).toEqual([]);
	await press(label, question);
	const { message } = await shown(executionId, question.node);
	return { question: question.message, reply: message };
}

it('the model has no tool that buys', async () => {
	await shown(await say([answer()]));
	const tools = model.requests[0]?.tools?.map(({ function: { name } }) => name);
	expect(tools).toEqual(['Check_Policy', 'format_final_json_response']);
});

it('shows what it would buy, buys that after the yes, and tells the reference', async () => {
	const { question, reply } = await decide('Buy', [answer(policyFor('Eins'))]);
	expect(question).toMatchObject({
		text: expect.stringContaining(
			'1. Erika Eins, erika@example.com, from 2027-03-01, VIN WVWZZZ1JZXW000001',
		),
	});
	const policy = demo.sandbox.push.policies.at(-1);
	expect(bought()).toEqual(['Eins']);
	expect(reply).toBe(`- Erika Eins: created ${policy?.reference}`);
});

it('buys nothing after a no', async () => {
	const { reply } = await decide("Don't Buy", [answer(policyFor('Nein'))]);
	expect(reply).toContain('Nothing was bought');
	expect(bought()).toEqual([]);
});

it('asks nothing and buys nothing as long as a value is missing', async () => {
	const { message } = await shown(await say([answer()]));
	expect(message).toBe('What is the VIN?');
	expect(bought()).toEqual([]);
});

it('two equal policies in one list: one policy', async () => {
	await decide('Buy', [answer(policyFor('Doppelt'), policyFor('Doppelt'))]);
	expect(bought()).toEqual(['Doppelt']);
});

it('two equal calls of the model at once: one policy', async () => {
	const call = answer(policyFor('Zugleich'));
	await decide('Buy', [call, call]);
	expect(bought()).toEqual(['Zugleich']);
});

it('checks of the model, two equal ones at once: nothing is bought', async () => {
	const call = { name: 'Check_Policy', arguments: policyFor('Geprueft') };
	await say([call, call]);
	const { messages } = await waitFor(
		'the checks',
		SAYS_WITHIN_SECONDS,
		async () => model.requests[1],
	);
	const answers = messages
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => JSON.stringify(content));
	expect(answers).toEqual([expect.stringContaining('valid'), expect.stringContaining('valid')]);
	expect(bought()).toEqual([]);
});

it('the button pressed twice at once: one policy', async () => {
	const executionId = await say([answer(policyFor('Ungeduldig'))]);
	const question = await shown(executionId);
	await Promise.all([press('Buy', question), press('Buy', question)]);
	await shown(executionId, question.node);
	expect(bought()).toEqual(['Ungeduldig']);
});

it('the same again on another day: told as bought, and not bought', async () => {
	const { reply } = await decide('Buy', [answer(policyFor('Eins'))]);
	expect(reply).toContain('Erika Eins: alreadyPushed');
	expect(bought()).toEqual([]);
});

it('what the node refuses is told, and the good one is bought', async () => {
	const { reply } = await decide('Buy', [
		answer(policyFor('Gut'), policyFor('Schlecht', 'nobody')),
	]);
	expect(bought()).toEqual(['Gut']);
	expect(reply).toMatch(/Erika Gut: created .*\n- Erika Schlecht: .*Email/s);
});

it('the agent remembers what was bought', async () => {
	const sessionId = randomUUID();
	const { reply } = await decide('Buy', [answer(policyFor('Gemerkt'))], sessionId);
	model.requests.length = 0;
	await shown(await say([answer()], sessionId));
	expect(JSON.stringify(model.requests[0]?.messages)).toContain(reply);
});

it('nobody can chat who is no user of this n8n', async () => {
	const response = await fetch(webhookUrl(demo.session, workflow, 'chat'), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', sessionId: '1', chatInput: 'Buy' }),
	});
	expect(response.status).toBe(401);
});
