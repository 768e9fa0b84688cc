import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { emptyFolder, type Route } from './routes';

/**
 * Seconds that OpenSSH's `sftp` takes for a file alone. It prints each command of a batch when it begins it, so
 * connecting and what comes after the transfer are not counted.
 */
export async function timeOpenSsh(route: Route, file: string): Promise<number> {
	const { sshd, port } = route;
	await emptyFolder(route);
	const key = join(sshd.folder, '..', 'user_key');
	const batch = join(sshd.folder, '..', 'batch');
	await writeFile(batch, `put ${file} test/file.part\nrename test/file.part test/file.csv\n`);
	const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
	const sftp = spawn(
		'sftp',
		[
			...['-b', batch, '-P', String(port), '-i', key],
			...options.flatMap((option) => ['-o', option]),
			`${sshd.username}@${sshd.host}`,
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const startedAt = new Map<string, number>();
	createInterface({ input: sftp.stdout }).on('line', (text) => {
		const [, command] = /^sftp> (put|rename) /.exec(text) ?? [];
		if (command !== undefined) startedAt.set(command, performance.now());
	});
	const [code] = (await once(sftp, 'close')) as [number | null];
	if (code !== 0) throw new Error(`sftp ended with ${code ?? 'a signal'}`);
	return ((startedAt.get('rename') ?? NaN) - (startedAt.get('put') ?? NaN)) / 1000;
}
