import { createCredential } from '../../scripts/n8n/credentials';
import type { N8nSession } from '../../scripts/n8n/connectToN8n';
import {
	importWorkflow,
	publishWorkflow,
	type ImportedWorkflow,
} from '../../scripts/n8n/workflows';
import { chain, code, webhook, type Link } from '../chain';
import type { Line } from './lines';
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

/** A workflow that ends with this package's node. `source` is where the rows come from. */
export async function publishNode(
	session: N8nSession,
	line: Line,
	path: string,
	source: 'items' | 'file',
	parameters: Link['parameters'] = {},
): Promise<ImportedWorkflow> {
	const name = `KASKO for ${path}`;
	await createCredential(session, 'kaskoSftpApi', name, {
		...login(line),
		hostKey: line.sshd.hostKey,
		acceptAnyHostKey: false,
		folder: '',
	});
	const node: Link = {
		name: NODE,
		type: 'n8n-nodes-kasko.ticketplanSftpImport',
		typeVersion: 1,
		parameters: {
			rowSource: source,
			columns: { mappingMode: 'autoMapInputData', value: null },
			...parameters,
		},
		credentials: { kaskoSftpApi: { id: null, name } },
	};
	return await publish(session, path, [source === 'file' ? fileFromDisk : rowsFromCode, node]);
}

/** The same with n8n's own nodes. */
export async function publishBuiltIn(
	session: N8nSession,
	line: Line,
	path: string,
): Promise<ImportedWorkflow> {
	const name = `SFTP for ${path}`;
	await createCredential(session, 'sftp', name, { ...login(line), password: '' });
	return await publish(session, path, [
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
				path: `${line.sshd.folder}/test/rows.csv`,
			},
			credentials: { sftp: { id: null, name } },
		},
	]);
}

async function publish(
	session: N8nSession,
	path: string,
	links: Link[],
): Promise<ImportedWorkflow> {
	const workflow = await importWorkflow(
		session,
		chain(path, [webhook(path, 'lastNode'), ...links]),
	);
	await publishWorkflow(session, workflow);
	return workflow;
}

function login({ sshd, port }: Line) {
	const { host, username, privateKey } = sshd;
	return { host, port, username, privateKey, passphrase: '' };
}
