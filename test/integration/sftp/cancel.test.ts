import type { UploadMode } from '../../../nodes/shared/sftp/session';
import { withSftp } from '../../../nodes/shared/sftp/connection';
import { sftpCredential } from '../../support/sftpCredential';
import { options, sandbox, useSandbox } from './sftpHarness';

useSandbox();

const CANCELLED = { details: { reason: 'cancelled' } };

describe('a cancelled run', () => {
	it('does not connect at all', async () => {
		const run = withSftp(
			sftpCredential(sandbox),
			{ ...options, signal: AbortSignal.abort() },
			(session) => session.stat('test'),
		);
		await expect(run).rejects.toMatchObject(CANCELLED);
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
		await expect(run).rejects.toMatchObject(CANCELLED);
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
					const upload = session.upload('test/a.part', endless(), mode);
					await expect(upload).rejects.toMatchObject(CANCELLED);
					expect(await session.remove('test/a.part')).toBe(true);
				},
			);
			expect(sandbox.files.list('test')).toEqual([]);
		},
	);
});
