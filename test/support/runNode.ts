import 'reflect-metadata';

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IContextObject,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, NodeHelpers, Workflow } from 'n8n-workflow';

export interface NodeRun {
	node: INodeType;
	parameters: IDataObject;
	items: Array<IDataObject | INodeExecutionData>;
	/** The stored credential and its type. */
	credential?: { type: ICredentialType; data: ICredentialDataDecryptedObject };
	/** Settings of the node, such as `onError` and `retryOnFail`. */
	settings?: Partial<INode>;
	/** The time zone that is set for the workflow. */
	timezone?: string;
	/** PEM of the authority to trust: NODE_EXTRA_CA_CERTS cannot be set once Node runs. */
	ca?: string;
	/** n8n's context data of an earlier run, to continue it as "Retry execution" does. */
	contextData?: Record<string, IContextObject>;
	/** Gets the way to stop the execution, once it has begun. */
	onStart?: (cancel: () => void) => void;
}

export interface NodeRunResult {
	run: IRun;
	/** Per output, what came out. */
	outputs: INodeExecutionData[][];
	/** What the node threw in the end. */
	error?: { message: string; description?: string | null };
	hints: string[];
	/** The lines of information and warning in n8n's log. */
	log: string[];
	contextData: Record<string, IContextObject>;
	/** How often the engine ran the node. */
	executions: number;
	/** The binary data that came out, as text, by item, counted over all outputs, and field: `0.data`. */
	binaries: Record<string, string>;
}

const NODE_NAME = 'Tested';

const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['input'],
		version: 1,
		description: 'Hands out the items of the test',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
};

async function prepareBinaryData(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'kasko-run-'));
	Container.set(
		BinaryDataConfig,
		Object.assign(Object.create(BinaryDataConfig.prototype) as BinaryDataConfig, {
			mode: 'filesystem',
			availableModes: ['filesystem'],
			localStoragePath: folder,
			signingSecret: 'test',
			dbMaxFileSize: 512,
		}),
	);
	await Container.get(BinaryDataService).init();
	return folder;
}

/** Runs one node in n8n's own engine, inside this process, between a start and nothing. */
export async function runNode(given: NodeRun): Promise<NodeRunResult> {
	const folder = await prepareBinaryData();
	try {
		const result = await run(given);
		return { ...result, binaries: await readBinaries(result.outputs.flat()) };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function readBinaries(items: INodeExecutionData[]): Promise<Record<string, string>> {
	const fields = items.flatMap(({ binary = {} }, item) =>
		Object.entries(binary).map(async ([name, data]) => {
			const content = await Container.get(BinaryDataService).getAsBuffer(data);
			return [`${item}.${name}`, content.toString()] as const;
		}),
	);
	return Object.fromEntries(await Promise.all(fields));
}

async function run(given: NodeRun): Promise<Omit<NodeRunResult, 'binaries'>> {
	const { node, parameters, items, credential, settings, timezone, ca, contextData, onStart } =
		given;
	let executions = 0;
	const counted = Object.assign(Object.create(node) as INodeType, {
		async execute(this: ThisParameterType<NonNullable<INodeType['execute']>>) {
			executions += 1;
			return await node.execute!.call(this);
		},
	});
	const types: Record<string, INodeType> = { start, tested: counted };
	const nodeTypes: INodeTypes = {
		getByName: (name) => types[name]!,
		getByNameAndVersion: (name) => NodeHelpers.getVersionedNodeType(types[name]!),
		getKnownTypes: () => ({}),
	};
	const nodes: INode[] = [
		{ id: '1', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: NODE_NAME,
			type: 'tested',
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as INode['parameters'],
			...(credential && { credentials: { [credential.type.name]: { id: '1', name: 'test' } } }),
			...settings,
		},
	];
	const connections = {
		Start: { main: [[{ node: NODE_NAME, type: 'main' as const, index: 0 }]] },
	};
	const workflow = new Workflow({
		id: 'test',
		nodes,
		connections,
		nodeTypes,
		active: false,
		settings: { ...(timezone && { timezone }) },
	});
	const additionalData = {
		currentNodeExecutionIndex: 0,
		executionId: '1',
		variables: {},
		hooks: new ExecutionLifecycleHooks('trigger', '1', {
			id: 'test',
			name: 'test',
			nodes,
			connections,
			active: false,
			createdAt: new Date(),
			updatedAt: new Date(),
		} as never),
		webhookWaitingBaseUrl: 'http://localhost/waiting',
		formWaitingBaseUrl: 'http://localhost/form',
		instanceBaseUrl: 'http://localhost/',
		credentialsHelper: {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getDecrypted: async () => ({ ...credential?.data }),
			getCredentialsProperties: () => credential?.type.properties ?? [],
			preAuthentication: async () => undefined,
			async authenticate(
				data: ICredentialDataDecryptedObject,
				_type: string,
				options: IHttpRequestOptions,
			) {
				const authenticate = credential?.type.authenticate;
				if (typeof authenticate !== 'function') throw new Error('Expected a function');
				return { ...(await authenticate(data, options)), agentOptions: { ca } };
			},
		},
	} as unknown as IWorkflowExecuteAdditionalData;

	const input = items.map((item) =>
		'json' in item ? (item as INodeExecutionData) : { json: item },
	);
	const executionData = createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: structuredClone(contextData ?? {}),
			nodeExecutionStack: [
				{ node: workflow.nodes[NODE_NAME]!, data: { main: [input] }, source: null },
			],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
	const log = captureLog();
	const running = new WorkflowExecute(
		additionalData,
		'trigger',
		executionData,
	).processRunExecutionData(workflow);
	onStart?.(() => running.cancel());
	const result = await running.finally(log.stop);
	const [task] = result.data.resultData.runData[NODE_NAME] ?? [];
	return {
		run: result,
		outputs: (task?.data?.main ?? []).map((output) => output ?? []),
		error: task?.error && {
			message: task.error.message,
			description: (task.error as { description?: string }).description,
		},
		hints: (task?.hints ?? []).map(({ message }) => message),
		log: log.lines,
		contextData: executionData.executionData?.contextData ?? {},
		executions,
	};
}

/** Hears what is written to n8n's log. Runs at the same time hear each other. */
function captureLog(): { lines: string[]; stop: () => void } {
	const logger = Container.get(Logger);
	const { info, warn } = logger;
	const lines: string[] = [];
	const hear =
		(write: typeof info): typeof info =>
		(message, metadata) => {
			lines.push(message);
			write.call(logger, message, metadata);
		};
	Object.assign(logger, { info: hear(info), warn: hear(warn) });
	return { lines, stop: () => Object.assign(logger, { info, warn }) };
}
