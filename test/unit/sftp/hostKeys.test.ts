import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isTrusted, readHostKeys } from '../../../nodes/shared/sftp/hostKeys';
import { createKey } from '../../../sandbox';

const ed25519 = createKey();
const ecdsa = createKey('ecdsa');
const rsa = createKey('rsa');
const publicKeyOf = ({ publicKey }: typeof rsa) => publicKey.trim();

/** What ssh-keygen prints of a file with this text, or with -H makes of it. */
function keygen(text: string, ...flags: string[]): string {
	const folder = mkdtempSync(join(tmpdir(), 'host-keys-'));
	try {
		const file = join(folder, 'file');
		writeFileSync(file, text + '\n');
		const options = { encoding: 'utf8', stdio: 'pipe' } as const;
		const printed = execFileSync('ssh-keygen', [...flags, '-f', file], options);
		return flags.includes('-H') ? readFileSync(file, 'utf8') : printed;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

describe('what is pasted as host key', () => {
	const hex = Buffer.from(rsa.fingerprint.slice(7), 'base64').toString('hex');
	it.each<[string, string]>([
		['a fingerprint', rsa.fingerprint],
		['without its prefix', rsa.fingerprint.slice(7)],
		['with padding', `${rsa.fingerprint}=`],
		['with the prefix in small letters', rsa.fingerprint.replace('SHA256', 'sha256')],
		['a sentence of ssh', `RSA key fingerprint is ${rsa.fingerprint}.`],
		['a public key', publicKeyOf(rsa)],
		['a public key with a comment', `${publicKeyOf(rsa)} root@sftp`],
		['a line of known_hosts', `sftp.example.com,192.0.2.7 ${publicKeyOf(rsa)}`],
		['with a port', `[sftp.example.com]:2222 ${publicKeyOf(rsa)}`],
		['with hashed hosts', keygen(`sftp.example.com ${publicKeyOf(rsa)}`, '-H')],
		['as ssh-keygen -lf prints it', keygen(publicKeyOf(rsa), '-l')],
		[
			'as ssh-keyscan prints it',
			`# sftp.example.com:22 SSH-2.0-OpenSSH_9.2\nsftp.example.com ${publicKeyOf(rsa)}\n`,
		],
		['among others, on lines', [ed25519.fingerprint, '', rsa.fingerprint].join('\r\n')],
		[
			'among others, on one line',
			`${ed25519.fingerprint}, ${rsa.fingerprint} ${ecdsa.fingerprint}`,
		],
		['in hexadecimal', hex],
		['in hexadecimal with colons', hex.match(/../g)!.join(':').toUpperCase()],
		['below a revoked one', `@revoked * ${publicKeyOf(ecdsa)}\n${rsa.fingerprint}`],
		[
			'below a certificate authority',
			`@cert-authority * ${publicKeyOf(ecdsa)}\n${rsa.fingerprint}`,
		],
	])('%s', (_case, pasted) => {
		expect(isTrusted(readHostKeys(pasted), rsa.fingerprint)).toBe(true);
		expect(isTrusted(readHostKeys(pasted), createKey().fingerprint)).toBe(false);
	});

	it('is one of each kind', () => {
		const { trusted } = readHostKeys([ed25519, ecdsa, rsa].map(publicKeyOf).join('\n'));
		expect(trusted).toEqual([ed25519, ecdsa, rsa].map(({ fingerprint }) => fingerprint));
	});

	it('trusts no key that is revoked, wherever else it stands', () => {
		const pasted = `${rsa.fingerprint}\n@revoked * ${publicKeyOf(rsa)}`;
		expect(isTrusted(readHostKeys(pasted), rsa.fingerprint)).toBe(false);
	});

	it.each<[string, string, string]>([
		['rsa', rsa.fingerprint, 'ssh-ed25519'],
		['its line of ssh-keygen', `3072 ${rsa.fingerprint} root@sftp (RSA)`, 'rsa-sha2-512'],
		['its public key', publicKeyOf(rsa), 'rsa-sha2-512'],
		['ecdsa', publicKeyOf(ecdsa), 'ecdsa-sha2-nistp256'],
	])('asks first for the kind that is named: %s', (_case, pasted, algorithm) => {
		const algorithms = readHostKeys(pasted).kinds.flat();
		expect(algorithms[0]).toBe(algorithm);
		expect(algorithms).toHaveLength(7);
	});

	it.each<[string, string, RegExp]>([
		['MD5', keygen(publicKeyOf(rsa), '-l', '-E', 'md5'), /MD5 fingerprint/],
		[
			'MD5 without its prefix',
			'16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48',
			/MD5 fingerprint/,
		],
		['cut off', rsa.fingerprint.slice(0, -1), /not a SHA256 fingerprint/],
		['too long', `${rsa.fingerprint}ab`, /not a SHA256 fingerprint/],
		['a public key cut off', publicKeyOf(rsa).slice(0, -20), /no whole public key/],
		['a sentence', 'please trust it', /'please trust it' is not a SHA256/],
		['one bad line among good ones', `${rsa.fingerprint}\nhello`, /'hello' is not a SHA256/],
		['a certificate authority alone', `@cert-authority * ${publicKeyOf(rsa)}`, /holds no key/],
		['a revoked key alone', `@revoked * ${publicKeyOf(rsa)}`, /holds no key/],
		['a private key', rsa.privateKey, /^'Host Key Fingerprint' holds a private key$/],
	])('is refused by its true name: %s', (_case, pasted, message) => {
		expect(() => readHostKeys(pasted)).toThrow(message);
	});
});
