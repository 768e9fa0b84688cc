import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isTool } from '../../shared/asTool';
import { toSftpCredential } from '../../shared/sftp/credential';
import { withSftp } from '../../shared/sftp/connection';
import { showHints, type Hint } from '../../shared/tell';
import { openFolders } from '../server/folders';
import { listImports } from '../server/listImports';
import type { ImportSettings } from '../input/settings';

/** What waits for KASKO and what KASKO has processed, one item for each file; once, however many items come in. */
export async function getImports(
	context: IExecuteFunctions,
	{ environment, connectionTimeout }: ImportSettings,
): Promise<INodeExecutionData[]> {
	const credential = toSftpCredential(await context.getCredentials('kaskoSftpApi'));
	const options = {
		timeoutSeconds: connectionTimeout,
		signal: context.getExecutionCancelSignal(),
	};
	const hints: Hint[] = [];
	const imports = await withSftp(credential, options, (session) =>
		listImports(openFolders(session, credential.folder, environment), (message) =>
			hints.push({ type: 'warning', message }),
		),
	);
	showHints(context, hints);
	// Of a tool without output an AI Agent 3.1 hands on an empty text, which says nothing.
	if (imports.length === 0 && isTool(context.getNode())) {
		return [{ json: { files: 0, environment } }];
	}
	const pairedItem = context.getInputData().map((_, item) => ({ item }));
	return imports.map((file) => ({ json: { ...file }, pairedItem }));
}
