import { createReadStream } from 'node:fs';

import type { SftpCredential } from '../../nodes/shared/sftp/credential';
import { withSftp } from '../../nodes/shared/sftp/connection';

/** What this program gets as its argument, as JSON. */
export interface UploadInput {
	credential: SftpCredential;
	file: string;
}

/**
 * Uploads a file twice and prints the seconds of the second time, from opening the remote file to having closed it:
 * n8n, too, is a process that has run for a while.
 */
async function main({ credential, file }: UploadInput): Promise<void> {
	const seconds = await withSftp(credential, { timeoutSeconds: 60 }, async (session) => {
		await session.upload('test/first.part', createReadStream(file), 'parallel');
		const start = performance.now();
		await session.upload('test/upload.part', createReadStream(file), 'parallel');
		return (performance.now() - start) / 1000;
	});
	console.log(JSON.stringify(seconds));
}

void main(JSON.parse(process.argv[2] ?? '') as UploadInput);
