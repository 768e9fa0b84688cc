import type { ConnectConfig } from 'ssh2';
import Client from 'ssh2-sftp-client';

import { startSftp, type Sftp } from '../../../sandbox/sftp/startSftp';

export let sftp: Sftp;

/** Gives every test of the file `sftp`, empty, and sees that nothing stays open. */
export function useSftp(): void {
	beforeAll(async () => {
		sftp = await startSftp();
	});

	afterEach(async () => {
		sftp.reset();
		await sftp.idle();
		expect(sftp.open()).toEqual({ connections: 0, sessions: 0 });
	});

	afterAll(async () => await sftp.stop());
}

export async function connect(config: ConnectConfig = {}): Promise<Client> {
	// Without listeners of its own, this client writes to the console.
	const client = new Client('test', { error: () => {}, end: () => {}, close: () => {} });
	const { host, port, username, privateKey } = sftp;
	await client.connect({ host, port, username, privateKey, ...config });
	return client;
}
