import type { UploadMode } from '../../../nodes/shared/sftp/types';
import { withSftp } from '../../../nodes/shared/sftp/withSftp';
import { sftpCredential } from '../../support/sftpCredential';
import { failure, options, sandbox, useSandbox } from './sftpHarness';

useSandbox();

describe('a cancelled run', () => {
	it('does not connect at all', async () => {
		const run = withSftp(
			sftpCredential(sandbox),
			{ ...options, signal: AbortSignal.abort() },
			(session) => session.stat('test'),
		);
		expect((await failure(run)).reason).toBe('cancelled');
		expect(sandbox.total.connections).toBe(0);
	});

	it('stops connecting', async () => {
		const cancel = new AbortController();
		sandbox.faults.when(({ kind }) => {
			if (kind === 'AUTH') cancel.abort();
			return kind === 'AUTH';
		}, 'stall');
		const run = withSftp(
			sftpCredential(sandbox),
			{ ...options, signal: cancel.signal },
			(session) => session.stat('test'),
		);
		expect((await failure(run)).reason).toBe('cancelled');
	});

	it.each<[UploadMode]>([['parallel'], ['serial']])(
		'stops an upload, %s, and may clean up',
		async (mode) => {
			const cancel = new AbortController();
			async function* endless(): AsyncGenerator<Buffer> {
				for (let n = 0; ; n++) {
					if (n === 20) cancel.abort();
					yield await Promise.resolve(Buffer.alloc(100_000));
				}
			}
			await withSftp(
				sftpCredential(sandbox),
				{ ...options, signal: cancel.signal },
				async (session) => {
					const error = await failure(session.upload('test/a.part', endless(), mode));
					expect(error.reason).toBe('cancelled');
					expect(await session.remove('test/a.part')).toBe(true);
				},
			);
			expect(sandbox.files.list('test')).toEqual([]);
		},
	);
});
