import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

import fc from 'fast-check';
import { utils, type ParsedKey } from 'ssh2';

import { readPrivateKey } from '../../../nodes/shared/sftp/readPrivateKey';
import { SftpError } from '../../../nodes/shared/sftp/SftpError';
import { makeKeyFile } from '../../support/makeKeyFile';
import { runs } from '../../support/runs';

/** What ssh2 itself makes of the result: the public key, so that a wrong conversion shows. */
function publicKeyOf(pasted: string, passphrase = ''): string {
	const read = readPrivateKey(pasted, passphrase);
	const parsed: ParsedKey | Error = utils.parseKey(read.privateKey, read.passphrase);
	if (parsed instanceof Error) throw parsed;
	const data = Buffer.from('something to sign');
	expect(parsed.verify(data, parsed.sign(data))).toBe(true);
	return parsed.getPublicSSH().toString('base64');
}

const PASSPHRASE = 'correct horse';
const plain = makeKeyFile({ type: 'ed25519' });
const locked = makeKeyFile({ type: 'ed25519', passphrase: PASSPHRASE });
const legacy = makeKeyFile({ type: 'rsa', format: 'PEM', passphrase: PASSPHRASE });

const withBody = (change: (lines: string[]) => string) => (key: string) =>
	change(key.trim().split('\n'));

const DAMAGE: Array<[string, (key: string) => string]> = [
	['as it is', (key) => key],
	['no final line break', (key) => key.trimEnd()],
	['CRLF', (key) => key.replaceAll('\n', '\r\n')],
	['CR only', (key) => key.replaceAll('\n', '\r')],
	['literal \\n', (key) => key.replaceAll('\n', '\\n')],
	['literal \\r\\n', (key) => key.replaceAll('\n', '\\r\\n')],
	['doubly escaped \\\\n', (key) => key.replaceAll('\n', '\\\\n')],
	['literal and real line breaks', (key) => key.replaceAll('\n', '\\n\n')],
	['spaces for line breaks', (key) => key.replaceAll('\n', ' ')],
	['no line breaks at all', (key) => key.replaceAll('\n', '')],
	['blank lines between', (key) => key.replaceAll('\n', '\n\n')],
	['indented with spaces', (key) => key.replaceAll('\n', '\n    ')],
	['indented with tabs', (key) => key.replaceAll(/^/gm, '\t')],
	['spaces at line ends', (key) => key.replaceAll('\n', '  \n')],
	['no-break spaces', (key) => key.replaceAll('\n', '\u00a0')],
	['a byte order mark', (key) => '\ufeff' + key],
	['zero-width spaces', (key) => key.replaceAll('\n', '\u200b\n')],
	['line separators', (key) => key.replaceAll('\n', '\u2028')],
	['en dashes', (key) => key.replaceAll('-----', '–––––')],
	['em dashes', (key) => key.replaceAll('-----', '——-')],
	['fewer dashes', (key) => key.replaceAll('-----', '---')],
	['double quotes around', (key) => `"${key}"`],
	['typographic quotes around', (key) => `“${key.trim()}”`],
	['a JSON string', (key) => JSON.stringify(key)],
	['a JSON member', (key) => `{"privateKey": ${JSON.stringify(key)}}`],
	['a code block', (key) => '```\n' + key + '```'],
	['an e-mail quotation', (key) => key.replaceAll(/^/gm, '> ')],
	['text around', (key) => `Here is the key:\n${key}\nRegards, Nick`],
	['a shell here-document', withBody((lines) => lines.join(' \\\n'))],
];

const FORMATS: Array<[string, ReturnType<typeof makeKeyFile>, string]> = [
	['OpenSSH', plain, ''],
	['OpenSSH with passphrase', locked, PASSPHRASE],
	['old PEM with passphrase', legacy, PASSPHRASE],
];

describe.each(FORMATS)('a pasted key, %s', (_format, file, passphrase) => {
	it.each(DAMAGE)('%s', (_damage, damage) => {
		expect(publicKeyOf(damage(file.privateKey), passphrase)).toBe(file.publicKey);
	});
});

it('a pasted key is read however its lines are broken', () => {
	const breaks = fc.constantFrom('\n', '\r\n', ' ', '\\n', '\t', '\n\n', '');
	const pasted = fc.array(breaks, { minLength: 1, maxLength: 40 });
	fc.assert(
		fc.property(fc.constantFrom(...FORMATS), pasted, ([, file, passphrase], pieces) => {
			const [, begin = '', body = '', end = ''] =
				/(-+BEGIN.*-+\n(?:.*: .*\n)*\n?)([^-]*)(-+END.*-+)/.exec(file.privateKey) ?? [];
			const letters = body.replace(/\s/g, '');
			const size = Math.ceil(letters.length / pieces.length);
			const broken = pieces.map((gap, n) => letters.slice(n * size, (n + 1) * size) + gap);
			expect(publicKeyOf(begin + broken.join('') + end, passphrase)).toBe(file.publicKey);
		}),
		runs(100),
	);
});

describe('formats that ssh2 does not read', () => {
	const pairs = {
		'RSA 2048': generateKeyPairSync('rsa', { modulusLength: 2048 }),
		'EC P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
		'EC P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
		'EC P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
		Ed25519: generateKeyPairSync('ed25519'),
	};
	const cipher = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE };

	describe.each(Object.entries(pairs))('PKCS#8, %s', (_kind, { privateKey }) => {
		it.each([
			['plain', undefined, ''],
			['plain, with a passphrase that is not needed', undefined, 'whatever'],
			['encrypted', cipher, PASSPHRASE],
		])('%s', (_case, protection, passphrase) => {
			const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem', ...protection }));
			const read = readPrivateKey(pem.replaceAll('\n', ' '), passphrase);
			const parsed = utils.parseKey(read.privateKey, read.passphrase);
			if (parsed instanceof Error) throw parsed;
			const expected = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
			expect(createPublicKey(parsed.getPublicPEM()).export({ type: 'spki', format: 'pem' })).toBe(
				expected,
			);
			const data = Buffer.from('something to sign');
			expect(parsed.verify(data, parsed.sign(data))).toBe(true);
		});
	});

	it.each([
		['rsa', 'PEM'],
		['ecdsa', 'PEM'],
		['rsa', 'PKCS8'],
		['rsa', 'RFC4716'],
		['ecdsa', 'RFC4716'],
	] as const)('what ssh-keygen writes: %s, %s', (type, format) => {
		for (const passphrase of ['', PASSPHRASE]) {
			const file = makeKeyFile({ type, format, passphrase });
			expect(publicKeyOf(file.privateKey, passphrase)).toBe(file.publicKey);
		}
	});

	it('takes an EC key that follows its parameters', () => {
		const ec = String(pairs['EC P-256'].privateKey.export({ type: 'sec1', format: 'pem' }));
		const parameters =
			'-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
		expect(publicKeyOf(parameters + ec)).toBeTruthy();
	});
});

describe('what is no private key', () => {
	const message = (pasted: string, passphrase = ''): string => {
		try {
			readPrivateKey(pasted, passphrase);
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			expect(error.reason).toBe('key');
			expect(error.description).not.toBe('');
			return error.message;
		}
		throw new Error('It was taken for a key');
	};
	it('a key that would hash its passphrase for hours, since the number of rounds is damaged', () => {
		const lines = locked.privateKey.trim().split('\n');
		const block = Buffer.from(lines.slice(1, -1).join(''), 'base64');
		const rounds = block.indexOf('bcrypt') + 'bcrypt'.length + 4 + 4 + 16;
		block.writeUInt32BE(0x0100_0018, rounds);
		const damaged = [lines[0], block.toString('base64'), lines.at(-1)].join('\n');
		expect(message(damaged, PASSPHRASE)).toContain('is damaged');
	});

	it.each([' ', '-', '\n', '\\', '\\n', 'BEGIN PRIVATE KEY '])(
		'a beginning and thousands of %j',
		(noise) => {
			const [first = ''] = plain.privateKey.split('\n');
			expect(message(first + noise.repeat(5_000))).toContain('is cut off');
		},
	);

	const pkcs8 = (key: ReturnType<typeof createPrivateKey>, options = {}) =>
		String(key.export({ type: 'pkcs8', format: 'pem', ...options }));
	const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	const lockedPkcs8 = pkcs8(rsa, { cipher: 'aes-256-cbc', passphrase: PASSPHRASE });
	const chacha = makeKeyFile({
		type: 'ed25519',
		passphrase: PASSPHRASE,
		cipher: 'chacha20-poly1305@openssh.com',
	});
	const ppk =
		'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: me\nPublic-Lines: 2\n';

	it.each<[string, string, string, string]>([
		['nothing', ' \n', '', 'is empty'],
		['a PPK file', ppk, '', 'PuTTY key file'],
		['a PPK file on one line', ppk.replaceAll('\n', ' '), '', 'PuTTY key file'],
		['a public key', `ssh-ed25519 ${plain.publicKey} nick@home`, '', 'a public key'],
		[
			'a PEM public key',
			'-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
			'',
			'a public key',
		],
		[
			'an SSH2 public key',
			'---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----',
			'',
			'a public key',
		],
		[
			'a certificate',
			'-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
			'',
			'a certificate',
		],
		['an SSH certificate', 'ssh-ed25519-cert-v01@openssh.com AAAAIHNz nick', '', 'a certificate'],
		['a key without its end', plain.privateKey.slice(0, 200), '', 'cut off'],
		['a key without its beginning', plain.privateKey.slice(50), '', 'cut off'],
		['a key with a hole', plain.privateKey.replace(/\n.{60}/, '\n'), '', 'damaged'],
		['a key with an ellipsis', plain.privateKey.replace(/\n.{9}/, '\n…'), '', 'damaged'],
		['damaged PKCS#8', pkcs8(rsa).replace(/\n.{60}/, '\n'), '', 'damaged'],
		['anything', 'my dog has no nose', '', 'no private key'],
		['an encrypted OpenSSH key', locked.privateKey, '', "'Passphrase' is empty"],
		['a key encrypted with ChaCha20', chacha.privateKey, PASSPHRASE, 'ChaCha20'],
		['an encrypted old key', legacy.privateKey, '', "'Passphrase' is empty"],
		['an encrypted PKCS#8 key', lockedPkcs8, '', "'Passphrase' is empty"],
		['a wrong passphrase, old key', legacy.privateKey, 'wrong', 'does not fit'],
		['a wrong passphrase, PKCS#8', lockedPkcs8, 'wrong', 'does not fit'],
		['Ed448', pkcs8(generateKeyPairSync('ed448').privateKey), '', 'of a kind'],
		[
			'secp256k1',
			pkcs8(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey),
			'',
			'of a kind',
		],
	])('%s', (_case, pasted, passphrase, expected) => {
		expect(message(pasted, passphrase)).toContain(expected);
	});

	it('never puts the pasted text into the message', () => {
		for (const pasted of ['canary-7f3a', plain.privateKey.slice(0, 300), locked.privateKey]) {
			expect(message(pasted)).not.toContain('canary');
			expect(message(pasted)).not.toMatch(/[A-Za-z0-9+/]{20}/);
		}
	});
});
