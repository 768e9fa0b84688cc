import type { ICredentialTestFunctions } from 'n8n-workflow';

import { testKaskoSftpApi } from '../../../nodes/TicketplanSftpImport/testKaskoSftpApi';
import { atKind, sftpRefusals } from '../../../sandbox';
import { storedSftpCredential } from '../../support/sftpCredential';
import { everything, sandbox, useSandbox } from './submitHarness';

useSandbox();

describe('the Test button', () => {
	const context = {} as ICredentialTestFunctions;
	const press = (changes: Record<string, unknown> = {}) =>
		testKaskoSftpApi.call(context, {
			id: '1',
			name: 'KASKO',
			type: 'kaskoSftpApi',
			data: { ...storedSftpCredential(sandbox), ...changes } as never,
		});

	it('says what it found', async () => {
		const { status, message } = await press();
		expect(message).toBe("Connection successful. Found the folders 'test' and 'live'.");
		expect(status).toBe('OK');
		expect(everything()).toEqual([]);
	});

	it('gives the fingerprint when there is none', async () => {
		const { status, message } = await press({ hostKey: '' });
		expect(status).toBe('Error');
		expect(message).toContain(`paste ${sandbox.hostKey} into 'Host Key Fingerprint'`);
	});

	it('warns when any host key is accepted', async () => {
		const { status, message } = await press({ hostKey: '', acceptAnyHostKey: true });
		expect(status).toBe('OK');
		expect(message).toContain(`ask KASKO whether ${sandbox.hostKey} is their server`);
	});

	it.each([
		['test', "refused to look for 'test/ticketplan-test.csv'"],
		['imports_processed', "does not let this user name look into 'imports_processed'"],
	])('says that imports will fail where nothing may be looked for in %s', async (folder, why) => {
		sandbox.files.makeFolders('/imports_processed');
		sandbox.odd.notSearchable = [folder];
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toContain('The login works, but no file could be submitted: ');
		expect(message).toContain(why);
		expect(message).toContain('Ask KASKO');
	});

	it.each<[string, () => Record<string, unknown>, string]>([
		['no host', () => ({ host: ' ' }), "'Host' of the KASKO SFTP credential is empty"],
		['no user name', () => ({ username: '' }), "'Username'"],
		[
			'a port too high',
			() => ({ port: 99_999 }),
			'whole number from 1 to 65535; SFTP usually has 22',
		],
		['port 0', () => ({ port: 0 }), "'Port' of the KASKO SFTP credential is not a port number"],
		['a port that is text', () => ({ port: 'ssh' }), "'Port'"],
		['a port that is none', () => ({ port: NaN }), "'Port'"],
		['no key', () => ({ privateKey: '' }), "'Private Key' is empty"],
		['a public key', () => ({ privateKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1' }), 'holds a public key'],
		['another user', () => ({ username: 'nobody' }), 'send it to them'],
		['the wrong folder', () => ({ folder: 'elsewhere' }), "The folder 'elsewhere' does not exist"],
		['a folder too deep', () => ({ folder: 'test' }), "no folder 'test/test'"],
	])('says what to do: %s', async (_case, change, expected) => {
		const { status, message } = await press(change());
		expect(status).toBe('Error');
		expect(message).toContain(expected);
	});

	it('shows the folders that are there instead', async () => {
		sandbox.files.clear();
		sandbox.files.makeFolders('/upload/test');
		expect((await press()).message).toContain('These folders are there: upload.');
		expect((await press({ folder: 'upload' })).message).toContain("no folder 'upload/live'");
	});

	it('finds folders that the server neither lists nor calls so', async () => {
		sandbox.odd.withheld = ['type'];
		sandbox.faults.when(atKind('OPENDIR'), sftpRefusals.permissionDenied);
		expect((await press()).message).toContain("Found the folders 'test' and 'live'.");
	});

	it('never shows the key', async () => {
		const secret = sandbox.privateKey.split('\n')[1] ?? '';
		for (const change of [{}, { username: 'nobody' }, { hostKey: '' }, { passphrase: 'canary' }]) {
			const { message } = await press(change);
			expect(message).not.toContain(secret);
			expect(message).not.toContain('canary');
		}
	});
});
