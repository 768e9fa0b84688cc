import { toSftpCredential } from '../../../nodes/shared/sftp/credential';
import { SftpError } from '../../../nodes/shared/sftp/SftpError';
import { createKey } from '../../../sandbox';

const stored = {
	host: 'sftp.example.com',
	port: 22,
	username: 'kasko',
	privateKey: createKey().privateKey,
	hostKey: createKey().fingerprint,
};
const read = (changes: Record<string, unknown>) => toSftpCredential({ ...stored, ...changes });
function refusalOf(changes: Record<string, unknown>): SftpError {
	try {
		read(changes);
	} catch (error) {
		if (error instanceof SftpError) return error;
	}
	throw new Error('expected a refusal');
}

it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
	['a port as text', { port: '2222' }, { port: 2222 }],
	['a port between spaces', { port: ' 2222 ' }, { port: 2222 }],
	['no port', { port: undefined }, { port: 22 }],
	['a host between spaces', { host: '  sftp.example.com\n' }, { host: 'sftp.example.com' }],
	['an IPv4 address', { host: '192.0.2.7' }, { host: '192.0.2.7' }],
	['an IPv6 address', { host: '2001:db8::7' }, { host: '2001:db8::7' }],
	['an IPv6 address in brackets', { host: '[2001:db8::7]' }, { host: '2001:db8::7' }],
	['a host with umlauts', { host: 'sftp.müller.example' }, { host: 'sftp.müller.example' }],
	[
		'the flag as text',
		{ acceptAnyHostKey: 'true' },
		{ hostKeys: expect.objectContaining({ acceptsAny: true }) },
	],
	[
		'the flag off, as text',
		{ acceptAnyHostKey: 'false' },
		{ hostKeys: expect.objectContaining({ acceptsAny: false }) },
	],
	['a folder', { folder: ' /up load/kasko/ ' }, { folder: '/up load/kasko/' }],
	['the home folder', { folder: '~/upload' }, { folder: '~/upload' }],
	['a user name with a domain', { username: 'corp\\kasko user' }, { username: 'corp\\kasko user' }],
	[
		'any host key, whatever the field holds',
		{ acceptAnyHostKey: true, hostKey: 'x' },
		{ hostKeys: expect.objectContaining({ acceptsAny: true }) },
	],
])('takes %s', (_case, changes, expected) => {
	expect(read(changes)).toMatchObject(expected);
});

it.each<[Record<string, unknown>, RegExp]>([
	[{ host: 'sftp://sftp.example.com' }, /^'Host' .* can't be 'sftp:\/\/sftp.example.com'/],
	[{ host: 'sftp.example.com/upload' }, /^'Host'/],
	[{ host: 'sftp.example.com:2222' }, /^'Host'/],
	[{ host: 'sftp example.com' }, /^'Host'/],
	[{ host: 'sftp.exa\u200bmple.com' }, /^'Host'/],
	[{ host: ['sftp.example.com'] }, /^'Host' .* can't be a list/],
	[{ host: '' }, /^'Host' .* is empty/],
	[{ port: 0 }, /^'Port' .* '0'/],
	[{ port: 65_536 }, /^'Port' .* '65536'/],
	[{ port: 22.5 }, /^'Port' .* '22.5'/],
	[{ port: '22.5' }, /^'Port' .* '22.5'/],
	[{ port: '0x16' }, /^'Port' .* '0x16'/],
	[{ port: 'ssh' }, /^'Port' .* 'ssh'/],
	[{ port: true }, /^'Port' .* 'true'/],
	[{ port: [22] }, /^'Port' .* 'a list'/],
	[{ username: ' ' }, /^'Username' .* is empty/],
	[{ username: 'kas\u200bko' }, /^'Username'/],
	[{ acceptAnyHostKey: 'yes' }, /^'Accept Any Host Key' .* 'yes'/],
	[{ acceptAnyHostKey: 1 }, /^'Accept Any Host Key' .* '1'/],
	[{ acceptAnyHostKey: {} }, /^'Accept Any Host Key' .* 'an object'/],
	[{ folder: 'sftp://host/upload' }, /^'Folder'/],
	[{ folder: 'C:\\upload' }, /^'Folder'/],
	[{ folder: '"/upload"' }, /^'Folder'/],
	[{ folder: '~kasko/upload' }, /^'Folder'/],
	[{ folder: '/up\nload' }, /^'Folder'/],
	[{ folder: {} }, /^'Folder'/],
	[{ privateKey: {} }, /^'Private Key' .* can't be an object/],
	[{ passphrase: {} }, /^'Passphrase' .* can't be an object/],
	[{ hostKey: 'nonsense' }, /^'Host Key Fingerprint'/],
])('refuses %j by name', (changes, message) => {
	expect(refusalOf(changes).message).toMatch(message);
});

it('names all at once', () => {
	const { message, description } = refusalOf({
		host: 'sftp://x',
		port: 'ssh',
		username: '',
		privateKey: '',
		hostKey: 'MD5:16:27',
		folder: 'C:\\',
	});
	const labels = ['Host', 'Port', 'Username', 'Private Key', 'Host Key Fingerprint', 'Folder'];
	expect(message.split('; ').map((part) => /^'([^']*)'/.exec(part)?.[1])).toEqual(labels);
	expect(description.split('\n')).toHaveLength(6);
});

it('does not show a password in the host', () => {
	const { message, description } = refusalOf({ host: 'sftp://kasko:canary@sftp.example.com' });
	expect(message + description).not.toContain('canary');
});
