import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Bench } from '../Bench';
import { median } from '../median';
import type { Section } from '../report/Section';
import { runChild } from '../runChild';
import { toSftpCredential } from '../../nodes/shared/sftp/credential';
import { emptyFolder, type Routes } from './routes';
import { timeOpenSsh } from './timeOpenSsh';
import type { UploadInput } from './uploadAlone';
import { writeSampleFile } from './writeSampleFile';

const TIMES = 5;

/** One file of about 40 MB: this package's uploader beside OpenSSH's `sftp`. */
export async function compareUpload(bench: Bench, routes: Routes): Promise<Omit<Section, 'title'>> {
	const file = join(bench.folder, 'upload.csv');
	await writeSampleFile(file, bench.quick ? 1_000 : 100_000);
	const megabytes = (await stat(file)).size / 1e6;
	const rows: number[][] = [];
	for (const route of routes) {
		const { host, username, privateKey, hostKey } = route.sshd;
		const login = { host, port: route.port, username, privateKey, hostKey };
		const input: UploadInput = {
			file,
			credential: toSftpCredential(login),
		};
		const [ours, theirs]: [number[], number[]] = [[], []];
		for (let time = 0; time < TIMES; time++) {
			await emptyFolder(route);
			ours.push(await runChild<number>(bench.node, join(__dirname, 'uploadAlone.ts'), input));
			theirs.push(await timeOpenSsh(route, file));
		}
		const [a, b] = [median(ours), median(theirs)];
		rows.push([megabytes, a, megabytes / a, b, megabytes / b, a / b]);
	}
	return {
		method: [
			`Upload alone: median of ${TIMES} runs, one after the other in turn; opening, writing and closing the file, without connecting, each in a new process. This package’s runs on n8n’s Node and has uploaded the file once before, as n8n has run for a while, too.`,
		],
		tables: [
			{
				title: 'Upload alone',
				head: ['route', 'MB', 'this package', 'MB/s', 'OpenSSH `sftp`', 'MB/s', 'ratio'],
				rows: rows.map((row, index) => [routes[index]?.name ?? '', ...row]),
			},
		],
		targets: rows.map((row, index) => ({
			what: `Upload alone, ${routes[index]?.name}: this package / OpenSSH \`sftp\``,
			measured: row.at(-1) ?? NaN,
			limit: 1.5,
		})),
	};
}
