import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSftp } from '../../../sandbox/sftp/startSftp';
import { connect, sftp, useSftp } from './sftpHarness';

useSftp();

describe('files', () => {
	it('has the folders test and live, and nothing else', async () => {
		const client = await connect();
		expect(await client.cwd()).toBe('/');
		const list = await client.list('.');
		expect(list.map(({ name, type }) => [name, type])).toEqual([
			['test', 'd'],
			['live', 'd'],
		]);
	});

	it('can have them in another folder', async () => {
		const other = await startSftp({ folder: '/upload/kasko' });
		expect(other.files.list('/upload/kasko')).toEqual(['test', 'live']);
		await other.stop();
	});

	it('takes, tells, renames, gives back and removes a file', async () => {
		const client = await connect();
		await client.put(Buffer.from('größe\n'), 'test/a.part');
		await client.rename('test/a.part', 'test/a.csv');
		expect(await client.stat('test/a.csv')).toMatchObject({ size: 8, isFile: true });
		expect((await client.get('test/a.csv')).toString()).toBe('größe\n');
		expect((await client.list('test')).map(({ name, size }) => ({ name, size }))).toEqual([
			{ name: 'a.csv', size: 8 },
		]);
		await client.append(Buffer.from('more\n'), 'test/a.csv');
		expect(sftp.files.read('test/a.csv').toString()).toBe('größe\nmore\n');
		await client.delete('test/a.csv');
		expect(await client.exists('test/a.csv')).toBe(false);
	});

	it('makes and removes folders', async () => {
		const client = await connect();
		await client.mkdir('test/sub');
		expect(await client.exists('test/sub')).toBe('d');
		await client.rmdir('test/sub');
		expect(await client.exists('test/sub')).toBe(false);
	});

	it('does not rename over a file', async () => {
		sftp.files.write('test/a.csv', 'old');
		sftp.files.write('test/b', 'new');
		const client = await connect();
		await expect(client.rename('test/b', 'test/a.csv')).rejects.toThrow('File exists');
		expect(sftp.files.read('test/a.csv').toString()).toBe('old');
	});

	it('has no rename of its own that overwrites', async () => {
		sftp.files.write('test/b', 'new');
		const client = await connect();
		await expect(client.posixRename('test/b', 'test/a')).rejects.toThrow();
		expect(sftp.files.list('test')).toEqual(['b']);
	});

	it.each([
		['a folder that is not there', 'nowhere/a', 'No such file'],
		['a folder', 'test', 'Failure|directory'],
	])('refuses a write to %s', async (_case, path, message) => {
		const client = await connect();
		await expect(client.put(Buffer.from('x'), path)).rejects.toThrow(new RegExp(message));
	});

	it('tells long folders in parts', async () => {
		const names = Array.from({ length: 1_000 }, (_name, n) => `${n}.csv`);
		for (const name of names) sftp.files.write(`test/${name}`, 'x');
		const client = await connect();
		expect((await client.list('test')).map(({ name }) => name)).toEqual(names);
	});

	it('takes 40 MB in pipelined writes, as they were sent', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		const content = randomBytes(40_000_000);
		writeFileSync(join(folder, 'big'), content);
		const client = await connect();
		await client.fastPut(join(folder, 'big'), 'test/big.csv');
		rmSync(folder, { recursive: true });
		expect(sftp.files.read('test/big.csv').equals(content)).toBe(true);
	});

	it('takes what OpenSSH sends', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		writeFileSync(join(folder, 'key'), sftp.privateKey, { mode: 0o600 });
		writeFileSync(join(folder, 'a'), 'content');
		writeFileSync(
			join(folder, 'batch'),
			'put a test/a.part\nrename test/a.part test/a.csv\nls -l test\n',
		);
		const { execFile } = await import('node:child_process');
		const options = ['UserKnownHostsFile=/dev/null', 'StrictHostKeyChecking=no', 'LogLevel=ERROR'];
		const args = ['-i', 'key', '-P', `${sftp.port}`, '-b', 'batch'].concat(
			options.flatMap((option) => ['-o', option]),
			`${sftp.username}@${sftp.host}`,
		);
		const child = execFile('sftp', args, { cwd: folder });
		const [code] = await once(child, 'close');
		rmSync(folder, { recursive: true });
		expect(code).toBe(0);
		expect(sftp.files.read('test/a.csv').toString()).toBe('content');
	});
});
