import { atKind, sftpRefusals } from '../../../sandbox';
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
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';

useSandbox();

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
		// That way out is none from a name that the node has made.
		expect(error.description.includes('leave the file name empty')).toBe(mine === own);
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
