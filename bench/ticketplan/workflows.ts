import { createCredential } from '../../scripts/n8n/credentials';
import type { N8nSession } from '../../scripts/n8n/connectToN8n';
import {
	importWorkflow,
	publishWorkflow,
	type ImportedWorkflow,
	type WorkflowFile,
} from '../../scripts/n8n/workflows';
import { addBranch, chain, code, webhook, type Link } from '../../scripts/n8n/chain';
import type { Route } from './routes';
import { sampleRow } from './sampleRow';

export const NODE = 'Ticketplan SFTP Import';
export const BUILT_IN = ['Convert to File', 'FTP'];

const rowsFromCode = code('Rows', [
	sampleRow.toString(),
	'return Array.from({ length: Number(query.rows) }, (_, index) => sampleRow(index));',
]);
const fileFromDisk: Link = {
	name: 'Read File',
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1.1,
	parameters: { fileSelector: '={{ $json.query.file }}', options: {} },
};

/** A workflow that ends with this package's node, which gets its rows from items. */
export async function publishNode(
	session: N8nSession,
	route: Route,
	path: string,
	parameters: Link['parameters'] = {},
): Promise<ImportedWorkflow> {
	const node = await kaskoNode(session, route, path, parameters);
	return await publish(session, workflowOf(path, [rowsFromCode, node]));
}

/** The same with a file as the source. It calls `markUrl` when n8n has read the file and the node is about to begin. */
export async function publishFileSource(
	session: N8nSession,
	route: Route,
	path: string,
	markUrl: string,
): Promise<ImportedWorkflow> {
	const node = await kaskoNode(session, route, path, { rowSource: 'file', output: 'files' });
	const workflow = workflowOf(path, [fileFromDisk, node]);
	addBranch(workflow, fileFromDisk.name, {
		name: 'Mark',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: markUrl },
	});
	return await publish(session, workflow);
}

async function kaskoNode(
	session: N8nSession,
	route: Route,
	path: string,
	parameters: Link['parameters'],
): Promise<Link> {
	const name = `KASKO for ${path}`;
	await createCredential(session, 'kaskoSftpApi', name, {
		...login(route),
		hostKey: route.sshd.hostKey,
		acceptAnyHostKey: false,
		folder: '',
	});
	return {
		name: NODE,
		type: 'n8n-nodes-kasko.ticketplanSftpImport',
		typeVersion: 1,
		parameters: {
			columns: { mappingMode: 'autoMapInputData', value: null },
			...parameters,
		},
		credentials: { kaskoSftpApi: { id: null, name } },
	};
}

/** The same with n8n's own nodes. */
export async function publishBuiltIn(
	session: N8nSession,
	route: Route,
	path: string,
): Promise<ImportedWorkflow> {
	const name = `SFTP for ${path}`;
	await createCredential(session, 'sftp', name, { ...login(route), password: '' });
	const links: Link[] = [
		rowsFromCode,
		{
			name: 'Convert to File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'csv', options: {} },
		},
		{
			name: 'FTP',
			type: 'n8n-nodes-base.ftp',
			typeVersion: 1,
			parameters: {
				protocol: 'sftp',
				operation: 'upload',
				path: `${route.sshd.folder}/test/rows.csv`,
			},
			credentials: { sftp: { id: null, name } },
		},
	];
	return await publish(session, workflowOf(path, links));
}

/** Starts with a webhook that answers when the last node has ended. */
function workflowOf(path: string, links: Link[]): WorkflowFile {
	return chain(path, [webhook(path, 'lastNode'), ...links]);
}

async function publish(session: N8nSession, file: WorkflowFile): Promise<ImportedWorkflow> {
	const workflow = await importWorkflow(session, file);
	await publishWorkflow(session, workflow);
	return workflow;
}

function login({ sshd, port }: Route) {
	const { host, username, privateKey } = sshd;
	return { host, port, username, privateKey, passphrase: '' };
}
