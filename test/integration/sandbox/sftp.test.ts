import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectConfig } from 'ssh2';
import Client from 'ssh2-sftp-client';

import { createKey } from '../../../sandbox/sftp/createKey';
import { afterBytes, atKind, atRequest, sftpRefusals } from '../../../sandbox/sftp/sftpFaults';
import type { Sftp } from '../../../sandbox/sftp/startSftp';
import { startSftp } from '../../../sandbox/sftp/startSftp';

let sftp: Sftp;

beforeAll(async () => {
	sftp = await startSftp();
});

afterEach(async () => {
	sftp.reset();
	await sftp.idle();
	expect(sftp.open()).toEqual({ connections: 0, sessions: 0 });
});

afterAll(async () => await sftp.stop());

async function connect(config: ConnectConfig = {}): Promise<Client> {
	// Without listeners of its own, this client writes to the console.
	const client = new Client('test', { error: () => {}, end: () => {}, close: () => {} });
	const { host, port, username, privateKey } = sftp;
	await client.connect({ host, port, username, privateKey, ...config });
	return client;
}

describe('log-in', () => {
	it('shows the fingerprint that ssh-keygen prints', () => {
		const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		const key = createKey();
		const file = join(folder, 'key');
		writeFileSync(file, key.privateKey, { mode: 0o600 });
		const printed = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		expect(printed.split(' ')[1]).toBe(key.fingerprint);
	});

	it('shows its host key, and another one after a change', async () => {
		const seen: string[] = [];
		const hostVerifier = (key: Buffer) => {
			const hash = createHash('sha256').update(key).digest('base64');
			return seen.push(`SHA256:${hash.replace(/=+$/, '')}`) > 0;
		};
		const before = sftp.hostKey;
		await connect({ hostVerifier });
		sftp.changeHostKey();
		await connect({ hostVerifier });
		expect(seen).toEqual([before, sftp.hostKey]);
		expect(sftp.hostKey).not.toBe(before);
	});

	it.each([
		['another user', { username: 'nobody' }],
		['another key', { privateKey: createKey().privateKey }],
		['a password', { privateKey: undefined, password: 'kasko' }],
	])('refuses %s', async (_case, config) => {
		await expect(connect(config)).rejects.toThrow('authentication methods failed');
	});
});

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

describe('faults', () => {
	it.each(['refuse', 'cutBefore'] as const)('%s at the connection', async (fault) => {
		sftp.faults.when(atKind('CONNECT'), fault);
		await expect(connect()).rejects.toThrow();
	});

	it('refuses the log-in', async () => {
		sftp.faults.when(atKind('AUTH'), 'refuse');
		await expect(connect()).rejects.toThrow('authentication methods failed');
	});

	it('refuses the subsystem', async () => {
		sftp.faults.when(atKind('SUBSYSTEM'), 'refuse');
		await expect(connect()).rejects.toThrow('Unable to start subsystem');
	});

	it.each(['CONNECT', 'AUTH'])('stalls at %s', async (kind) => {
		sftp.faults.when(atKind(kind), 'stall');
		await expect(connect({ readyTimeout: 200 })).rejects.toThrow(/Timed out/);
	});

	it.each([
		['permission denied', 'RENAME', sftpRefusals.permissionDenied, 'Permission denied'],
		['no space', 'WRITE', sftpRefusals.noSpace, 'Failure'],
		['refuse', 'OPEN', 'refuse', 'Failure'],
	] as const)('%s on %s', async (_case, kind, fault, message) => {
		sftp.faults.when(atKind(kind), fault);
		const client = await connect();
		const upload = async () => {
			// Not `put`: it takes a refused write for a success.
			await client.fastPut(__filename, 'test/a');
			await client.rename('test/a', 'test/b');
		};
		await expect(upload()).rejects.toThrow(message);
		expect(sftp.files.find('test/b')).toBeUndefined();
	});

	it.each([
		['cutBefore', ['a']],
		['cutAfter', ['b']],
	] as const)('%s: the reply to a rename is lost', async (fault, names) => {
		sftp.files.write('test/a', 'x');
		sftp.faults.when(atKind('RENAME'), fault);
		const client = await connect();
		await expect(client.rename('test/a', 'test/b')).rejects.toThrow();
		await sftp.idle();
		expect(sftp.files.list('test')).toEqual(names);
	});

	it('drops a reply and goes on', async () => {
		sftp.files.write('test/a', 'x');
		sftp.faults.when(atKind('RENAME'), 'dropReply', 1);
		const client = await connect();
		const renamed = once(sftp.files, 'change');
		const lost = client.rename('test/a', 'test/b').catch(() => 'lost');
		await renamed;
		expect(await client.exists('test/b')).toBe('-');
		sftp.reset();
		expect(await lost).toBe('lost');
	});

	it('counts what is open', async () => {
		const client = await connect();
		expect(sftp.open()).toEqual({ connections: 1, sessions: 1 });
		await client.end();
		await sftp.idle();
		expect(sftp.open()).toEqual({ connections: 0, sessions: 0 });
	});

	it('cuts in the middle of an upload, and leaves what was written', async () => {
		sftp.faults.when(afterBytes(100_000), 'cutBefore');
		const client = await connect();
		await expect(client.put(Buffer.alloc(1_000_000), 'test/a.part')).rejects.toThrow();
		await sftp.idle();
		const { content, handles } = sftp.files.get('test/a.part');
		expect(content?.size).toBeGreaterThan(0);
		expect(content?.size).toBeLessThanOrEqual(100_000);
		expect(handles).toBe(0);
	});

	it.each([1, 2, 3])('cuts at request %i', async (n) => {
		sftp.faults.when(atRequest(n), 'cutBefore');
		const client = await connect();
		await expect(client.put(Buffer.from('x'), 'test/a')).rejects.toThrow();
		expect(sftp.total.requests).toBe(n);
	});

	it('can have a folder missing', async () => {
		sftp.files.remove('live');
		const client = await connect();
		expect(await client.exists('live')).toBe(false);
	});
});

it('stops with a connection open', async () => {
	const other = await startSftp();
	const socket = connectTcp(other.port, other.host);
	await once(socket, 'data');
	const closed = once(socket, 'close');
	await other.stop();
	await closed;
});
