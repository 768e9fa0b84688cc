import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SftpCredential } from '../../../nodes/shared/sftp/credential';
import type { SftpSession, UploadMode } from '../../../nodes/shared/sftp/session';
import { withSftp } from '../../../nodes/shared/sftp/connection';
import { sftpCredential } from '../../support/sftpCredential';
import type { SftpProgram } from '../../../scripts/programs/sftpHome';
import { SFTP_SERVERS, type SftpServer } from '../../../scripts/programs/sftpServers';
import { failure, listOf, options, sandbox, useSandbox } from './sftpHarness';

useSandbox();

async function* parts(content: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let at = 0; at < content.length; at += size) {
		yield await Promise.resolve(content.subarray(at, at + size));
	}
}

interface Files {
	credential: SftpCredential;
	read(path: string): Buffer;
	write(path: string, text: string): void;
	stop(): Promise<void>;
}

async function startFiles(start: () => Promise<SftpProgram>): Promise<Files> {
	const server = await start();
	return {
		credential: sftpCredential(server),
		read: (path) => readFileSync(join(server.folder, path)),
		write: (path, text) => writeFileSync(join(server.folder, path), text),
		stop: () => server.stop(),
	};
}

const ofSandbox = (): Promise<Files> =>
	Promise.resolve({
		credential: sftpCredential(sandbox),
		read: (path) => sandbox.files.read(path),
		write: (path, text) => sandbox.files.write(path, text),
		stop: () => Promise.resolve(),
	});

const SERVERS: Array<
	Pick<SftpServer, 'name' | 'overwrites' | 'refusesParallelWrites'> & {
		open: () => Promise<Files>;
	}
> = [
	...SFTP_SERVERS.map((server) => ({ ...server, open: () => startFiles(server.start) })),
	{ name: 'the sandbox', open: ofSandbox },
];

describe.each(SERVERS)(
	'a session with $name',
	({ open, overwrites = [], refusesParallelWrites }) => {
		let server: Files;
		beforeAll(async () => {
			server = await open();
		});
		afterAll(() => server.stop());
		const run = <T>(work: (session: SftpSession) => Promise<T>): Promise<T> =>
			withSftp(server.credential, options, work);

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
			const upload = run((session) => session.upload(path, parts(content, partBytes), mode));
			if (refusesParallelWrites && mode === 'parallel' && bytes > 1)
				return expect((await failure(upload)).reason).toBe('refused');
			await upload;
			expect(server.read(path).equals(content)).toBe(true);
		});

		it.each([0, 1, 1_000_017])('reads %i bytes', async (bytes) => {
			const text = randomBytes(bytes).toString('hex');
			server.write(`test/read-${bytes}`, text);
			const blocks: Buffer[] = [];
			await run(async (session) => {
				for await (const block of session.read(`test/read-${bytes}`, text.length))
					blocks.push(block);
			});
			expect(Buffer.concat(blocks).toString()).toBe(text);
		});

		it('looks, lists, renames and deletes', async () => {
			const { write } = server;
			write('live/one.csv', 'abc');
			await run(async (session) => {
				expect(await session.stat('live')).toMatchObject({ name: 'live', isFolder: true });
				expect(await session.stat('live/one.csv')).toMatchObject({ bytes: 3, isFolder: false });
				expect(await session.stat('live/two.csv')).toBeUndefined();
				expect(await listOf(session, 'nowhere')).toBeUndefined();
				if (await session.rename('live/one.csv', 'live/two.csv'))
					await session.remove('live/one.csv');
				const listed = await listOf(session, 'live');
				expect(listed?.map(({ name, bytes }) => [name, bytes])).toEqual([['two.csv', 3]]);
				expect(await session.remove('live/two.csv')).toBe(true);
				expect(await session.remove('live/two.csv')).toBe(false);
			});
		});

		it.each<[UploadMode]>([['parallel'], ['serial']])(
			'opens a file that is there as a new one, %s',
			async (mode) => {
				server.write('live/old.csv', 'old');
				await run(async (session) => {
					const upload = session.upload('live/old.csv', parts(Buffer.from('x'), 1), mode);
					if (overwrites.includes('OPEN')) return await upload;
					expect((await failure(upload)).reason).toBe('refused');
				});
				expect(server.read('live/old.csv').toString()).toBe(
					overwrites.includes('OPEN') ? 'x' : 'old',
				);
			},
		);

		it('renames to a name that is taken', async () => {
			server.write('live/old.csv', 'old');
			server.write('live/new.part', 'new');
			await run(async (session) => {
				const rename = session.rename('live/new.part', 'live/old.csv');
				if (overwrites.includes('RENAME')) {
					await rename;
					return;
				}
				expect((await failure(rename)).reason).toBe('refused');
				await session.remove('live/new.part');
			});
			expect(server.read('live/old.csv').toString()).toBe(
				overwrites.includes('RENAME') ? 'new' : 'old',
			);
		});

		it('tells a missing folder from other refusals', async () => {
			await run(async (session) => {
				const upload = session.upload('nowhere/a', parts(Buffer.from('x'), 1), 'parallel');
				expect(await failure(upload)).toMatchObject({ reason: 'notFound' });
			});
		});
	},
);
