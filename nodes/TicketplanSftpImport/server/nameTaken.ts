import { KaskoError } from '../../shared/KaskoError';
import type { Environment } from '../files/importFile';

const OTHER_NAME =
	'Choose another file name, or leave the file name empty: the node then makes one that no other rows can have.';

/** A file of that name is there, with other rows. */
export function nameTaken(path: string): KaskoError {
	return new KaskoError(`'${path}' is already on the server, with other content`, OTHER_NAME, {
		onServer: `'${path}', with other content`,
	});
}

/** A file of that name and size is there, and the server does not let its content be read. */
export function notReadable(path: string, { message }: Error): KaskoError {
	return new KaskoError(
		`'${path}' is already on the server and may be the same file. ${message}`,
		`Look at what you have sent under this name. ${OTHER_NAME}`,
		{ status: 'unknown', onServer: `'${path}', of the same size` },
	);
}

/** A file of that name and content is processed, and nothing says for which environment. */
export function processedBefore(path: string, environment: Environment): KaskoError {
	return new KaskoError(
		`'${path}' has the same name and content. KASKO has processed it, for test or for live: that folder holds the files of both`,
		`It was not sent again. If these rows have not gone to ${environment} yet, choose another file name, or leave it empty: they are then sent, and KASKO drops those whose idempotency key it knows.`,
		{ status: 'unknown', onServer: `'${path}', with the same content` },
	);
}
