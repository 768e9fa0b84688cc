import { KaskoError } from '../../../nodes/shared/KaskoError';
import { atKind, sftpRefusals } from '../../../sandbox';
import { makeImportFile } from '../../support/makeImportFile';
import { errorOf, everything, file, run, sandbox, TEXT, useSandbox } from './submitHarness';
import type { ImportFile } from '../../../nodes/TicketplanSftpImport/files/importFile';

useSandbox();

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
		expect(error.description).toContain('On the server:');
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
		sandbox.faults.when(atKind('OPEN'), sftpRefusals.permissionDenied, 2);
		const results = await run([file, other]);
		expect(results).toMatchObject([
			{ error: { details: { status: 'notSubmitted' } } },
			{ submission: { status: 'submitted' } },
		]);
	});
});
