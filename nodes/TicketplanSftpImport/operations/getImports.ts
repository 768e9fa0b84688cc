import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toSftpCredential } from '../../shared/sftp/credential';
import { withSftp } from '../../shared/sftp/connection';
import { listImports } from '../server/listImports';
import { readEnvironment, readOption } from '../input/settings';

/** What waits for KASKO and what KASKO has processed, one item for each file; once, however many items come in. */
export async function getImports(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const environment = readEnvironment(context);
	const credential = toSftpCredential(await context.getCredentials('kaskoSftpApi'));
	const options = {
		timeoutSeconds: readOption(context, 'connectionTimeout', 20),
		signal: context.getExecutionCancelSignal(),
	};
	const imports = await withSftp(credential, options, (session) =>
		listImports(session, credential.folder, environment),
	);
	const pairedItem = context.getInputData().map((_, item) => ({ item }));
	return imports.map((file) => ({ json: { ...file }, pairedItem }));
}
