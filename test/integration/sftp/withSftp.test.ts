import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

import { SftpError } from '../../../nodes/shared/sftp/SftpError';
import type { SftpCredential, SftpSession, UploadMode } from '../../../nodes/shared/sftp/types';
import { withSftp } from '../../../nodes/shared/sftp/withSftp';
import { atKind, createKey, startSftp } from '../../../sandbox';
import { makeKeyFile } from '../../support/makeKeyFile';
import { sftpCredential } from '../../support/sftpCredential';
import { startSshd, type Sshd } from '../../support/sshd';

let sshd: Sshd;
let sandbox: Awaited<ReturnType<typeof startSftp>>;
const printed = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')];
beforeAll(async () => {
	[sshd, sandbox] = await Promise.all([startSshd(), startSftp()]);
});
beforeEach(() => sandbox.reset());
afterEach(async () => {
	await sandbox.idle(); // no connection is left open, whatever happened
	for (const print of printed) expect(print).not.toHaveBeenCalled();
});
afterAll(async () => {
	await Promise.all([sshd.stop(), sandbox.stop()]);
});

const options = { timeoutSeconds: 10 };
const open = (changes: Partial<SftpCredential> = {}, timeoutSeconds = 10) =>
	withSftp({ ...sftpCredential(sandbox), ...changes }, { timeoutSeconds }, (session) =>
		session.stat('test'),
	);
async function failure(work: Promise<unknown>): Promise<SftpError> {
	const error: unknown = await work.catch((caught: unknown) => caught);
	if (error instanceof SftpError) return error;
	throw new Error(`expected an SftpError, got ${String(error)}`);
}
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

describe('the host key', () => {
	const bare = () => sandbox.hostKey.replace('SHA256:', '');
	it.each<[string, () => string]>([
		['as the server shows it', () => sandbox.hostKey],
		['without its prefix', bare],
		['with padding', () => `${sandbox.hostKey}=`],
		['between spaces', () => `  ${sandbox.hostKey}\n`],
		['as a line of ssh-keygen -lf', () => `256 ${sandbox.hostKey} kasko@server (ED25519)`],
	])('is taken %s', async (_case, hostKey) => {
		await expect(open({ hostKey: hostKey() })).resolves.toBeTruthy();
	});

	it('that is another one ends the connection before the login', async () => {
		const expected = createKey().fingerprint;
		const error = await failure(open({ hostKey: expected }));
		expect(error.reason).toBe('hostKey');
		expect(error.message).toContain(expected);
		expect(error.message).toContain(sandbox.hostKey);
		expect(sandbox.steps.map(({ kind }) => kind)).toEqual(['CONNECT']);
	});

	it('that is not pinned is shown, ready to paste, and nothing is sent', async () => {
		const error = await failure(open({ hostKey: '' }));
		expect(error.reason).toBe('hostKey');
		expect(error.description).toContain(`paste ${sandbox.hostKey} into`);
		expect(sandbox.steps.map(({ kind }) => kind)).toEqual(['CONNECT']);
		await expect(open({ hostKey: error.message.split(' ').at(-1) })).resolves.toBeTruthy();
	});

	it('does not matter when any is accepted', async () => {
		await expect(open({ hostKey: '', acceptAnyHostKey: true })).resolves.toBeTruthy();
	});

	it.each(['MD5:16:27:ac:a5', 'SHA256:short', 'ssh-ed25519 AAAAC3Nza'])(
		'field with %s is refused before connecting',
		async (hostKey) => {
			expect((await failure(open({ hostKey }))).message).toContain('not a SHA256 fingerprint');
			expect(sandbox.total.connections).toBe(0);
		},
	);
});

describe('the login', () => {
	it.each([
		['user name', () => ({ username: 'nobody' })],
		['key', () => ({ privateKey: createKey().privateKey })],
	])('with another %s is refused', async (_case, change) => {
		const error = await failure(open(change()));
		expect(error).toMatchObject({ reason: 'login', isLine: false });
		expect(error.description).toContain('public key');
	});

	it('with a wrong passphrase is not tried', async () => {
		const { privateKey } = makeKeyFile({ type: 'ed25519', passphrase: 'right' });
		const error = await failure(open({ privateKey, passphrase: 'wrong' }));
		expect(error.message).toContain('does not fit');
		expect(sandbox.steps.map(({ kind }) => kind)).not.toContain('AUTH');
	});
});

describe('the line', () => {
	const servers: Server[] = [];
	afterEach(() => {
		for (const server of servers.splice(0)) server.close();
	});
	/** A TCP server that is no SSH server; gives its port. */
	async function startTcp(handle: (socket: Socket) => void): Promise<number> {
		const server = createServer({ allowHalfOpen: true }, handle).listen(0, '127.0.0.1');
		servers.push(server);
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	}

	it.each<[string, Partial<SftpCredential>, string]>([
		['no such host', { host: 'no-such-host.invalid' }, 'no server named'],
		['a closed port', { port: 1 }, 'takes no connections'],
	])('%s', async (_case, change, message) => {
		const error = await failure(open(change));
		expect(error.message).toContain(message);
		expect(error.isLine).toBe(true);
	});

	it('a server that says nothing', async () => {
		const ended: Array<Promise<unknown>> = [];
		const port = await startTcp((socket) => {
			ended.push(once(socket.resume(), 'close'));
			socket.on('error', () => undefined).on('end', () => socket.end());
		});
		const error = await failure(open({ port }, 0.3));
		expect(error.message).toContain('login was not done within 0.3 s');
		await Promise.all(ended);
		expect(ended).toHaveLength(1);
	});

	it.each<[string, (socket: Socket) => void]>([
		['a web server', (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
		['a server that hangs up', (socket) => void socket.end()],
		['a server that resets', (socket) => void socket.resetAndDestroy()],
	])('%s', async (_case, handle) => {
		const port = await startTcp((socket) => handle(socket.on('error', () => undefined)));
		const error = await failure(open({ port }));
		expect(error.message).toMatch(/ended the connection before the login|ECONNRESET/);
		expect(error.isLine).toBe(true);
	});

	it('a server without SFTP', async () => {
		sandbox.faults.when(atKind('SUBSYSTEM'), 'refuse');
		const error = await failure(open());
		expect(error).toMatchObject({ reason: 'service', isLine: false });
	});

	it.each(['CONNECT', 'AUTH', 'SUBSYSTEM'])('a server that stalls at %s', async (kind) => {
		sandbox.faults.when(atKind(kind), 'stall');
		const error = await failure(open({}, 0.5));
		expect(error).toMatchObject({ reason: 'unreachable', isLine: true });
	});

	it.each(['CONNECT', 'AUTH', 'SUBSYSTEM'])('a server that cuts at %s', async (kind) => {
		sandbox.faults.when(atKind(kind), 'cutBefore');
		expect(await failure(open())).toMatchObject({ reason: 'unreachable', isLine: true });
	});

	it.each(['stall', 'dropReply'] as const)('a request without an answer: %s', async (fault) => {
		sandbox.faults.when(atKind('STAT'), fault);
		const error = await failure(open({}, 0.5));
		expect(error).toMatchObject({ reason: 'silent', isLine: true });
		expect(error.message).toContain("look for 'test'");
	});

	it('a server that takes its time for each write is not silent', async () => {
		await withSftp(sftpCredential(sandbox), { timeoutSeconds: 1 }, async (session) => {
			async function* slow(): AsyncGenerator<Buffer> {
				for (let n = 0; n < 4; n++) {
					await new Promise((resolve) => setTimeout(resolve, 400));
					yield Buffer.alloc(300_000);
				}
			}
			await session.upload('test/slow', slow(), 'parallel');
		});
		expect(sandbox.files.read('test/slow').length).toBe(1_200_000);
	});

	it('a server that does not react to the goodbye', async () => {
		const pairs: Array<{ near: Socket; far: Socket }> = [];
		const port = await startTcp((near) => {
			const far = connect({ host: sandbox.host, port: sandbox.port });
			for (const socket of [near, far]) socket.on('error', () => undefined);
			near.pipe(far, { end: false });
			far.pipe(near);
			pairs.push({ near, far });
		});
		const stats = await withSftp({ ...sftpCredential(sandbox), port }, options, async (session) => {
			const found = await session.stat('test');
			for (const { near, far } of pairs) near.pause().unpipe(far);
			return found;
		});
		for (const { near, far } of pairs) [near, far].forEach((socket) => socket.destroy());
		expect(stats?.isFolder).toBe(true);
	});
});

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
