import { randomUUID } from 'node:crypto';

import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { Demo } from '../demo/startDemo';
import { createCredential } from '../n8n/credentials';
import type { Editor } from '../n8n/editor';
import { importWorkflow } from '../n8n/workflows';
import type { Camera } from './Camera';

/** What every scene plays on. */
export interface Stage {
	demo: Demo;
	editor: Editor;
	camera: Camera;
}

/** One of our nodes, with the items that come to it. */
export interface Run {
	node: 'aragPush' | 'ticketplanSftpImport';
	items: ReadonlyArray<IDataObject | INodeExecutionData>;
	parameters?: IDataObject;
	/** In place of what the demo's credential holds. */
	credential?: IDataObject;
}

const CREDENTIALS = { aragPush: 'kaskoApi', ticketplanSftpImport: 'kaskoSftpApi' } as const;
const VERSIONS = { aragPush: 1, ticketplanSftpImport: 1.1 } as const;
const CREDENTIAL_NAME = 'KASKO account';
/** Runs side by side on the canvas, and the distances between them. */
const IN_A_LINE = 3;
const [WIDTH, HEIGHT] = [480, 160];

/** Opens a new workflow in which each run has a node of its own, called by its name. */
export async function openRuns({ demo, editor }: Stage, runs: Record<string, Run>): Promise<void> {
	const start = node('Start', 'n8n-nodes-base.manualTrigger', [0, 0]);
	const nodes = [start];
	const connections = { Start: { main: [[] as ReturnType<typeof to>[]] } };
	for (const [index, [name, run]] of Object.entries(runs).entries()) {
		const x = 200 + (index % IN_A_LINE) * WIDTH;
		const y = Math.floor(index / IN_A_LINE) * HEIGHT;
		const sample = `Items of ${name}`;
		nodes.push(sampleNode(sample, run.items, [x, y]), await runNode(demo, name, run, [x + 200, y]));
		connections.Start.main[0]?.push(to(sample));
		Object.assign(connections, { [sample]: { main: [[to(name)]] } });
	}
	const { id } = await importWorkflow(demo.session, { name: 'Insured Orders', nodes, connections });
	await editor.open(`/workflow/${id}`);
}

function to(node: string) {
	return { node, type: 'main' as const, index: 0 };
}

function node(
	name: string,
	type: string,
	position: [number, number],
	rest: Partial<INode> = {},
): INode {
	return { id: randomUUID(), name, type, position, typeVersion: 1, parameters: {}, ...rest };
}

function sampleNode(name: string, items: Run['items'], position: [number, number]): INode {
	const jsCode = `return ${JSON.stringify(items, null, '\t')};`;
	return node(name, 'n8n-nodes-base.code', position, { typeVersion: 2, parameters: { jsCode } });
}

async function runNode(
	demo: Demo,
	name: string,
	run: Run,
	position: [number, number],
): Promise<INode> {
	const type = CREDENTIALS[run.node];
	const data = { ...credentialOf(demo, run.node), ...run.credential };
	const { id } = await createCredential(demo.session, type, CREDENTIAL_NAME, data);
	return node(name, `n8n-nodes-kasko.${run.node}`, position, {
		typeVersion: VERSIONS[run.node],
		parameters: (run.parameters ?? {}) as INode['parameters'],
		credentials: { [type]: { id, name: CREDENTIAL_NAME } },
	});
}

/** What the demo's own credential holds. */
function credentialOf({ sandbox: { push, sftp } }: Demo, node: Run['node']): IDataObject {
	return node === 'aragPush'
		? { apiKey: push.keys.test, pushUrl: push.url }
		: {
				host: sftp.host,
				port: sftp.port,
				username: sftp.username,
				privateKey: sftp.privateKey,
				hostKey: sftp.hostKey,
				folder: sftp.folder,
			};
}
