import { atKind, createKey } from '../../../sandbox';
import { makeKeyFile } from '../../support/makeKeyFile';
import { failure, open, sandbox, useSandbox } from './sftpHarness';

useSandbox();

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
		// The second time the server is asked for its keys of other kinds; it has none.
		expect(sandbox.steps.map(({ kind }) => kind)).toEqual(['CONNECT', 'CONNECT']);
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

	it.each([
		['MD5:16:27:ac:a5', 'holds an MD5 fingerprint'],
		['SHA256:short', 'not a SHA256 fingerprint'],
		['ssh-ed25519 AAAAC3Nza', 'not a SHA256 fingerprint'],
	])('field with %s is refused before connecting', async (hostKey, message) => {
		expect((await failure(open({ hostKey }))).message).toContain(message);
		expect(sandbox.total.connections).toBe(0);
	});
});

describe('the login', () => {
	it.each([
		['user name', () => ({ username: 'nobody' })],
		['key', () => ({ privateKey: createKey().privateKey })],
	])('with another %s is refused', async (_case, change) => {
		const error = await failure(open(change()));
		expect(error).toMatchObject({ reason: 'login', isRetryable: false });
		expect(error.description).toContain('public key');
	});

	it.each<[string, () => void, RegExp]>([
		[
			'wants a password, too',
			() => (sandbox.odd.afterKey = 'password'),
			/accepted the private key of 'kasko-sandbox', but wants more than that: a password/,
		],
		[
			'wants answers, too',
			() => (sandbox.odd.afterKey = 'keyboard-interactive'),
			/accepted the private key .* wants more .*keyboard-interactive/,
		],
		[
			'wants a second key',
			() => (sandbox.odd.afterKey = 'publickey'),
			/accepted the private key .* wants more than that: a second key/,
		],
		[
			'takes passwords only',
			() => (sandbox.odd.loginMethods = ['password']),
			/does not let 'kasko-sandbox' log in with a key, only with a password$/,
		],
		[
			'takes answers only',
			() => (sandbox.odd.loginMethods = ['keyboard-interactive']),
			/does not let .* log in with a key, only with answers/,
		],
		[
			'hangs up on an expired account, and says why',
			() => {
				sandbox.odd.banner = 'Your account has expired.\n\u001b[0m';
				sandbox.faults.when(atKind('AUTH'), 'cutBefore');
			},
			/ended the connection before the login was done .*The server says: Your account has expired\.$/,
		],
	])('of a server that %s', async (_case, makeOdd, message) => {
		makeOdd();
		expect((await failure(open())).message).toMatch(message);
	});

	it('with a wrong passphrase is not tried', async () => {
		const { privateKey } = makeKeyFile({ type: 'ed25519', passphrase: 'right' });
		const error = await failure(open({ privateKey, passphrase: 'wrong' }));
		expect(error.message).toContain('does not fit');
		expect(sandbox.steps.map(({ kind }) => kind)).not.toContain('AUTH');
	});
});
