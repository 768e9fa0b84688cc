import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { KaskoError } from '../shared/KaskoError';
import { toSftpCredential } from '../shared/sftp/credential';
import type { SftpCredential } from '../shared/sftp/credential';
import type { SftpSession } from '../shared/sftp/session';
import { withSftp } from '../shared/sftp/connection';
import { shown } from '../shared/text';
import { remotePath } from './server/folders';

const TIMEOUT_SECONDS = 10;

/** The Test button of the credential `kaskoSftpApi`: connects, looks for the two folders, changes nothing. */
export async function testKaskoSftpApi(
	this: ICredentialTestFunctions,
	stored: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const credential = toSftpCredential(stored.data ?? {});
		return await withSftp(credential, { timeoutSeconds: TIMEOUT_SECONDS }, (session) =>
			describeServer(session, credential),
		);
	} catch (error) {
		if (!(error instanceof KaskoError)) return { status: 'Error', message: String(error) };
		return { status: 'Error', message: `${error.message}. ${error.description}` };
	}
}

async function describeServer(
	session: SftpSession,
	{ hostKeys, folder }: SftpCredential,
): Promise<INodeCredentialTestResult> {
	const paths = [remotePath(folder, 'test'), remotePath(folder, 'live')];
	const found = await Promise.all(
		paths.map(async (path) => {
			const there = await session.stat(path);
			return there !== undefined && there.isFolder !== false;
		}),
	);
	const missing = paths.filter((_path, index) => !found[index]);
	if (missing.length === paths.length) {
		return {
			status: 'Error',
			message: `The login works, but there is no folder '${paths.join("' and no folder '")}'. ${await hint(session, folder)}`,
		};
	}
	const folders = missing.length
		? `There is no folder '${missing.join()}': ask KASKO to make it if you need it.`
		: `Found the folders '${paths.join("' and '")}'.`;
	const warning = hostKeys.acceptsAny
		? ` Any server is accepted: better switch 'Accept Any Host Key' off and paste ${session.hostKey} into 'Host Key Fingerprint'.`
		: '';
	return { status: 'OK', message: `Connection successful. ${folders}${warning}` };
}

/** What there is instead, so that the right folder can be picked. */
async function hint(session: SftpSession, folder: string): Promise<string> {
	const advice = "Set 'Folder' to the folder that holds test and live.";
	const entries = await session.list(remotePath(folder, '.'));
	if (!entries) return `The folder '${folder}' does not exist. ${advice}`;
	const folders = entries.filter(({ isFolder }) => isFolder !== false).map(({ name }) => name);
	return folders.length
		? `${advice} These folders are there: ${folders.slice(0, 10).map(shown).join(', ')}.`
		: `${advice} The server shows no folders: ask KASKO to make them.`;
}
