import { toSftpCredential, type SftpCredential } from '../../nodes/shared/sftp/credential';

interface Server {
	host: string;
	port: number;
	username: string;
	privateKey: string;
	hostKey: string;
}

/** The fields of the credential, as n8n stores them. */
export type StoredSftpCredential = ReturnType<typeof storedSftpCredential>;

/** What n8n stores for a server of the tests, host key pinned. */
export function storedSftpCredential({ host, port, username, privateKey, hostKey }: Server) {
	const rest = { passphrase: '', acceptAnyHostKey: false, folder: '' };
	return { host, port, username, privateKey, hostKey, ...rest };
}

/** The same, as the nodes read it. */
export function sftpCredential(
	server: Server,
	changes: Partial<StoredSftpCredential> = {},
): SftpCredential {
	return toSftpCredential({ ...storedSftpCredential(server), ...changes });
}
