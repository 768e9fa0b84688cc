import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { SftpProgram } from '../../scripts/programs/sftpHome';

/** A way to the server. */
export interface Route {
	name: string;
	sshd: SftpProgram;
	port: number;
}

export type Routes = [direct: Route, delayed: Route];

/** The node knows by the content what it has submitted before: an empty folder makes it send again. */
export async function emptyFolder({ sshd }: Route): Promise<void> {
	const folder = join(sshd.folder, 'test');
	for (const name of await readdir(folder)) await rm(join(folder, name));
}

/** Makes sure that the rows have arrived, in one file. */
export async function expectRows({ sshd }: Route, rows: number): Promise<void> {
	const folder = join(sshd.folder, 'test');
	const [name = '', ...others] = await readdir(folder);
	const path = join(folder, name);
	const { size } = await stat(path);
	const last = (await readFile(path)).subarray(Math.max(0, size - 1000)).toString('utf8');
	if (others.length > 0 || !last.includes(`,A-${rows - 1},`)) {
		throw new Error(`The ${rows} rows have not arrived in one file`);
	}
}
