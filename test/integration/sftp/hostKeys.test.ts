import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withSftp } from '../../../nodes/shared/sftp/connection';
import type { SftpProgram } from '../../../scripts/programs/sftpHome';
import { startSshd } from '../../../scripts/programs/sshd';
import { createKey, startSftp } from '../../../sandbox';
import type { Sftp } from '../../../sandbox/sftp/startSftp';
import { sftpCredential } from '../../support/sftpCredential';
import { failure } from './sftpHarness';

const KINDS = ['ed25519', 'ecdsa', 'rsa'] as const;
type Kind = (typeof KINDS)[number];

const keys = { ed25519: createKey(), ecdsa: createKey('ecdsa'), rsa: createKey('rsa') };
let sandbox: Sftp;
beforeAll(async () => {
	sandbox = await startSftp({ hostKey: keys.ed25519, moreHostKeys: [keys.ecdsa, keys.rsa] });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

const look = (server: Sftp | SftpProgram, hostKey: string, timeoutSeconds = 10) =>
	withSftp(sftpCredential(server, { hostKey }), { timeoutSeconds }, async (session) => {
		await session.stat('test');
		return session.hostKey;
	});
const kinds = () => sandbox.steps.map(({ kind }) => kind);

describe('a server with a key of each kind', () => {
	it.each(KINDS)('is known by its %s key', async (kind) => {
		const { fingerprint, publicKey } = keys[kind];
		expect(await look(sandbox, fingerprint)).toBe(fingerprint);
		sandbox.reset();
		expect(await look(sandbox, publicKey)).toBe(fingerprint);
		expect(kinds().filter((step) => step === 'CONNECT')).toHaveLength(1); // the field says which kind
	});

	it('is known by one of several', async () => {
		const pasted = `${createKey().fingerprint}\nsftp.example.com ${keys.rsa.publicKey}`;
		expect(await look(sandbox, pasted)).toBe(keys.rsa.fingerprint);
	});

	it('with none of the pinned ones is another server, and no login is tried', async () => {
		const expected = createKey('rsa').fingerprint;
		const error = await failure(look(sandbox, expected));
		expect(error).toMatchObject({ reason: 'hostKey', isRetryable: false });
		expect(error.message).toContain(expected);
		for (const { fingerprint } of Object.values(keys)) expect(error.message).toContain(fingerprint);
		expect(error.description).toContain('pretends to be KASKO');
		expect(new Set(kinds())).toEqual(new Set(['CONNECT']));
	});

	it('that can not be asked for its other keys is not called an impostor', async () => {
		sandbox.faults.when(({ kind }) => kind === 'CONNECT' && kinds().length > 1, 'cutBefore');
		const error = await failure(look(sandbox, keys.rsa.fingerprint));
		expect(error).toMatchObject({ isRetryable: true });
		expect(error.message + error.description).not.toMatch(/pretends/);
	});

	it('that stalls when it is asked for its other keys keeps within the time limit', async () => {
		sandbox.faults.when(({ kind }) => kind === 'CONNECT' && kinds().length > 1, 'stall');
		const start = Date.now();
		expect(await failure(look(sandbox, keys.rsa.fingerprint, 0.5))).toMatchObject({
			reason: 'unreachable',
		});
		expect(Date.now() - start).toBeLessThan(1_500);
	});

	it('is not known by a key that is marked as revoked', async () => {
		const pasted = `${keys.rsa.fingerprint}\n@revoked * ${keys.ed25519.publicKey}`;
		const error = await failure(look(sandbox, `${keys.ed25519.fingerprint}\n${pasted}`));
		expect(error.message).toContain('@revoked');
		expect(kinds()).not.toContain('AUTH');
	});
});

describe('OpenSSH', () => {
	const folder = mkdtempSync(join(tmpdir(), 'host-keys-'));
	const file = (kind: Kind) => join(folder, kind);
	let sshd: SftpProgram;
	beforeAll(async () => {
		for (const kind of KINDS)
			execFileSync('ssh-keygen', ['-q', '-t', kind, '-N', '', '-f', file(kind)]);
		sshd = await startSshd({ config: KINDS.map((kind) => `HostKey ${file(kind)}`) });
	});
	afterAll(async () => {
		await sshd.stop();
		rmSync(folder, { recursive: true });
	});

	it.each(KINDS)('is known by its %s key', async (kind) => {
		const line = execFileSync('ssh-keygen', ['-lf', file(kind)], { encoding: 'utf8' });
		const [, fingerprint = ''] = line.split(' ');
		expect(await look(sshd, fingerprint)).toBe(fingerprint);
		expect(await look(sshd, line)).toBe(fingerprint);
		expect(await look(sshd, readFileSync(`${file(kind)}.pub`, 'utf8'))).toBe(fingerprint);
	});

	it('is known by what ssh-keyscan prints', async () => {
		const flags = ['-p', String(sshd.port), sshd.host];
		const scanned = execFileSync('ssh-keyscan', flags, { encoding: 'utf8', stdio: 'pipe' });
		await expect(look(sshd, scanned)).resolves.toMatch(/^SHA256:/);
	});

	it('with other keys is another server', async () => {
		const error = await failure(look(sshd, createKey().fingerprint));
		expect(error.reason).toBe('hostKey');
		expect(error.message.match(/SHA256:/g)).toHaveLength(4);
	});
});
