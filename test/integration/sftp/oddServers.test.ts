import { withSftp } from '../../../nodes/shared/sftp/connection';
import type { SftpSession } from '../../../nodes/shared/sftp/session';
import { sftpCredential } from '../../support/sftpCredential';
import { failure, listOf, options, sandbox, useSandbox } from './sftpHarness';

useSandbox();

const run = <T>(work: (session: SftpSession) => Promise<T>): Promise<T> =>
	withSftp(sftpCredential(sandbox), options, work);

describe('a server that withholds attributes', () => {
	it.each(['mode', 'type'] as const)(
		'tells a folder from a file all the same: %s',
		async (what) => {
			sandbox.odd.withheld = [what];
			sandbox.files.write('test/a.csv', 'abc');
			await run(async (session) => {
				expect(await session.stat('test')).toMatchObject({ name: 'test', isFolder: true });
				expect(await session.stat('test/a.csv')).toMatchObject({ bytes: 3, isFolder: false });
			});
		},
	);

	it('gives no size and no time, rather than wrong ones', async () => {
		sandbox.odd.withheld = ['size', 'mode', 'times'];
		sandbox.files.write('test/d.csv', '');
		sandbox.files.write('test/a.csv', 'abc');
		await run(async (session) => {
			expect(await session.stat('test/a.csv')).toEqual({ name: 'a.csv', isFolder: false });
			expect(await listOf(session, 'test')).toEqual([{ name: 'd.csv' }, { name: 'a.csv' }]);
		});
	});
});

describe('a server that says FAILURE of what is not there', () => {
	beforeEach(() => (sandbox.odd.missingIsFailure = true));

	it('has nothing there if the listing does not name it', async () => {
		await run(async (session) => {
			for (const path of ['test/a.csv', 'nowhere', '/nowhere', 'nowhere/deeper/a.csv']) {
				expect([path, await session.stat(path)]).toEqual([path, undefined]);
			}
			expect(await listOf(session, 'nowhere')).toBeUndefined();
			expect(await listOf(session, '/nowhere/deeper')).toBeUndefined();
			expect(await session.remove('test/a.csv')).toBe(false);
		});
	});

	it('is believed if the listing names it', async () => {
		sandbox.files.write('test/a.csv', 'abc');
		sandbox.faults.when(({ kind }) => kind === 'STAT' || kind === 'REMOVE', 'refuse');
		await run(async (session) => {
			expect(await session.stat('test/a.csv')).toMatchObject({ bytes: 3, isFolder: false });
			expect(await failure(session.remove('test/a.csv'))).toMatchObject({ reason: 'refused' });
		});
	});
});

describe('a folder that can be listed but not searched', () => {
	it('is not taken for an empty one', async () => {
		sandbox.files.makeFolders('imports_processed');
		sandbox.files.write('imports_processed/a.csv', 'abc');
		sandbox.odd.notSearchable = ['imports_processed'];
		await run(async (session) => {
			const error = await failure(session.stat('imports_processed/a.csv'));
			expect(error).toMatchObject({ reason: 'denied' });
			expect(error.message).toContain('Permission denied');
			expect(await failure(listOf(session, 'imports_processed'))).toMatchObject({
				reason: 'denied',
			});
			expect(await listOf(session, 'test')).toEqual([]);
		});
	});
});

it('a refused REMOVE is told', async () => {
	sandbox.files.write('test/a.csv', 'abc');
	sandbox.odd.refusesRemove = true;
	await run(async (session) => {
		expect(await failure(session.remove('test/a.csv'))).toMatchObject({ reason: 'denied' });
		expect(await session.remove('test/b.csv')).toBe(false);
	});
});

describe('RENAME', () => {
	beforeEach(() => {
		sandbox.files.write('test/.part', 'new');
		sandbox.files.write('test/taken.csv', 'old');
	});
	const rename = (to: string) => run((session) => session.rename('test/.part', `test/${to}`));

	it('of a copying server leaves the old name', async () => {
		sandbox.odd.rename = 'copies';
		await rename('free.csv');
		expect(sandbox.files.list('test').sort()).toEqual(['.part', 'free.csv', 'taken.csv']);
	});

	it('of an overwriting server', async () => {
		sandbox.odd.rename = 'overwrites';
		await rename('taken.csv');
		expect(sandbox.files.read('test/taken.csv').toString()).toBe('new');
	});
});

it('names that may not begin with a dot', async () => {
	sandbox.odd.forbidsDotNames = true;
	async function* content() {
		yield await Promise.resolve(Buffer.from('x'));
	}
	await run(async (session) => {
		const upload = session.upload('test/.a.part', content(), 'parallel');
		expect(await failure(upload)).toMatchObject({ reason: 'denied' });
		await session.upload('test/a.part', content(), 'parallel');
	});
});
