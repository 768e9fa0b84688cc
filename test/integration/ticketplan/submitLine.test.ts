import { atKind } from '../../../sandbox';
import { makeImportFile } from '../../support/makeImportFile';
import {
	DONE,
	errorOf,
	everything,
	file,
	markProcessed,
	PATH,
	run,
	sandbox,
	useSandbox,
} from './submitHarness';

useSandbox();

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

	it('again after a cut says, of the file it was cut at, why it did not come about', async () => {
		sandbox.faults.when(atKind('WRITE'), 'cutAfter');
		sandbox.faults.when(({ kind }) => kind === 'AUTH' && sandbox.total.connections === 2, 'refuse');
		const error = await errorOf([file]);
		expect(error.message).toContain('was lost while trying to write the file');
		expect(error.description).toMatch(/Connecting again failed: .* did not accept the user name/);
		expect(error.details).toMatchObject({ status: 'notSubmitted', step: 'upload' });
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
	/** The signal of a run that is stopped when the server gets a request of this kind, which it still answers. */
	function abortedAt(step: string): AbortSignal {
		const cancel = new AbortController();
		sandbox.faults.when(({ kind }) => {
			if (kind === step) cancel.abort();
			return false;
		}, 'refuse');
		return cancel.signal;
	}

	it('in an upload leaves nothing, and says so', async () => {
		const signal = abortedAt('WRITE');
		const other = makeImportFile('idempotency_key\nother\n');
		const results = await run([file, other], { signal });
		const details = { status: 'notSubmitted', onServer: 'nothing of this file' };
		expect(results).toMatchObject([{ error: { details } }, { error: { details } }]);
		expect(everything()).toEqual([]);
	});

	it('in a rename is too late: the file is submitted', async () => {
		const signal = abortedAt('RENAME');
		expect(await run([file], { signal })).toMatchObject([{ submission: { status: 'submitted' } }]);
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
	/** Looks that come after the rename. */
	const isWaiting = ({ kind, path }: { kind: string; path?: string }) =>
		kind === 'STAT' && path === DONE && sandbox.files.find(PATH) !== undefined;
	const processSoon = () => {
		let looks = 0;
		sandbox.faults.when((step) => {
			if (isWaiting(step) && ++looks === 3) markProcessed(name);
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
		sandbox.faults.when(isWaiting, 'cutBefore', 1);
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
