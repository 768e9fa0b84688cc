import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { KaskoError } from '../../../nodes/shared/KaskoError';
import { withSftp } from '../../../nodes/shared/sftp/connection';
import type { SftpSession } from '../../../nodes/shared/sftp/session';
import { openFolders } from '../../../nodes/TicketplanSftpImport/server/folders';
import { hashOf } from '../../../nodes/TicketplanSftpImport/server/sameFile';
import { listImports } from '../../../nodes/TicketplanSftpImport/server/listImports';
import { submitFiles } from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { testKaskoSftpApi } from '../../../nodes/TicketplanSftpImport/testKaskoSftpApi';
import {
	holding,
	HOSTILE_SFTP,
	NASTY_NAMES,
	ONE_LETTER_A_MOMENT,
	ONE_NAME_A_MOMENT,
	startHostileSftp,
	type Behaviour,
	type HostileSftp,
} from '../../support/hostileSftp';
import { makeImportFile } from '../../support/makeImportFile';
import { sftpCredential, storedSftpCredential } from '../../support/sftpCredential';
import { expectClean, expectLittleMemory, rowsOfPage } from './hostilePage';

const TEXT = 'idempotency_key\n' + 'one-key\n'.repeat(40_000);
const own = makeImportFile(TEXT, { name: 'orders.csv' });
/** Where the server's silence is what is looked at, and elsewhere; a busy machine must not be taken for one that is silent. */
const timeoutFor = (row: string) => (/ 2 s|silent/.test(row) ? 2 : 20);
const rows = rowsOfPage('SFTP servers');

expectLittleMemory();

it('the page has a row for each', () => {
	expect(rows.map(({ server }) => server)).toEqual(Object.keys(HOSTILE_SFTP));
});

describe.each(rows)('a server that $server', ({ server: name, status, says }) => {
	let server: HostileSftp;
	beforeAll(async () => {
		server = await startHostileSftp(HOSTILE_SFTP[name]!);
	});
	afterAll(() => server.stop());

	it('Import Policies', async () => {
		const file = name.includes('reads out') ? own : makeImportFile(TEXT);
		if (file === own)
			writeFileSync(join(server.folder, 'test/orders.csv'), TEXT.replace('one', 'two'));
		const [result] = await submitFiles(sftpCredential(server), [file], {
			environment: 'test',
			connectionTimeoutSeconds: timeoutFor(name + says),
			maxTries: 1,
			waitUntilProcessedSeconds: 0,
			resubmit: false,
		});
		const error = result && 'error' in result ? result.error : undefined;
		const said = error ? `${error.message}\n${error.description}` : '';
		expect({ status: error ? error.details.status : 'submitted', said }).toEqual({
			status,
			said: expect.stringContaining(says) as string,
		});
		expectClean(said, [server.privateKey.slice(100, 140)]);
	});

	it('Get Imports ends, well or with a clean message', async () => {
		// A listing without end is ended after ten times as long.
		const timeoutSeconds = name.startsWith('lists') ? 2 : timeoutFor(name + says);
		const listing = withSftp(sftpCredential(server), { timeoutSeconds }, (session) =>
			listImports(openFolders(session, '', 'test')),
		);
		const said = await listing.then(
			(imports) => JSON.stringify(imports),
			(error: unknown) => {
				if (!(error instanceof KaskoError)) throw error;
				return error.message + error.description;
			},
		);
		expectClean(said, [server.privateKey.slice(100, 140)]);
	}, 60_000);
});

it('a folder of more files than n8n can hold: Get Imports gives the newest, and says so', async () => {
	const server = await startHostileSftp(holding(210_000));
	rmSync(join(server.folder, 'imports_processed'), { recursive: true });
	const said: string[] = [];
	const imports = await withSftp(sftpCredential(server), { timeoutSeconds: 20 }, (session) =>
		listImports(openFolders(session, '', 'test'), (sentence) => said.push(sentence)),
	);
	await server.stop();
	const [newest, oldest] = [imports[0]?.file, imports.at(-1)?.file];
	expect([newest, oldest]).toEqual(['orders-210000.csv', 'orders-110001.csv']);
	expect(said).toEqual([
		"'test' holds 210,000 files: the newest 100,000 of them are listed. Ask KASKO to clear the folder.",
	]);
}, 60_000);

it('the Test button ends in each case', async () => {
	const messages = await Promise.all(
		Object.values(HOSTILE_SFTP).map(async (behaviour) => {
			const server = await startHostileSftp(behaviour);
			const { message } = await testKaskoSftpApi.call({} as ICredentialTestFunctions, {
				id: '1',
				name: 'KASKO',
				type: 'kaskoSftpApi',
				data: storedSftpCredential(server) as never,
			});
			await server.stop();
			expectClean(message, [server.privateKey.slice(100, 140)]);
			return message;
		}),
	);
	expect(messages).toHaveLength(rows.length);
}, 60_000);

it.each<[string, number, Behaviour, (session: SftpSession) => Promise<unknown>]>([
	[
		'lists a folder, one name a moment',
		10,
		ONE_NAME_A_MOMENT,
		(session) => listImports(openFolders(session, '', 'test')),
	],
	[
		'reads out a file, one letter a moment',
		10 + Math.ceil(TEXT.length / 100_000),
		ONE_LETTER_A_MOMENT,
		(session) => hashOf(session, 'test/orders.csv', TEXT.length),
	],
])('a server that %s, is given %i times the timeout', async (_name, seconds, behaviour, work) => {
	const server = await startHostileSftp(behaviour);
	writeFileSync(join(server.folder, 'test/orders.csv'), TEXT);
	const answer = withSftp(sftpCredential(server), { timeoutSeconds: 1 }, work);
	const said = await answer.then(
		() => 'done',
		(error: Error) => error.message,
	);
	await server.stop();
	expect(said).toContain(`so slowly that ${seconds} s were not enough to`);
});

describe('names that no file may have', () => {
	it('come out as plain names of the folder', async () => {
		const server = await startHostileSftp(HOSTILE_SFTP['lists names that are none']!);
		const imports = await withSftp(sftpCredential(server), { timeoutSeconds: 20 }, (session) =>
			listImports(openFolders(session, '', 'test')),
		);
		await server.stop();
		const files = imports.filter(({ state }) => state === 'pending').map(({ file }) => file);
		expect(files).toHaveLength(NASTY_NAMES.filter((name) => name.endsWith('.csv')).length);
		for (const { file, path } of imports) {
			expectClean(file, []);
			expect(file).not.toContain('/');
			expect(path).toMatch(/^(?:test|imports_processed)\/[^/]+$/);
		}
	});
});
