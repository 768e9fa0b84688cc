import { createReadStream } from 'node:fs';

import type { SftpCredential } from '../../nodes/shared/sftp/types';
import { withSftp } from '../../nodes/shared/sftp/withSftp';

/** What this program gets as its argument, as JSON. */
export interface UploadInput {
	credential: SftpCredential;
	file: string;
}

/** Uploads a file and prints the seconds from opening the remote file to having closed it. */
async function main({ credential, file }: UploadInput): Promise<void> {
	const seconds = await withSftp(credential, { timeoutSeconds: 60 }, async (session) => {
		const start = performance.now();
		await session.upload('test/upload.part', createReadStream(file), 'parallel');
		return (performance.now() - start) / 1000;
	});
	console.log(JSON.stringify(seconds));
}

void main(JSON.parse(process.argv[2] ?? '') as UploadInput);
