import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

import { ensureCertificate } from '../../../sandbox/certificate';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});

afterEach(async () => await rm(folder, { recursive: true }));

it('makes a certificate for loopback, and keeps it', async () => {
	const made = await ensureCertificate(folder);
	const certificate = new X509Certificate(made.cert);
	expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
	expect(certificate.checkHost('localhost')).toBe('localhost');
	expect(await ensureCertificate(folder)).toEqual(made);
});

it('renews one that is about to end', async () => {
	const { certFile } = await ensureCertificate(folder);
	const notAfterDate = new Date(Date.now() + 24 * 60 * 60 * 1000);
	const { cert } = await generate([], { keyType: 'ec', notAfterDate });
	await writeFile(certFile, cert);
	expect((await ensureCertificate(folder)).cert).not.toBe(cert);
});

it('gives all who ask at once the same one', async () => {
	const all = await Promise.all([1, 2, 3].map(async () => await ensureCertificate(folder)));
	expect(new Set(all.map(({ key }) => key)).size).toBe(1);
	expect(await readdir(folder)).toEqual(['certificate']);
});
