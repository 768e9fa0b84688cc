import type { KaskoError } from '../../../nodes/shared/KaskoError';
import type { SftpCredential } from '../../../nodes/shared/sftp/credential';
import type { SftpSession } from '../../../nodes/shared/sftp/session';
import { withSftp } from '../../../nodes/shared/sftp/connection';
import {
	submitFiles,
	type SubmitFilesOptions,
} from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { startSftp } from '../../../sandbox';
import type { Sftp } from '../../../sandbox/sftp/startSftp';
import { makeImportFile } from '../../support/makeImportFile';
import { sftpCredential } from '../../support/sftpCredential';
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';

export let sandbox: Sftp;
export let credential: SftpCredential;

/** Gives every test of the file `sandbox`, empty, and the credential for it. */
export function useSandbox(): void {
	beforeAll(async () => {
		sandbox = await startSftp();
		credential = sftpCredential(sandbox);
	});
	beforeEach(() => sandbox.reset());
	afterEach(() => sandbox.idle());
	afterAll(() => sandbox.stop());
}

export const TEXT = 'idempotency_key\n' + 'one-key\n'.repeat(40_000);
export const file = makeImportFile(TEXT);
export const PATH = `test/${file.name}`;
export const DONE = `imports_processed/${file.name}`;

export const OPTIONS: SubmitFilesOptions = {
	environment: 'test',
	connectionTimeoutSeconds: 5,
	maxTries: 3,
	waitUntilProcessedSeconds: 0,
	resubmit: false,
};
export const run = (files: ImportFile[], changes: Partial<SubmitFilesOptions> = {}) =>
	submitFiles(credential, files, { ...OPTIONS, ...changes });
export const inSession = <T>(work: (session: SftpSession) => Promise<T>): Promise<T> =>
	withSftp(credential, { timeoutSeconds: 5 }, work);
export const kinds = () => sandbox.steps.map(({ kind }) => kind);
export const everything = () =>
	['test', 'live', 'imports_processed'].flatMap((folder) =>
		sandbox.files.find(folder) ? sandbox.files.list(folder).map((name) => `${folder}/${name}`) : [],
	);
export function markProcessed(name: string, from = 'test'): void {
	sandbox.files.makeFolders('/imports_processed');
	sandbox.files.rename(`${from}/${name}`, `imports_processed/${name}`);
}
export async function errorOf(files: ImportFile[], changes = {}): Promise<KaskoError> {
	const [result] = await run(files, changes);
	if (result && 'error' in result) return result.error;
	throw new Error(`expected an error, got ${JSON.stringify(result)}`);
}
