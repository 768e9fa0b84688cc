import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { startSftp } from '../../../sandbox';
import type { Sftp } from '../../../sandbox/sftp/startSftp';
import type { NodeRun } from '../../support/runNode';
import { runNode } from '../../support/runNode';

export let sftp: Sftp;

/** Gives every test of the file `sftp`, empty. */
export function useSftp(): void {
	beforeAll(async () => {
		sftp = await startSftp();
	});
	beforeEach(() => sftp.reset());
	afterAll(() => sftp.stop());
}

export const credential = () => ({
	host: sftp.host,
	port: sftp.port,
	username: sftp.username,
	privateKey: sftp.privateKey,
	hostKey: sftp.hostKey,
});

/** Runs the node over the items against `sftp`, in n8n's engine. */
export const run = (
	parameters: IDataObject,
	items: unknown[],
	settings: NodeRun['settings'] = {},
) =>
	runNode({
		node: new TicketplanSftpImport(),
		parameters,
		items: items as IDataObject[],
		settings,
		credential: {
			type: new KaskoSftpApi(),
			data: credential(),
		},
	});

export const CONTINUE = { onError: 'continueErrorOutput' } as const;
export const jsonOf = (items: Array<{ json: IDataObject }> = []) => items.map(({ json }) => json);
export const filesIn = (folder: string) =>
	sftp.files.list(folder).map((name) => sftp.files.read(`${folder}/${name}`).toString());
