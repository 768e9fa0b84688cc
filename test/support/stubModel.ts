import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ToolCall {
	/** The name of the tool, as the model was told. */
	name: string;
	arguments: Record<string, unknown>;
}

/** What OpenAI's chat API gets, as far as the tests look at it. */
export interface ChatRequest {
	messages: Array<{ role: string; content: unknown; tool_call_id?: string }>;
	tools?: Array<{ function: { name: string; description: string; parameters: unknown } }>;
}

export interface StubModel {
	/** For the credential `openAiApi`. */
	url: string;
	requests: ChatRequest[];
	/** What the model calls in its next answer, all at once; after that it answers "Done.". */
	nextCalls: ToolCall[];
	stop(): Promise<void>;
}

/** A language model that does as it is told: OpenAI's chat API on loopback, without streaming. */
export async function startStubModel(): Promise<StubModel> {
	const server = createServer((request, response) => void answer(request, response));
	const model: StubModel = {
		url: '',
		requests: [],
		nextCalls: [],
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (!request.url?.endsWith('/chat/completions')) {
			response.writeHead(404).end();
			return;
		}
		model.requests.push((await json(request)) as ChatRequest);
		const calls = model.nextCalls.splice(0);
		const toolCalls = calls.map((call, index) => ({
			id: `call_${model.requests.length}_${index}`,
			type: 'function',
			function: { name: call.name, arguments: JSON.stringify(call.arguments) },
		}));
		const message =
			calls.length > 0
				? { role: 'assistant', content: null, tool_calls: toolCalls }
				: { role: 'assistant', content: 'Done.' };
		response.writeHead(200, { 'content-type': 'application/json' }).end(
			JSON.stringify({
				id: `chat_${model.requests.length}`,
				object: 'chat.completion',
				created: 0,
				model: 'stub',
				choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			}),
		);
	}

	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	model.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	return model;
}
