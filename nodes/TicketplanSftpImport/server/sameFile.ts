import { createHash } from 'node:crypto';

import { SftpError } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import { nameTaken, notReadable, processedBefore } from './nameTaken';
import { readName } from './folders';
import type { Environment, ImportFile } from '../files/importFile';

/** A file on the server that has the name of the one to be sent. */
export interface Found {
	path: string;
	/** Undefined where the server does not say. */
	bytes?: number;
	isProcessed: boolean;
}

/**
 * Makes sure that the file on the server is the one to be sent. A name made by this node says so; a file under a name
 * of the user's own is read and compared.
 * @throws KaskoError when it is another one, or when that can't be told.
 */
export async function requireSame(
	session: SftpSession,
	environment: Environment,
	file: ImportFile,
	{ path, bytes, isProcessed }: Found,
): Promise<void> {
	const namesRows = nameSaysSame(environment, file);
	if (namesRows && isProcessed) return;
	if (bytes !== undefined && bytes !== file.bytes) throw nameTaken(path);
	if (namesRows && bytes !== undefined) return;
	const hash = await hashOf(session, path).catch((error: unknown) => {
		throw error instanceof SftpError && error.isStatus ? notReadable(path, error) : error;
	});
	if (hash !== file.sha256) throw nameTaken(path);
	if (isProcessed) throw processedBefore(path, environment);
}

function nameSaysSame(environment: Environment, { name, sha256 }: ImportFile): boolean {
	const said = readName(name);
	return said?.environment === environment && sha256.startsWith(said.hash);
}

async function hashOf(session: SftpSession, path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const block of session.read(path)) hash.update(block);
	return hash.digest('hex');
}
