import type { SftpCredential } from '../../nodes/shared/sftp/types';

/** The credential for a server of the tests, host key pinned. */
export function sftpCredential(server: {
	host: string;
	port: number;
	username: string;
	privateKey: string;
	hostKey: string;
}): SftpCredential {
	const { host, port, username, privateKey, hostKey } = server;
	const rest = { passphrase: '', acceptAnyHostKey: false, folder: '' };
	return { host, port, username, privateKey, hostKey, ...rest };
}
