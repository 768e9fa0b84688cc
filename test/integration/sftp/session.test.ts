import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SftpSession, UploadMode } from '../../../nodes/shared/sftp/session';
import { withSftp } from '../../../nodes/shared/sftp/connection';
import { sftpCredential } from '../../support/sftpCredential';
import { startSshd, type Sshd } from '../../../scripts/programs/sshd';
import { failure, options, sandbox, useSandbox } from './sftpHarness';

useSandbox();

let sshd: Sshd;
beforeAll(async () => {
	sshd = await startSshd();
});
afterAll(() => sshd.stop());

async function* parts(content: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let at = 0; at < content.length; at += size) {
		yield await Promise.resolve(content.subarray(at, at + size));
	}
}

describe.each([
	['OpenSSH', () => ({ credential: sftpCredential(sshd), read: readFromSshd, write: writeToSshd })],
	[
		'the sandbox',
		() => ({
			credential: sftpCredential(sandbox),
			read: (path: string) => sandbox.files.read(path),
			write: (path: string, text: string) => sandbox.files.write(path, text),
		}),
	],
])('a session with %s', (_name, getServer) => {
	const run = <T>(work: (session: SftpSession) => Promise<T>): Promise<T> =>
		withSftp(getServer().credential, options, work);

	it.each<[UploadMode, number, number]>([
		['parallel', 0, 1],
		['parallel', 1, 1],
		['parallel', 3_000_017, 65_536],
		['parallel', 3_000_017, 1_111],
		['parallel', 3_000_017, 3_000_017],
		['serial', 300_017, 65_536],
	])('uploads %s: %i bytes in parts of %i', async (mode, bytes, partBytes) => {
		const content = randomBytes(bytes);
		const path = `test/${mode}-${bytes}-${partBytes}`;
		await run((session) => session.upload(path, parts(content, partBytes), mode));
		expect(getServer().read(path).equals(content)).toBe(true);
	});

	it.each([0, 1, 1_000_017])('reads %i bytes', async (bytes) => {
		const text = randomBytes(bytes).toString('hex');
		getServer().write(`test/read-${bytes}`, text);
		const blocks: Buffer[] = [];
		await run(async (session) => {
			for await (const block of session.read(`test/read-${bytes}`)) blocks.push(block);
		});
		expect(Buffer.concat(blocks).toString()).toBe(text);
	});

	it('looks, lists, renames and deletes', async () => {
		const { write } = getServer();
		write('live/one.csv', 'abc');
		await run(async (session) => {
			expect(await session.stat('live')).toMatchObject({ name: 'live', isFolder: true });
			expect(await session.stat('live/one.csv')).toMatchObject({ bytes: 3, isFolder: false });
			expect(await session.stat('live/two.csv')).toBeUndefined();
			expect(await session.list('nowhere')).toBeUndefined();
			await session.rename('live/one.csv', 'live/two.csv');
			const listed = await session.list('live');
			expect(listed?.map(({ name, bytes }) => [name, bytes])).toEqual([['two.csv', 3]]);
			expect(await session.remove('live/two.csv')).toBe(true);
			expect(await session.remove('live/two.csv')).toBe(false);
		});
	});

	it.each<[UploadMode]>([['parallel'], ['serial']])('overwrites nothing, %s', async (mode) => {
		const { read, write } = getServer();
		write('live/old.csv', 'old');
		write('live/new.part', 'new');
		await run(async (session) => {
			const upload = session.upload('live/old.csv', parts(Buffer.from('x'), 1), mode);
			expect((await failure(upload)).reason).toBe('refused');
			const rename = session.rename('live/new.part', 'live/old.csv');
			expect((await failure(rename)).reason).toBe('refused');
			await session.remove('live/new.part');
		});
		expect(read('live/old.csv').toString()).toBe('old');
	});

	it('tells a missing folder from other refusals', async () => {
		await run(async (session) => {
			const upload = session.upload('nowhere/a', parts(Buffer.from('x'), 1), 'parallel');
			expect(await failure(upload)).toMatchObject({ reason: 'notFound' });
		});
	});
});

function readFromSshd(path: string): Buffer {
	return readFileSync(join(sshd.folder, path));
}
function writeToSshd(path: string, text: string): void {
	writeFileSync(join(sshd.folder, path), text);
}
