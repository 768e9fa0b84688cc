import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { withSftp } from '../../../nodes/shared/sftp/connection';
import { atKind } from '../../../sandbox';
import { sftpCredential, type StoredSftpCredential } from '../../support/sftpCredential';
import { failure, open, options, sandbox, useSandbox } from './sftpHarness';

useSandbox();

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

	it.each<[string, Partial<StoredSftpCredential>, string]>([
		['no such host', { host: 'no-such-host.invalid' }, 'no server named'],
		['a closed port', { port: 1 }, 'takes no connections'],
	])('%s', async (_case, change, message) => {
		const error = await failure(open(change));
		expect(error.message).toContain(message);
		expect(error.isRetryable).toBe(true);
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
		expect(error.isRetryable).toBe(true);
	});

	it('a server without SFTP', async () => {
		sandbox.faults.when(atKind('SUBSYSTEM'), 'refuse');
		const error = await failure(open());
		expect(error).toMatchObject({ reason: 'service', isRetryable: false });
	});

	it.each(['CONNECT', 'AUTH', 'SUBSYSTEM'])('a server that stalls at %s', async (kind) => {
		sandbox.faults.when(atKind(kind), 'stall');
		const error = await failure(open({}, 0.5));
		expect(error).toMatchObject({ reason: 'unreachable', isRetryable: true });
	});

	it.each(['CONNECT', 'AUTH', 'SUBSYSTEM'])('a server that cuts at %s', async (kind) => {
		sandbox.faults.when(atKind(kind), 'cutBefore');
		expect(await failure(open())).toMatchObject({ reason: 'unreachable', isRetryable: true });
	});

	it.each(['stall', 'dropReply'] as const)('a request without an answer: %s', async (fault) => {
		sandbox.faults.when(atKind('STAT'), fault);
		const error = await failure(open({}, 0.5));
		expect(error).toMatchObject({ reason: 'silent', isRetryable: true });
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
		const stats = await withSftp(sftpCredential(sandbox, { port }), options, async (session) => {
			const found = await session.stat('test');
			for (const { near, far } of pairs) near.pause().unpipe(far);
			return found;
		});
		for (const { near, far } of pairs) [near, far].forEach((socket) => socket.destroy());
		expect(stats?.isFolder).toBe(true);
	});
});
