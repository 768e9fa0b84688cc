import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { SftpError } from './SftpError';
import type { SftpCredential } from './types';

/**
 * What n8n stores of the credential `kaskoSftpApi`; n8n does not insist on required fields.
 * @throws SftpError when host or user name is missing.
 */
export function toSftpCredential(stored: ICredentialDataDecryptedObject): SftpCredential {
	const text = (name: string) => String(stored[name] ?? '');
	const credential: SftpCredential = {
		host: text('host').trim(),
		port: text('port').trim() === '' ? 22 : Number(stored.port),
		username: text('username').trim(),
		privateKey: text('privateKey'),
		passphrase: text('passphrase'),
		hostKey: text('hostKey').trim(),
		acceptAnyHostKey: stored.acceptAnyHostKey === true,
		folder: text('folder').trim(),
	};
	if (credential.host === '') throw missing('Host');
	if (credential.username === '') throw missing('Username');
	return credential;
}

function missing(field: string): SftpError {
	return new SftpError(
		'login',
		`'${field}' of the KASKO SFTP credential is empty`,
		'Open the credential and fill it in. KASKO (techsupport@kasko.io) gives you host and user name.',
	);
}
