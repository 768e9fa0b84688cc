// Runs one node of the installed package in n8n's engine, with n8n's own deduplication over SQLite, and kills itself at one
// step. Runs on n8n's own Node. Arguments: n8n's script, the folder of the package, one for
// binary data. The job comes as a message; each step
// goes to standard output before it is taken, and the items that come out go back as a message.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [n8n, packageFolder, storage] = process.argv.slice(2);
const require = createRequire(n8n);
require('reflect-metadata');
const { Container } = require('@n8n/di');
const core = require('n8n-core');
const { createRunExecutionData, NodeHelpers, Workflow } = require('n8n-workflow');
const { DataSource } = require('@n8n/typeorm');
const { ProcessedData } = require('@n8n/db/dist/entities/processed-data.js');
const { ProcessedDataRepository } = require('@n8n/db');
const { getDataDeduplicationService } = require('n8n/dist/deduplication/index.js');

let steps = 0;
let killAt = 0;

/** Anything may have happened before a step, and nothing after it. */
function step(name) {
	steps += 1;
	writeSync(1, `${name}\n`);
	if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

async function openStore(database) {
	const dataSource = new DataSource({
		type: 'sqlite',
		database,
		entities: [ProcessedData],
		synchronize: true,
	});
	await dataSource.initialize();
	Container.set(DataSource, dataSource);
	const repository = Container.get(ProcessedDataRepository);
	for (const [method, name] of [
		['findOne', 'is read'],
		['insert', 'is written'],
		['update', 'is written'],
	]) {
		const act = repository[method].bind(repository);
		repository[method] = async (...args) => {
			step(`before the store ${name}`);
			const result = await act(...args);
			step(`after the store ${name}`);
			return result;
		};
	}
	await core.DataDeduplicationService.init(getDataDeduplicationService());
}

async function run({ node, credential, parameters, items, settings }) {
	const load = (path, name) => new (require(join(packageFolder, 'dist', path))[name])();
	const type = load(`nodes/${node}/${node}.node.js`, node);
	const credentialType = load(`credentials/${credential.type}.credentials.js`, credential.type);
	const types = { start: START, tested: type };
	const nodes = [
		{ id: '1', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Tested',
			type: 'tested',
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { [credentialType.name]: { id: '1', name: 'test' } },
			onError: 'continueRegularOutput',
			...settings,
		},
	];
	const connections = { Start: { main: [[{ node: 'Tested', type: 'main', index: 0 }]] } };
	const workflow = new Workflow({
		id: 'test',
		nodes,
		connections,
		active: false,
		settings: {},
		nodeTypes: {
			getByName: (name) => types[name],
			getByNameAndVersion: (name) => NodeHelpers.getVersionedNodeType(types[name]),
			getKnownTypes: () => ({}),
		},
	});
	const additionalData = {
		currentNodeExecutionIndex: 0,
		executionId: '1',
		variables: {},
		hooks: new core.ExecutionLifecycleHooks('trigger', '1', { id: 'test', nodes, connections }),
		webhookWaitingBaseUrl: 'http://localhost/waiting',
		formWaitingBaseUrl: 'http://localhost/form',
		instanceBaseUrl: 'http://localhost/',
		credentialsHelper: {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getDecrypted: async () => ({ ...credential.data }),
			getCredentialsProperties: () => credentialType.properties,
			preAuthentication: async () => undefined,
			async authenticate(data, _type, options) {
				step('before the request leaves');
				return await credentialType.authenticate(data, options);
			},
		},
	};
	const executionData = createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			nodeExecutionStack: [
				{
					node: workflow.nodes.Tested,
					data: { main: [items.map((json) => ({ json }))] },
					source: null,
				},
			],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
	const { data } = await new core.WorkflowExecute(
		additionalData,
		'trigger',
		executionData,
	).processRunExecutionData(workflow);
	const [task] = data.resultData.runData.Tested ?? [];
	if (task?.error) throw task.error;
	return (task?.data?.main?.[0] ?? []).map(({ json }) => json);
}

const START = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['input'],
		version: 1,
		description: 'Hands out the items',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
};

Container.set(
	core.BinaryDataConfig,
	Object.assign(Object.create(core.BinaryDataConfig.prototype), {
		mode: 'filesystem',
		availableModes: ['filesystem'],
		localStoragePath: storage,
		signingSecret: 'test',
		dbMaxFileSize: 512,
	}),
);
await Container.get(core.BinaryDataService).init();

process.once('message', async (job) => {
	killAt = job.killAt;
	await openStore(job.database);
	const items = await run(job);
	process.send({ items }, () => process.exit());
});
process.send('ready');
