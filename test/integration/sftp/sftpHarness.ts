import { SftpError } from '../../../nodes/shared/sftp/SftpError';
import { withSftp } from '../../../nodes/shared/sftp/connection';
import type { RemoteFile } from '../../../nodes/shared/sftp/remoteFile';
import type { SftpSession } from '../../../nodes/shared/sftp/session';
import { startSftp } from '../../../sandbox';
import type { Sftp } from '../../../sandbox/sftp/startSftp';
import { sftpCredential, type StoredSftpCredential } from '../../support/sftpCredential';

export let sandbox: Sftp;

/** Gives every test of the file `sandbox`, empty, and sees that nothing stays open and nothing is printed. */
export function useSandbox(): void {
	const printed = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')];
	beforeAll(async () => {
		sandbox = await startSftp();
	});
	beforeEach(() => sandbox.reset());
	afterEach(async () => {
		await sandbox.idle(); // no connection is left open, whatever happened
		for (const print of printed) expect(print).not.toHaveBeenCalled();
	});
	afterAll(() => sandbox.stop());
}

export const options = { timeoutSeconds: 10 };
export const open = async (changes: Partial<StoredSftpCredential> = {}, timeoutSeconds = 10) =>
	await withSftp(sftpCredential(sandbox, changes), { timeoutSeconds }, (session) =>
		session.stat('test'),
	);
/** What a folder holds; undefined when it is not there. */
export async function listOf(
	session: SftpSession,
	path: string,
): Promise<RemoteFile[] | undefined> {
	const files: RemoteFile[] = [];
	return (await session.list(path, (file) => files.push(file))) ? files : undefined;
}
export async function failure(work: Promise<unknown>): Promise<SftpError> {
	const error: unknown = await work.catch((caught: unknown) => caught);
	if (error instanceof SftpError) return error;
	throw new Error(`expected an SftpError, got ${String(error)}`);
}
