import { createHash } from 'node:crypto';

import { KaskoError } from '../../shared/KaskoError';
import { SftpError } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import type { Environment, ImportFile } from '../files/importFile';
import { namesContent } from '../files/importFile';
import type { Folders, Found } from './folders';

const OTHER_NAME =
	'Choose another file name, or leave the file name empty: the node then makes one that no other rows can have.';

/**
 * Makes sure that the file on the server is the one to be sent. A name made from the content says so; a file under a name
 * of the user's own, or of unknown size, is read and compared.
 * @throws KaskoError when it is another one, or when that can't be told.
 */
export async function requireSame(
	{ session, environment }: Folders,
	file: ImportFile,
	{ path, bytes, isProcessed }: Found,
): Promise<void> {
	const isNamed = namesContent(file.name, environment, file.sha256);
	if (isNamed && isProcessed) return;
	if (bytes !== undefined && bytes !== file.bytes) throw nameTaken(path);
	if (isNamed && bytes !== undefined) return;
	const hash = await hashOf(session, path).catch((error: unknown) => {
		throw error instanceof SftpError && error.isStatus ? notReadable(path, error) : error;
	});
	if (hash !== file.sha256) throw nameTaken(path);
	if (isProcessed) throw processedBefore(path, environment);
}

/** The SHA-256 of a file on the server, hexadecimal. */
export async function hashOf(session: SftpSession, path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const block of session.read(path)) hash.update(block);
	return hash.digest('hex');
}

/** A file of that name is there, with other rows. */
function nameTaken(path: string): KaskoError {
	return new KaskoError(`'${path}' is already on the server, with other content`, OTHER_NAME, {
		status: 'notSubmitted',
		onServer: `'${path}', with other content`,
	});
}

/** A file of that name and size is there, and the server does not let its content be read. */
function notReadable(path: string, { message }: Error): KaskoError {
	return new KaskoError(
		`'${path}' is already on the server and may be the same file. ${message}`,
		`Look at what you have sent under this name. ${OTHER_NAME}`,
		{ status: 'unknown', onServer: `'${path}', of the same size` },
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
