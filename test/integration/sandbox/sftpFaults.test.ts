import { once } from 'node:events';

import { afterBytes, atKind, atRequest, sftpRefusals } from '../../../sandbox/sftp/sftpFaults';
import { connect, sftp, useSftp } from './sftpHarness';

useSftp();

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
