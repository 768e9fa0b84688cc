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
import { openFolders, remotePath } from './server/folders';
import { isLineError } from './server/submitError';

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
	const refusal = await tryToLook(session, folder);
	if (refusal) {
		return {
			status: 'Error',
			message: `The login works, but no file could be submitted: ${refusal.message}. ${refusal.description}`,
		};
	}
	const folders = missing.length
		? `There is no folder '${missing.join()}': ask KASKO to make it if you need it.`
		: `Found the folders '${paths.join("' and '")}'.`;
	const warning = hostKeys.acceptsAny
		? ` Any server is accepted. Better ask KASKO whether ${session.hostKey} is their server; if it is, paste that into 'Host Key Fingerprint' and switch 'Accept Any Host Key' off.`
		: '';
	return { status: 'OK', message: `Connection successful. ${folders}${warning}` };
}

/** Each import looks for its file before it is sent. What keeps one from doing so is found out here. */
async function tryToLook(session: SftpSession, folder: string): Promise<KaskoError | undefined> {
	const { find } = openFolders(session, folder, 'test');
	return await find('ticketplan-test.csv').then(
		() => undefined,
		(error: unknown) => {
			if (error instanceof KaskoError && !isLineError(error)) return error;
			throw error;
		},
	);
}

/** What there is instead, so that the right folder can be picked. */
async function hint(session: SftpSession, folder: string): Promise<string> {
	const advice = "Set 'Folder' to the folder that holds test and live.";
	const folders: string[] = [];
	const isThere = await session.list(remotePath(folder, '.'), ({ name, isFolder }) => {
		if (isFolder !== false) folders.push(name);
	});
	if (!isThere) return `The folder '${folder}' does not exist. ${advice}`;
	return folders.length
		? `${advice} These folders are there: ${folders.slice(0, 10).map(shown).join(', ')}.`
		: `${advice} The server shows no folders: ask KASKO to make them.`;
}
