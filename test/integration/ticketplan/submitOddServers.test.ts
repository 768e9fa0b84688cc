import { KaskoError } from '../../../nodes/shared/KaskoError';
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';
import { atKind, sftpRefusals } from '../../../sandbox';
import { newAttempt } from '../../../nodes/TicketplanSftpImport/server/submission';
import { makeImportFile } from '../../support/makeImportFile';
import {
	DONE,
	errorOf,
	everything,
	file,
	kinds,
	markProcessed,
	PATH,
	run,
	sandbox,
	TEXT,
	useSandbox,
} from './submitHarness';

useSandbox();

const own = makeImportFile(TEXT, { name: 'orders.csv' });
const isPart = (path: string) => path.endsWith('.part');
const imports = () => everything().filter((path) => !isPart(path));

/** KASKO takes the file as soon as it has its name. */
function processAtOnce(name: string): void {
	sandbox.files.on('change', (path) => {
		if (path === `/test/${name}`) markProcessed(name);
	});
}
afterEach(() => sandbox.files.removeAllListeners('change'));

describe('status is what is there', () => {
	describe.each([file, own])('$name', (mine) => {
		const path = `test/${mine.name}`;

		it.each<[string, () => void]>([
			['RENAME copies', () => (sandbox.odd.rename = 'copies')],
			['REMOVE is refused', () => (sandbox.odd.refusesRemove = true)],
			[
				'RENAME copies and REMOVE is refused',
				() => Object.assign(sandbox.odd, { rename: 'copies', refusesRemove: true }),
			],
			['RENAME overwrites', () => (sandbox.odd.rename = 'overwrites')],
		])('%s: submitted, whatever is left beside it', async (_what, be) => {
			be();
			expect(await run([mine])).toMatchObject([{ submission: { status: 'submitted', path } }]);
			expect(imports()).toEqual([path]);
			expect(await run([mine])).toMatchObject([
				{ submission: { status: 'alreadySubmitted', path } },
			]);
		});

		it.each(['cutAfter', 'cutBefore'] as const)(
			'RENAME copies, REMOVE is refused and the line is cut (%s)',
			async (fault) => {
				Object.assign(sandbox.odd, { rename: 'copies', refusesRemove: true });
				sandbox.faults.when(atKind('RENAME'), fault, 1);
				expect(await run([mine])).toMatchObject([{ submission: { status: 'submitted', path } }]);
				expect(imports()).toEqual([path]);
				expect(kinds().filter((kind) => kind === 'RENAME')).toHaveLength(
					fault === 'cutAfter' ? 1 : 2,
				);
			},
		);

		it('refused by word and done all the same', async () => {
			sandbox.faults.when(({ kind, path: from = '', target = '' }) => {
				if (kind === 'RENAME') sandbox.files.rename(from, target);
				return kind === 'RENAME';
			}, 'refuse');
			expect(await run([mine])).toMatchObject([{ submission: { status: 'submitted', path } }]);
		});
	});

	it('a name that somebody else has taken right before the rename is left alone, where RENAME overwrites', async () => {
		sandbox.odd.rename = 'overwrites';
		sandbox.faults.when(({ kind }) => {
			if (kind === 'CLOSE') sandbox.files.write('test/orders.csv', 'of somebody else\n');
			return false;
		}, 'refuse');
		const error = await errorOf([own]);
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'rename' });
		expect(sandbox.files.read('test/orders.csv').toString()).toBe('of somebody else\n');
		expect(everything()).toEqual(['test/orders.csv']);
	});

	it.each([
		['waits', false],
		['is processed', true],
	])(
		'the same content that another execution has sent in the meantime and %s',
		async (_w, isDone) => {
			const path = isDone ? DONE : PATH;
			sandbox.odd.rename = 'overwrites';
			sandbox.files.makeFolders('/imports_processed');
			sandbox.faults.when(({ kind }) => {
				if (kind === 'CLOSE') sandbox.files.write(path, TEXT);
				return false;
			}, 'refuse');
			expect(await run([file])).toMatchObject([
				{ submission: { status: 'alreadySubmitted', path } },
			]);
			expect(kinds()).not.toContain('RENAME');
			expect(everything()).toEqual([path]);
		},
	);
});

describe('processed', () => {
	it('only when it has left its folder', async () => {
		await run([file]);
		sandbox.files.makeFolders('/imports_processed');
		sandbox.files.write(DONE, TEXT); // KASKO copies first
		expect(await run([file], { waitUntilProcessedSeconds: 0.2 })).toMatchObject([
			{ submission: { status: 'alreadySubmitted', path: PATH } },
		]);
		sandbox.files.remove(PATH);
		expect(await run([file], { waitUntilProcessedSeconds: 0.2 })).toMatchObject([
			{ submission: { status: 'processed', path: DONE } },
		]);
	});

	it.each([
		['the same rows', TEXT],
		['rows of the same size', TEXT.replace('one-key', 'two-key')],
	])('not when live has used a name of one’s own, for %s', async (_what, content) => {
		sandbox.faults.when(({ kind }) => {
			if (kind === 'RENAME') {
				sandbox.files.makeFolders('/imports_processed');
				sandbox.files.write('imports_processed/orders.csv', content);
			}
			return false;
		}, 'refuse');
		expect(await run([own], { waitUntilProcessedSeconds: 1 })).toMatchObject([
			{ submission: { status: 'submitted', path: 'test/orders.csv' } },
		]);
	});

	it.each([file, own])('when KASKO takes it at once: $name', async (mine) => {
		processAtOnce(mine.name);
		expect(await run([mine], { waitUntilProcessedSeconds: 5 })).toMatchObject([
			{ submission: { status: 'processed', path: `imports_processed/${mine.name}` } },
		]);
	});
});

describe('executions at once', () => {
	it.each<[string, number, boolean]>([
		['2, KASKO takes a file at once', 2, true],
		['8, KASKO takes a file at once', 8, true],
		['8', 8, false],
	])('%s: one import of one content', async (_what, times, isFast) => {
		if (isFast) processAtOnce(file.name);
		sandbox.odd.rename = 'overwrites';
		const results = await Promise.all(Array.from({ length: times }, () => run([file])));
		const statuses = results.map(
			([result]) => result && 'submission' in result && result.submission.status,
		);
		expect(statuses.filter((status) => status === 'submitted')).toHaveLength(1);
		expect(statuses.filter((status) => status === 'alreadySubmitted')).toHaveLength(times - 1);
		expect(kinds().filter((kind) => kind === 'RENAME')).toHaveLength(1);
		expect(everything()).toEqual([isFast ? DONE : PATH]);
	});

	it("of other content under one name of one's own: no file is replaced", async () => {
		sandbox.odd.rename = 'overwrites';
		const files = ['a', 'b', 'c', 'd'].map((key) =>
			makeImportFile(`idempotency_key\n${key}\n`, { name: 'orders.csv' }),
		);
		const results = (await Promise.all(files.map(async (one) => await run([one])))).flat();
		expect(results.filter((result) => 'submission' in result)).toHaveLength(1);
		expect(kinds().filter((kind) => kind === 'RENAME')).toHaveLength(1);
	});

	it('of one attempt, as of parallel calls of a tool, do not take away each other’s temporary file', async () => {
		const attempts = new Map();
		const { newAttempt } = jest.requireActual(
			'../../../nodes/TicketplanSftpImport/server/submission',
		);
		const findAttempt = ({ sha256 }: ImportFile) => {
			if (!attempts.has(sha256)) attempts.set(sha256, newAttempt());
			return attempts.get(sha256);
		};
		const results = await Promise.all(
			[1, 2, 3].map(async () => await run([file], { findAttempt })),
		);
		expect(results.flat()).toMatchObject(Array(3).fill({ submission: { status: 'submitted' } }));
		expect(kinds().filter((kind) => kind === 'OPEN')).toHaveLength(1);
		expect(everything()).toEqual([PATH]);
	});
});

describe('the bytes sent are the bytes hashed', () => {
	it.each<[string, string]>([
		['as many other ones', TEXT.replace('one-key', 'two-key')],
		['fewer', TEXT.slice(0, -8)],
		['more', `${TEXT}one-key\n`],
		['none', ''],
	])('a source that gives %s the second time is not submitted', async (_what, second) => {
		for (const mine of [file, own]) {
			const changed = { ...mine, content: makeImportFile(second).content };
			const error = await errorOf([changed]);
			expect(error.message).toContain('gave other rows when it was read for sending');
			expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'check' });
			expect(everything()).toEqual([]);
			expect(kinds()).not.toContain('RENAME');
		}
	});

	it('a source that can not be read again is told in its own words', async () => {
		const broken: ImportFile = {
			...file,
			async *content() {
				yield await Promise.reject(new Error('EIO: i/o error, read'));
			},
		};
		const error = await errorOf([broken]);
		expect(error.message).toBe(`'${file.name}' was not submitted: EIO: i/o error, read`);
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'upload' });
		expect(everything()).toEqual([]);
	});

	it('a source that breaks off while writes go one by one', async () => {
		sandbox.faults.when(atKind('WRITE'), 'refuse', 1);
		let reads = 0;
		const broken: ImportFile = {
			...file,
			async *content() {
				reads += 1;
				yield Buffer.from(TEXT.slice(0, 300_000));
				if (reads > 1) throw new KaskoError('The binary data is gone', 'Run it again.');
				yield await Promise.resolve(Buffer.from(TEXT.slice(300_000)));
			},
		};
		const error = await errorOf([broken]);
		expect(error.message).toContain('The binary data is gone');
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'upload' });
		expect(everything()).toEqual([]);
	});
});

describe('a server', () => {
	describe.each<[string, ImportFile]>([
		['a name from the content', file],
		["a name of one's own", own],
	])('with %s', (_name, mine) => {
		const path = `test/${mine.name}`;
		it.each<[string, () => void]>([
			['that tells no size', () => (sandbox.odd.withheld = ['size'])],
			['that tells nothing', () => (sandbox.odd.withheld = ['size', 'mode', 'times'])],
			['that says FAILURE of what is not there', () => (sandbox.odd.missingIsFailure = true)],
			['that forbids names with a dot', () => (sandbox.odd.forbidsDotNames = true)],
			[
				'that forbids names with a dot by FAILURE, and has no other answer either',
				() => {
					sandbox.odd.missingIsFailure = true;
					sandbox.faults.when(
						({ kind, path: at = '' }) => kind === 'OPEN' && at.includes('/.'),
						'refuse',
					);
				},
			],
			[
				'that hides names with a dot, as ProFTPD can',
				() =>
					sandbox.faults.when(
						({ kind, path: at = '' }) => kind === 'OPEN' && at.includes('/.'),
						sftpRefusals.noSuchFile,
					),
			],
			['that tells permissions without the type', () => (sandbox.odd.withheld = ['type'])],
			[
				'that takes names with a dot and then does not show them',
				() =>
					sandbox.faults.when(
						({ kind, path: at = '' }) => ['STAT', 'REMOVE'].includes(kind) && at.includes('/.'),
						sftpRefusals.noSuchFile,
					),
			],
			[
				'that is all of it',
				() =>
					Object.assign(sandbox.odd, {
						withheld: ['size', 'mode', 'times'],
						missingIsFailure: true,
						forbidsDotNames: true,
						refusesRemove: true,
						rename: 'copies',
					}),
			],
		])('%s gets the file, and has it the second time', async (_what, be) => {
			be();
			expect(await run([mine])).toMatchObject([{ submission: { status: 'submitted', path } }]);
			expect(sandbox.files.read(path).toString()).toBe(TEXT);
			expect(imports()).toEqual([path]);
			expect(await run([mine])).toMatchObject([
				{ submission: { status: 'alreadySubmitted', path } },
			]);
			expect(imports()).toEqual([path]);
		});
	});

	it('that tells no size and lost half of the file is found out', async () => {
		sandbox.odd.withheld = ['size'];
		sandbox.faults.when(({ kind, path = '' }) => {
			if (kind === 'STAT' && isPart(path)) sandbox.files.write(path, TEXT.slice(0, 1000));
			return false;
		}, 'refuse');
		const error = await errorOf([file]);
		expect(error.message).toContain('other bytes');
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'check' });
		expect(everything()).toEqual([]);
	});

	it('that tells no size and lets nothing be read: the sentence says so', async () => {
		sandbox.odd.withheld = ['size'];
		let opened = 0;
		sandbox.faults.when(
			({ kind }) => kind === 'OPEN' && ++opened > 1,
			sftpRefusals.permissionDenied,
		);
		const error = await errorOf([file]);
		expect(error.message).toMatch(/refused to read the file .*Permission denied/);
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'check' });
		expect(everything()).toEqual([]);
	});

	it("that does not let us look into 'imports_processed': the sentence says so, and nothing is sent", async () => {
		sandbox.files.makeFolders('/imports_processed');
		sandbox.odd.notSearchable = ['imports_processed'];
		const error = await errorOf([file]);
		expect(error.message).toContain("does not let this user name look into 'imports_processed'");
		expect(error.description).toContain("Ask KASKO for the right to look into 'imports_processed'");
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'look' });
		expect(sandbox.files.list('test')).toEqual([]);
	});

	it.each(['test', 'imports_processed'])(
		'that takes away what is written, to be found in %s or not: unknown, and not sent again',
		async (folder) => {
			sandbox.faults.when(({ kind, path = '' }) => {
				if (kind === 'STAT' && /^test.*part$/.test(path) && sandbox.files.find(path)) {
					sandbox.files.makeFolders('/imports_processed');
					if (folder === 'test') sandbox.files.remove(path);
					else sandbox.files.rename(path, path.replace('test/', 'imports_processed/'));
				}
				return false;
			}, 'refuse');
			const attempt = newAttempt();
			for (let tries = 0; tries < 2; tries++) {
				const error = await errorOf([file], { findAttempt: () => attempt });
				expect(error.message).toContain('has gone');
				const onServer = `neither '${file.name}' nor its temporary file`;
				expect(error.details).toMatchObject({ status: 'unknown', onServer });
			}
			expect(kinds().filter((kind) => kind === 'OPEN')).toHaveLength(folder === 'test' ? 2 : 1);
		},
	);

	it('that has no room, or no right to write: its words', async () => {
		sandbox.faults.when(atKind('OPEN'), sftpRefusals.permissionDenied);
		const error = await errorOf([file]);
		expect(error.message).toMatch(/refused to write the file .*Permission denied/);
		expect(error.description).toContain('nothing of this file');
	});
});
