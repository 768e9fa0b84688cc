import { X509Certificate } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Where the sandbox keeps what should outlive one run. */
export const SANDBOX_CACHE = join(homedir(), '.cache', 'n8n-nodes-kasko', 'sandbox');

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 365;
const RENEW_DAYS_BEFORE_END = 30;

export interface Certificate {
	cert: string;
	key: string;
	/** For NODE_EXTRA_CA_CERTS, which Node reads once, when it starts. */
	certFile: string;
}

/**
 * The throw-away certificate of the push API for 127.0.0.1 and localhost, its own authority at the same time.
 * Made when there is none, or when the one there is about to end.
 */
export async function ensureCertificate(folder = SANDBOX_CACHE): Promise<Certificate> {
	const target = join(folder, 'certificate');
	const kept = await read(target).catch(() => undefined);
	if (kept && isFresh(kept.cert)) return kept;

	await mkdir(folder, { recursive: true });
	// Two processes may be here at once: a whole folder is renamed, so that key and certificate always belong together.
	const draft = await mkdtemp(join(folder, 'certificate-'));
	const { cert, private: key } = await create();
	await writeFile(join(draft, 'cert.pem'), cert);
	await writeFile(join(draft, 'key.pem'), key, { mode: 0o600 });
	if (kept) await rm(target, { recursive: true, force: true });
	await rename(draft, target).catch(async () => {
		await access(join(target, 'cert.pem'));
		await rm(draft, { recursive: true });
	});
	return await read(target);
}

async function read(target: string): Promise<Certificate> {
	const certFile = join(target, 'cert.pem');
	const [cert, key] = await Promise.all([
		readFile(certFile, 'utf8'),
		readFile(join(target, 'key.pem'), 'utf8'),
	]);
	return { cert, key, certFile };
}

function isFresh(cert: string): boolean {
	const end = Date.parse(new X509Certificate(cert).validTo);
	return end - Date.now() > RENEW_DAYS_BEFORE_END * DAY_MS;
}

async function create() {
	return await generate([{ name: 'commonName', value: 'KASKO sandbox' }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: 'localhost' },
					{ type: 7, ip: '127.0.0.1' },
				],
			},
		],
	});
}
