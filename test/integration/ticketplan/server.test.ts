import type { ICredentialTestFunctions } from 'n8n-workflow';

import { KaskoError } from '../../../nodes/shared/KaskoError';
import type { SftpCredential, SftpSession } from '../../../nodes/shared/sftp/types';
import { withSftp } from '../../../nodes/shared/sftp/withSftp';
import { listImports } from '../../../nodes/TicketplanSftpImport/server/listImports';
import { submitFile } from '../../../nodes/TicketplanSftpImport/server/submitFile';
import {
	submitFiles,
	type SubmitFilesOptions,
} from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { testKaskoSftpApi } from '../../../nodes/TicketplanSftpImport/server/testKaskoSftpApi';
import type { Environment, ImportFile } from '../../../nodes/TicketplanSftpImport/types';
import { atKind, sftpRefusals, startSftp } from '../../../sandbox';
import { makeImportFile } from '../../support/makeImportFile';
import { sftpCredential } from '../../support/sftpCredential';

let sandbox: Awaited<ReturnType<typeof startSftp>>;
let credential: SftpCredential;
beforeAll(async () => {
	sandbox = await startSftp();
	credential = sftpCredential(sandbox);
});
beforeEach(() => sandbox.reset());
afterEach(() => sandbox.idle());
afterAll(() => sandbox.stop());

const TEXT = 'idempotency_key\n' + 'one-key\n'.repeat(40_000);
const file = makeImportFile(TEXT);
const PATH = `test/${file.name}`;
const DONE = `imports_processed/${file.name}`;

const OPTIONS: SubmitFilesOptions = {
	environment: 'test',
	connectionTimeoutSeconds: 5,
	maxTries: 3,
	waitUntilProcessedSeconds: 0,
	resubmit: false,
};
const run = (files: ImportFile[], changes: Partial<SubmitFilesOptions> = {}) =>
	submitFiles(credential, files, { ...OPTIONS, ...changes });
const inSession = <T>(work: (session: SftpSession) => Promise<T>): Promise<T> =>
	withSftp(credential, { timeoutSeconds: 5 }, work);
const kinds = () => sandbox.steps.map(({ kind }) => kind);
const everything = () =>
	['test', 'live', 'imports_processed'].flatMap((folder) =>
		sandbox.files.find(folder) ? sandbox.files.list(folder).map((name) => `${folder}/${name}`) : [],
	);
function markProcessed(name: string, from = 'test'): void {
	sandbox.files.makeFolders('/imports_processed');
	sandbox.files.rename(`${from}/${name}`, `imports_processed/${name}`);
}
async function errorOf(files: ImportFile[], changes = {}): Promise<KaskoError> {
	const [result] = await run(files, changes);
	if (result && 'error' in result) return result.error;
	throw new Error(`expected an error, got ${JSON.stringify(result)}`);
}

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

describe('what is there already', () => {
	it.each([
		['waits', PATH],
		['is processed', DONE],
	])('and %s is not sent again', async (_case, path) => {
		await run([file]);
		if (path === DONE) markProcessed(file.name);
		sandbox.steps.length = 0;
		expect(await run([file])).toMatchObject([{ submission: { status: 'alreadySubmitted', path } }]);
		expect(kinds()).not.toContain('OPEN');
		expect(everything()).toEqual([path]);
	});

	it('is sent again on purpose, under names of its own', async () => {
		await run([file]);
		markProcessed(file.name);
		const second = await run([file], { resubmit: true });
		const third = await run([file], { resubmit: true });
		const base = file.name.replace('.csv', '');
		expect([second, third].flat()).toMatchObject([
			{ submission: { status: 'submitted', file: `${base}-2.csv` } },
			{ submission: { status: 'submitted', file: `${base}-3.csv` } },
		]);
		expect(everything()).toEqual([`test/${base}-2.csv`, `test/${base}-3.csv`, DONE]);
	});

	it('for test does not count for live', async () => {
		await run([file]);
		markProcessed(file.name);
		const live = makeImportFile(TEXT, { environment: 'live' });
		expect(await run([live], { environment: 'live' })).toMatchObject([
			{ submission: { status: 'submitted', path: `live/${live.name}` } },
		]);
	});

	const own = makeImportFile(TEXT, { name: 'orders.csv' });
	const sameSize = TEXT.replace('one-key', 'two-key');

	it.each<[string, ImportFile, string, string]>([
		['of another size', file, 'test', 'idempotency_key\n'],
		["of another size under a name of one's own", own, 'test', 'idempotency_key\n'],
		["with other rows under a name of one's own", own, 'test', sameSize],
		["with other rows under a name of one's own, processed,", own, 'imports_processed', sameSize],
	])('%s is not taken for the same, nor touched', async (_case, mine, folder, content) => {
		const path = `${folder}/${mine.name}`;
		sandbox.files.makeFolders(`/${folder}`);
		sandbox.files.write(path, content);
		const error = await errorOf([mine]);
		expect(error.message).toContain(`'${path}' is already on the server, with other content`);
		expect(error.description).toContain('Choose another file name');
		expect(error.details).toMatchObject({
			status: 'notSubmitted',
			step: 'look',
			onServer: `'${path}', with other content`,
		});
		expect(sandbox.files.read(path).toString()).toBe(content);
		expect(everything()).toEqual([path]);
	});

	it("is recognized by its content under a name of one's own", async () => {
		await run([own]);
		expect(await run([own])).toMatchObject([
			{ submission: { status: 'alreadySubmitted', path: 'test/orders.csv' } },
		]);
		expect(everything()).toEqual(['test/orders.csv']);
	});

	it("is compared again after a cut, under a name of one's own", async () => {
		await run([own]);
		sandbox.faults.when(atKind('READ'), 'cutBefore', 1);
		expect(await run([own])).toMatchObject([{ submission: { status: 'alreadySubmitted' } }]);
	});

	it("is in doubt when it is processed under a name of one's own: for test or for live?", async () => {
		await run([own]);
		markProcessed('orders.csv');
		const live = await errorOf([own], { environment: 'live' });
		expect(live.message).toContain("It is not known whether 'orders.csv' was submitted");
		expect(live.message).toContain('for test or for live');
		expect(live.description).toContain('If these rows have not gone to live yet');
		expect(live.details).toMatchObject({
			status: 'unknown',
			step: 'look',
			onServer: "'imports_processed/orders.csv', with the same content",
		});
		expect(everything()).toEqual(['imports_processed/orders.csv']);
	});

	it("is in doubt when it can't be read under a name of one's own", async () => {
		await run([own]);
		sandbox.faults.when(atKind('OPEN'), sftpRefusals.permissionDenied, 1);
		const error = await errorOf([own]);
		expect(error.message).toContain('may be the same file');
		expect(error.details).toMatchObject({ status: 'unknown', step: 'look' });
		expect(everything()).toEqual(['test/orders.csv']);
	});

	it.each([file, own])('because another run was quicker, is not overwritten', async (mine) => {
		const path = `test/${mine.name}`;
		sandbox.faults.when(({ kind }) => {
			if (kind === 'CLOSE') sandbox.files.write(path, TEXT);
			return false;
		}, 'refuse');
		expect(await run([mine])).toMatchObject([{ submission: { status: 'alreadySubmitted', path } }]);
		expect(everything()).toEqual([path]);
	});

	it('with other rows because another run was quicker, is not taken for the same', async () => {
		sandbox.faults.when(({ kind }) => {
			if (kind === 'CLOSE') sandbox.files.write('test/orders.csv', sameSize);
			return false;
		}, 'refuse');
		const error = await errorOf([own]);
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'rename' });
		expect(everything()).toEqual(['test/orders.csv']);
	});
});

describe('what stops a submission', () => {
	it.each<[string, () => void, { step: string; says: string }]>([
		[
			'a missing folder',
			() => sandbox.files.remove('test'),
			{ step: 'look', says: "no folder 'test'" },
		],
		[
			'no right to write',
			() => sandbox.faults.when(atKind('OPEN'), sftpRefusals.permissionDenied),
			{ step: 'upload', says: 'Permission denied' },
		],
		[
			'a full disk',
			() =>
				sandbox.faults.when(
					({ kind, bytes }) => kind === 'WRITE' && bytes > 100_000,
					sftpRefusals.noSpace,
				),
			{ step: 'check', says: 'bytes, 0 arrived' },
		],
		[
			'a quota that shows at the end',
			() => sandbox.faults.when(atKind('CLOSE'), sftpRefusals.noSpace),
			{ step: 'upload', says: 'Failure' },
		],
		[
			'no right to rename',
			() => sandbox.faults.when(atKind('RENAME'), sftpRefusals.permissionDenied),
			{ step: 'rename', says: 'Permission denied' },
		],
	])(
		'%s: it says which step, what is on the server, and what to do',
		async (_case, break_, { step, says }) => {
			break_();
			const error = await errorOf([file]);
			expect(error.message).toContain(`'${file.name}' was not submitted: `);
			expect(error.message).toContain(says);
			expect(error.description).toContain('On the server: nothing of this file');
			expect(error.details).toMatchObject({ status: 'notSubmitted', step });
			expect(everything().filter((path) => !path.startsWith('live'))).toEqual([]);
			sandbox.faults.clear();
		},
	);

	it('a file that is shorter on the server', async () => {
		sandbox.faults.when(({ kind, path = '' }) => {
			if (kind === 'STAT' && path.endsWith('.part')) sandbox.files.write(path, 'short');
			return false;
		}, 'refuse');
		const error = await errorOf([file]);
		expect(error.message).toContain(`Of ${TEXT.length} bytes, 5 arrived`);
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'check' });
		expect(everything()).toEqual([]);
	});

	it('a rename that is said to be done and is not', async () => {
		sandbox.faults.when(atKind('RENAME'), 'dropReply');
		const error = await errorOf([file], { connectionTimeoutSeconds: 0.5, maxTries: 1 });
		expect(error.details).toMatchObject({ status: 'unknown', step: 'rename' });
		expect(error.description).toContain('Get Imports');
	});

	it('a source that breaks off', async () => {
		const broken: ImportFile = {
			...file,
			async *content() {
				yield await Promise.resolve(Buffer.from('idempotency_key\n'));
				throw new KaskoError('The binary data is gone', 'Run the workflow again.');
			},
		};
		const error = await errorOf([broken]);
		expect(error.message).toContain('The binary data is gone');
		expect(everything()).toEqual([]);
		expect(sandbox.total.connections).toBe(1);
	});

	it('only its own file', async () => {
		const other = makeImportFile('idempotency_key\nother\n');
		sandbox.faults.when(atKind('OPEN'), sftpRefusals.permissionDenied, 1);
		const results = await run([file, other]);
		expect(results).toMatchObject([
			{ error: { details: { status: 'notSubmitted' } } },
			{ submission: { status: 'submitted' } },
		]);
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

describe('connecting', () => {
	it('is tried again, as often as asked, when the line is to blame', async () => {
		sandbox.faults.when(atKind('CONNECT'), 'refuse', 2);
		expect(await run([file])).toMatchObject([{ submission: { status: 'submitted' } }]);
		expect(sandbox.total.connections).toBe(3);
	});

	it('is not tried more often, and says so for every file', async () => {
		sandbox.faults.when(atKind('CONNECT'), 'refuse');
		const other = makeImportFile('idempotency_key\nother\n');
		const results = await run([file, other], { maxTries: 2 });
		expect(sandbox.total.connections).toBe(2);
		expect(results).toMatchObject(
			Array(2).fill({ error: { details: { status: 'notSubmitted', step: 'connect' } } }),
		);
	});

	it('is not tried again with a key that was refused', async () => {
		sandbox.faults.when(atKind('AUTH'), 'refuse');
		const error = await errorOf([file]);
		expect(error.message).toContain('did not accept the user name');
		expect(sandbox.total.connections).toBe(1);
		expect(Object.keys(error.details).sort()).toEqual([
			'file',
			'onServer',
			'reason',
			'status',
			'step',
		]);
	});

	it('again after a cut goes on with the files that are left', async () => {
		const files = ['a', 'b', 'c', 'd'].map((key) => makeImportFile(`idempotency_key\n${key}\n`));
		sandbox.faults.when(
			({ kind, target = '' }) => kind === 'RENAME' && target.includes(files[2]?.name ?? '-'),
			'cutAfter',
			1,
		);
		const results = await run(files);
		expect(results).toMatchObject(files.map(({ name }) => ({ submission: { file: name } })));
		expect(everything().sort()).toEqual(files.map(({ name }) => `test/${name}`).sort());
		expect(sandbox.total.connections).toBe(2);
	});
});

describe('stopping the run', () => {
	it('in an upload leaves nothing, and says so', async () => {
		const cancel = new AbortController();
		sandbox.faults.when(({ kind }) => {
			if (kind === 'WRITE') cancel.abort();
			return false;
		}, 'refuse');
		const other = makeImportFile('idempotency_key\nother\n');
		const results = await run([file, other], { signal: cancel.signal });
		const details = { status: 'notSubmitted', onServer: 'nothing of this file' };
		expect(results).toMatchObject([{ error: { details } }, { error: { details } }]);
		expect(everything()).toEqual([]);
	});

	it('in a rename is too late: the file is submitted', async () => {
		const cancel = new AbortController();
		sandbox.faults.when(({ kind }) => {
			if (kind === 'RENAME') cancel.abort();
			return false;
		}, 'refuse');
		expect(await run([file], { signal: cancel.signal })).toMatchObject([
			{ submission: { status: 'submitted' } },
		]);
	});

	it('while waiting for the next try', async () => {
		const cancel = new AbortController();
		sandbox.faults.when(({ kind }) => {
			if (kind === 'CONNECT') setImmediate(() => cancel.abort());
			return kind === 'CONNECT';
		}, 'refuse');
		const error = await errorOf([file], { signal: cancel.signal, maxTries: 10 });
		expect(error.details).toMatchObject({ status: 'notSubmitted', reason: 'cancelled' });
	});
});

describe('waiting until a file is processed', () => {
	const name = file.name;
	const processSoon = () => {
		let looks = 0;
		sandbox.faults.when(({ kind, path = '' }) => {
			if (kind === 'STAT' && path === DONE && ++looks === 4) markProcessed(name);
			return false;
		}, 'refuse');
	};

	it('tells where it is then', async () => {
		processSoon();
		expect(await run([file], { waitUntilProcessedSeconds: 20 })).toMatchObject([
			{ submission: { status: 'processed', path: DONE } },
		]);
	});

	it('goes on after a cut', async () => {
		processSoon();
		sandbox.faults.when(
			({ kind, path }) => kind === 'STAT' && path === DONE && sandbox.total.requests > 12,
			'cutBefore',
			1,
		);
		expect(await run([file], { waitUntilProcessedSeconds: 20 })).toMatchObject([
			{ submission: { status: 'processed' } },
		]);
		expect(sandbox.total.connections).toBe(2);
	});

	it('has an end', async () => {
		expect(await run([file], { waitUntilProcessedSeconds: 0.2 })).toMatchObject([
			{ submission: { status: 'submitted', path: PATH } },
		]);
	});

	it('ends when the run is stopped, with what is true', async () => {
		const cancel = new AbortController();
		sandbox.faults.when(({ kind }) => {
			if (kind === 'RENAME') setTimeout(() => cancel.abort(), 100);
			return false;
		}, 'refuse');
		const [result] = await run([file], { waitUntilProcessedSeconds: 60, signal: cancel.signal });
		expect(result).toMatchObject({ submission: { status: 'submitted' } });
	});
});

describe('listImports', () => {
	const list = (environment: Environment) =>
		inSession((session) => listImports(session, '', environment));

	it('is empty on a new server, without imports_processed', async () => {
		expect(await list('live')).toEqual([]);
	});

	it('tells what is pending and what is processed, for its environment', async () => {
		const live = makeImportFile(TEXT, { environment: 'live' });
		await run([file]);
		markProcessed(file.name);
		await run([live], { environment: 'live' });
		markProcessed(live.name, 'live');
		const pending = makeImportFile('idempotency_key\npending\n');
		await run([pending]);
		sandbox.files.write('test/.temporary.part', 'x');
		sandbox.files.write('imports_processed/by-hand.csv', 'x');

		const imports = await list('test');
		expect(imports[0]).toMatchObject({ path: `test/${pending.name}`, state: 'pending' });
		const processed = imports.slice(1).sort((one, other) => other.bytes - one.bytes);
		expect(processed).toMatchObject([
			{ path: DONE, state: 'processed', file: file.name, environment: 'test', bytes: TEXT.length },
			{ path: 'imports_processed/by-hand.csv', state: 'processed' },
		]);
		const ofLive = (await list('live')).map(({ file: name }) => name).sort();
		expect(ofLive).toEqual(['by-hand.csv', live.name]); // its name doesn't say where it came from
		expect(imports[0]?.modifiedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	it('says when the folder is missing', async () => {
		sandbox.files.remove('live');
		await expect(list('live')).rejects.toThrow("There is no folder 'live'");
	});
});

describe('submitFile alone', () => {
	it('throws what it could not do', async () => {
		sandbox.files.remove('live');
		const live = makeImportFile(TEXT, { environment: 'live' });
		await expect(
			inSession((session) => submitFile(session, '', 'live', live, {})),
		).rejects.toMatchObject({ details: { status: 'notSubmitted', step: 'look' } });
	});
});

describe('the Test button', () => {
	const context = {} as ICredentialTestFunctions;
	const press = (changes: Record<string, unknown> = {}) =>
		testKaskoSftpApi.call(context, {
			id: '1',
			name: 'KASKO',
			type: 'kaskoSftpApi',
			data: { ...credential, ...changes } as never,
		});

	it('says what it found', async () => {
		const { status, message } = await press();
		expect(message).toBe("Connection successful. Found the folders 'test' and 'live'.");
		expect(status).toBe('OK');
		expect(everything()).toEqual([]);
	});

	it('gives the fingerprint when there is none', async () => {
		const { status, message } = await press({ hostKey: '' });
		expect(status).toBe('Error');
		expect(message).toContain(`paste ${sandbox.hostKey} into 'Host Key Fingerprint'`);
	});

	it('warns when any host key is accepted', async () => {
		const { status, message } = await press({ hostKey: '', acceptAnyHostKey: true });
		expect(status).toBe('OK');
		expect(message).toContain(sandbox.hostKey);
	});

	it.each<[string, () => Record<string, unknown>, string]>([
		['no host', () => ({ host: ' ' }), "'Host' of the KASKO SFTP credential is empty"],
		['no user name', () => ({ username: '' }), "'Username'"],
		[
			'a port too high',
			() => ({ port: 99_999 }),
			'whole number from 1 to 65535; SFTP usually has 22',
		],
		['port 0', () => ({ port: 0 }), "'Port' of the KASKO SFTP credential is not a port number"],
		['a port that is text', () => ({ port: 'ssh' }), "'Port'"],
		['a port that is none', () => ({ port: NaN }), "'Port'"],
		['no key', () => ({ privateKey: '' }), "'Private Key' is empty"],
		['a public key', () => ({ privateKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1' }), 'holds a public key'],
		['another user', () => ({ username: 'nobody' }), 'send it to them'],
		['the wrong folder', () => ({ folder: 'elsewhere' }), "The folder 'elsewhere' does not exist"],
		['a folder too deep', () => ({ folder: 'test' }), "no folder 'test/test'"],
	])('says what to do: %s', async (_case, change, expected) => {
		const { status, message } = await press(change());
		expect(status).toBe('Error');
		expect(message).toContain(expected);
	});

	it('shows the folders that are there instead', async () => {
		sandbox.files.clear();
		sandbox.files.makeFolders('/upload/test');
		expect((await press()).message).toContain('These folders are there: upload.');
		expect((await press({ folder: 'upload' })).message).toContain("no folder 'upload/live'");
	});

	it('never shows the key', async () => {
		const secret = credential.privateKey.split('\n')[1] ?? '';
		for (const change of [{}, { username: 'nobody' }, { hostKey: '' }, { passphrase: 'canary' }]) {
			const { message } = await press(change);
			expect(message).not.toContain(secret);
			expect(message).not.toContain('canary');
		}
	});
});
