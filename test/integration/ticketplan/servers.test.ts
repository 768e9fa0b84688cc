import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { withSftp } from '../../../nodes/shared/sftp/connection';
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';
import { openFolders } from '../../../nodes/TicketplanSftpImport/server/folders';
import { listImports } from '../../../nodes/TicketplanSftpImport/server/listImports';
import type { SubmitResult } from '../../../nodes/TicketplanSftpImport/server/submission';
import {
	submitFiles,
	type SubmitFilesOptions,
} from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { testKaskoSftpApi } from '../../../nodes/TicketplanSftpImport/testKaskoSftpApi';
import { createKey } from '../../../sandbox';
import type { SftpProgram } from '../../../scripts/programs/sftpHome';
import { SFTP_SERVERS } from '../../../scripts/programs/sftpServers';
import { startCuttingProxy } from '../../support/cuttingProxy';
import { makeImportFile } from '../../support/makeImportFile';
import { sftpCredential, storedSftpCredential } from '../../support/sftpCredential';

const TEXT = 'idempotency_key\n' + 'one-key\n'.repeat(40_000);
const OTHER_TEXT = TEXT.replace('one-key', 'two-key');
const file = makeImportFile(TEXT);
const FOLDERS = ['test', 'live', 'imports_processed'];

/** Cuts before the login is done are the same with every server; the last ones come too late to cut anything. */
const CUTS = Array.from({ length: 16 }, (_, index) => 9 + index);
/** dropbear takes five connections of one client that has not logged in yet. */
const AT_ONCE = 4;

const statusOf = (result?: SubmitResult) =>
	result && 'submission' in result ? result.submission.status : result?.error;

describe.each(SFTP_SERVERS)('Ticketplan SFTP Import with $name', ({ start, keepsCutUploads }) => {
	let server: SftpProgram;
	beforeAll(async () => {
		server = await start();
	});
	beforeEach(() => makeFolders(''));
	afterAll(() => server.stop());

	const local = (path: string) => join(server.folder, path);
	function makeFolders(base: string): void {
		for (const name of FOLDERS) {
			rmSync(local(join(base, name)), { recursive: true, force: true });
			mkdirSync(local(join(base, name)), { recursive: true });
		}
	}
	const everything = (base = '') =>
		FOLDERS.flatMap((name) =>
			readdirSync(local(join(base, name))).map((entry) => `${name}/${entry}`),
		);
	const run = (
		files: ImportFile[],
		changes: Partial<SubmitFilesOptions> = {},
		login: { port?: number; folder?: string } = {},
	): Promise<SubmitResult[]> =>
		submitFiles(sftpCredential(server, login), files, {
			environment: 'test',
			connectionTimeoutSeconds: 10,
			maxTries: 3,
			waitUntilProcessedSeconds: 0,
			resubmit: false,
			...changes,
		});
	const press = (changes: Record<string, unknown> = {}) =>
		testKaskoSftpApi.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'KASKO',
			type: 'kaskoSftpApi',
			data: { ...storedSftpCredential(server), ...changes } as never,
		});

	it('takes a file whole, once, and knows it again', async () => {
		const path = `test/${file.name}`;
		expect(await run([file])).toMatchObject([{ submission: { status: 'submitted', path } }]);
		expect(readFileSync(local(path), 'utf8')).toBe(TEXT);
		expect(everything()).toEqual([path]);
		expect(await run([file])).toMatchObject([{ submission: { status: 'alreadySubmitted', path } }]);

		const done = `imports_processed/${file.name}`;
		renameSync(local(path), local(done));
		expect(await run([file])).toMatchObject([
			{ submission: { status: 'alreadySubmitted', path: done } },
		]);
		expect(everything()).toEqual([done]);
		expect(await run([file], { resubmit: true })).toMatchObject([
			{ submission: { status: 'submitted', path: path.replace('.csv', '-2.csv') } },
		]);
	});

	it('without imports_processed, before the first import', async () => {
		rmSync(local('imports_processed'), { recursive: true });
		expect(await run([file])).toMatchObject([{ submission: { status: 'submitted' } }]);
		mkdirSync(local('imports_processed'));
	});

	it("never overwrites somebody else's file, and knows its own by its content", async () => {
		const own = makeImportFile(TEXT, { name: 'orders.csv' });
		writeFileSync(local('test/orders.csv'), OTHER_TEXT);
		expect(await run([own])).toMatchObject([
			{
				error: {
					details: { status: 'notSubmitted', onServer: "'test/orders.csv', with other content" },
				},
			},
		]);
		expect(readFileSync(local('test/orders.csv'), 'utf8')).toBe(OTHER_TEXT);
		expect(everything()).toEqual(['test/orders.csv']);

		writeFileSync(local('test/orders.csv'), TEXT);
		expect(await run([own])).toMatchObject([{ submission: { status: 'alreadySubmitted' } }]);
	});

	it('takes the same rows of two executions at once one time', async () => {
		const results = await Promise.all([run([file]), run([file])]);
		expect(results.flat().map(statusOf).sort()).toEqual(['alreadySubmitted', 'submitted']);
		expect(everything()).toEqual([`test/${file.name}`]);
	});

	it('takes one of two files that want the same name at once', async () => {
		const one = makeImportFile(TEXT, { name: 'orders.csv' });
		const two = makeImportFile(OTHER_TEXT, { name: 'orders.csv' });
		const results = (await Promise.all([run([one]), run([two])])).flat();
		const winner = results.findIndex((result) => 'submission' in result);
		expect(results.filter((result) => 'submission' in result)).toHaveLength(1);
		expect(results[1 - winner]).toMatchObject({ error: { details: { status: 'notSubmitted' } } });
		expect(readFileSync(local('test/orders.csv'), 'utf8')).toBe([TEXT, OTHER_TEXT][winner]);
		expect(everything()).toEqual(['test/orders.csv']);
	});

	it('says which folder is missing', async () => {
		rmSync(local('test'), { recursive: true });
		const [result] = await run([file]);
		expect(result).toMatchObject({
			error: {
				message: expect.stringContaining("There is no folder 'test' on the server") as string,
				details: { status: 'notSubmitted', step: 'look' },
			},
		});
	});

	it('tells what waits and what is processed', async () => {
		writeFileSync(local(`test/${file.name}`), TEXT);
		writeFileSync(local('imports_processed/orders.csv'), TEXT);
		const imports = await withSftp(sftpCredential(server), { timeoutSeconds: 10 }, (session) =>
			listImports(openFolders(session, '', 'test')),
		);
		const fact = {
			environment: 'test',
			bytes: TEXT.length,
			modifiedAt: expect.any(String) as string,
		};
		expect(imports).toEqual([
			{ file: file.name, path: `test/${file.name}`, state: 'pending', ...fact },
			{ file: 'orders.csv', path: 'imports_processed/orders.csv', state: 'processed', ...fact },
		]);
	});

	describe.each(['before', 'after'] as const)('a cut %s the server has answered', (when) => {
		it('anywhere: the file is there once, nothing else is, and that is said', async () => {
			const cut = async (at: number) => {
				const folder = `${when}-${at}`;
				makeFolders(folder);
				const proxy = await startCuttingProxy(server.port, at, when);
				const [result] = await run([file], {}, { port: proxy.port, folder });
				await proxy.stop();
				const files = everything(folder).filter(
					(path) => !(keepsCutUploads && path.endsWith('.part')),
				);
				return { at, status: statusOf(result), files, hasCut: proxy.hasCut() };
			};
			const ended: Array<Awaited<ReturnType<typeof cut>>> = [];
			for (let from = 0; from < CUTS.length; from += AT_ONCE) {
				ended.push(...(await Promise.all(CUTS.slice(from, from + AT_ONCE).map(cut))));
			}
			expect(ended.map(({ at, status, files }) => ({ at, status, files }))).toEqual(
				CUTS.map((at) => ({ at, status: 'submitted', files: [`test/${file.name}`] })),
			);
			for (const { at } of ended) {
				const path = join(`${when}-${at}`, 'test', file.name);
				expect(readFileSync(local(path), 'utf8')).toBe(TEXT);
			}
			expect(ended.filter(({ hasCut }) => hasCut).length).toBeGreaterThan(6);
		}, 60_000);
	});

	describe('the Test button', () => {
		it('says what it found', async () => {
			const message = "Connection successful. Found the folders 'test' and 'live'.";
			expect(await press()).toEqual({ status: 'OK', message });
		});

		it.each<[string, () => Record<string, unknown>, () => string]>([
			['no fingerprint', () => ({ hostKey: '' }), () => `paste ${server.hostKey} into`],
			[
				"another server's fingerprint",
				() => ({ hostKey: createKey().fingerprint }),
				() => `got ${server.hostKey}`,
			],
			[
				'a key that the server does not know',
				() => ({ privateKey: createKey().privateKey }),
				() => 'did not accept the user name',
			],
			['another folder', () => ({ folder: 'test' }), () => "there is no folder 'test/test'"],
			['no such folder', () => ({ folder: 'nowhere' }), () => "'nowhere' does not exist"],
		])('says what to do: %s', async (_case, changes, expected) => {
			const { status, message } = await press(changes());
			expect(message).toContain(expected());
			expect(status).toBe('Error');
		});
	});
});
