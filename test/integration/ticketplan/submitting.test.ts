import { openFolders } from '../../../nodes/TicketplanSftpImport/server/folders';
import { submitFile } from '../../../nodes/TicketplanSftpImport/server/submitFile';
import { submitFiles } from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { atKind } from '../../../sandbox';
import { makeImportFile } from '../../support/makeImportFile';
import {
	credential,
	everything,
	file,
	inSession,
	kinds,
	OPTIONS,
	PATH,
	run,
	sandbox,
	TEXT,
	useSandbox,
} from './submitHarness';

useSandbox();

describe('submitting', () => {
	it('puts the file there whole, under its name', async () => {
		expect(await run([file])).toEqual([
			{
				submission: {
					status: 'submitted',
					file: file.name,
					path: PATH,
					environment: 'test',
					rows: 40_000,
					bytes: TEXT.length,
					sha256: file.sha256,
				},
			},
		]);
		expect(everything()).toEqual([PATH]);
		expect(sandbox.files.read(PATH).toString()).toBe(TEXT);
	});

	it('never shows a name that ends in .csv before the file is complete', async () => {
		const seen: string[] = [];
		sandbox.faults.when(({ kind }) => {
			if (kind === 'WRITE' || kind === 'CLOSE') seen.push(...sandbox.files.list('test'));
			return false;
		}, 'refuse');
		await run([file]);
		expect(new Set(seen).size).toBe(1);
		expect(seen[0]).not.toMatch(/csv/);
	});

	it('takes many files over one connection, in order', async () => {
		const files = ['a', 'b', 'c'].map((key) => makeImportFile(`idempotency_key\n${key}\n`));
		const results = await run(files);
		expect(results.map((result) => 'submission' in result && result.submission.file)).toEqual(
			files.map(({ name }) => name),
		);
		expect(sandbox.total.connections).toBe(1);
	});

	it.each<[string, string]>([
		['upload/kasko', 'upload/kasko'],
		['/upload/kasko/', '/upload/kasko'],
		['~/upload/kasko', 'upload/kasko'],
	])('finds test and live in the folder %s', async (folder, base) => {
		sandbox.files.makeFolders('/upload/kasko/test');
		const [result] = await submitFiles({ ...credential, folder }, [file], OPTIONS);
		expect(result).toMatchObject({ submission: { path: `${base}/test/${file.name}` } });
		expect(sandbox.files.list('/upload/kasko/test')).toEqual([file.name]);
	});
});

describe('a server that is particular', () => {
	it('about writes in parallel gets them one by one', async () => {
		sandbox.faults.when(atKind('WRITE'), 'refuse', 1);
		expect(await run([file])).toMatchObject([{ submission: { status: 'submitted' } }]);
		expect(sandbox.files.read(PATH).toString()).toBe(TEXT);
		expect(everything()).toEqual([PATH]);
	});

	it('and cuts the line when there are many, too', async () => {
		sandbox.faults.when(atKind('WRITE'), 'cutBefore', 2);
		expect(await run([file])).toMatchObject([{ submission: { status: 'submitted' } }]);
		expect(everything()).toEqual([PATH]);
		expect(kinds()).toContain('FSETSTAT'); // put() asks for that
	});
});

describe('submitFile alone', () => {
	it('throws what it could not do', async () => {
		sandbox.files.remove('live');
		const live = makeImportFile(TEXT, { environment: 'live' });
		await expect(
			inSession((session) => submitFile(openFolders(session, '', 'live'), live)),
		).rejects.toMatchObject({ details: { status: 'notSubmitted', step: 'look' } });
	});
});
