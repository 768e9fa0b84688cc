import { openConnection } from './openConnection';
import type { SftpCredential, SftpOptions, SftpSession } from './types';

/**
 * Runs `work` over one new connection and closes it in every case, under a time limit.
 * @throws SftpError when the connection does not come about, and whatever `work` throws.
 */
export async function withSftp<T>(
	credential: SftpCredential,
	options: SftpOptions,
	work: (session: SftpSession) => Promise<T>,
): Promise<T> {
	const connection = await openConnection(credential, options);
	try {
		return await work(connection.session);
	} finally {
		await connection.close();
	}
}
