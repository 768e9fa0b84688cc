import { createHash } from 'node:crypto';

import { KaskoError } from '../../shared/KaskoError';
import { isStatus } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import type { Environment } from '../files/importFile';
import { namesContent } from '../files/importFile';
import type { Folders, Found } from './folders';
import type { SentFile } from './submission';

/**
 * Makes sure that the file on the server is the one to be sent, and was sent for this environment.
 * @throws KaskoError when it is another one, or when either can't be told.
 */
export async function requireSame(folders: Folders, file: SentFile, found: Found): Promise<void> {
	const { environment } = folders;
	const isNamed = namesContent(file.name, environment, file.sha256);
	if (!(await isSame(folders, file, found))) throw new NameTakenError(found.path, isNamed);
	if (found.isProcessed && !isNamed) throw processedBefore(found.path, environment);
}

/**
 * Whether the file on the server holds what is to be sent. A name made from the content says so; a file under a name of the
 * user's own, or of unknown size, is read and compared.
 * @throws KaskoError when that can't be told.
 */
export async function isSame(
	{ session, environment }: Folders,
	file: SentFile,
	{ path, bytes, isProcessed }: Found,
): Promise<boolean> {
	const isNamed = namesContent(file.name, environment, file.sha256);
	if (isNamed && isProcessed) return true;
	if (bytes !== undefined && bytes !== file.bytes) return false;
	if (isNamed && bytes !== undefined) return true;
	const hash = await hashOf(session, path, file.bytes).catch((error: unknown) => {
		throw isStatus(error) ? notReadable(path, error) : error;
	});
	return hash === file.sha256;
}

/** The SHA-256 of a file on the server, hexadecimal; of a longer file than one of `bytes`, that of another one. */
export async function hashOf(session: SftpSession, path: string, bytes: number): Promise<string> {
	const hash = createHash('sha256');
	for await (const block of session.read(path, bytes)) hash.update(block);
	return hash.digest('hex');
}

const OTHER_NAME =
	'Choose another file name, or leave the file name empty: the node then makes one that no other rows can have.';

/** A name made from the content is taken by that content only, unless it was cut short or changed on the server. */
const OWN_NAME =
	"Its name is made from the content, so somebody has cut it short or changed it: ask KASKO to take it away. Choose another file name, in 'File Name', to send these rows all the same.";

/** A file of that name is there, with other rows. */
export class NameTakenError extends KaskoError {
	constructor(path: string, isNamed: boolean) {
		super(
			`'${path}' is already on the server, with other content`,
			isNamed ? OWN_NAME : OTHER_NAME,
			{
				status: 'notSubmitted',
				onServer: `'${path}', with other content`,
			},
		);
	}
}

/** A file of that name and size is there, and the server does not let its content be read. */
function notReadable(path: string, { message }: Error): KaskoError {
	return new KaskoError(
		`'${path}' is already on the server and may be the same file. ${message}`,
		`Look at what you have sent under this name. ${OTHER_NAME}`,
		{ status: 'unknown', onServer: `'${path}', perhaps with the same content` },
	);
}

/** A file of that name and content is processed, and nothing says for which environment. */
function processedBefore(path: string, environment: Environment): KaskoError {
	return new KaskoError(
		`'${path}' has the same name and content. KASKO has processed it, for test or for live: that folder holds the files of both`,
		`It was not sent again. If these rows have not gone to ${environment} yet, choose another file name, or leave it empty.`,
		{ status: 'unknown', onServer: `'${path}', with the same content` },
	);
}
