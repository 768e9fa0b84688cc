import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readPrivateKey } from '../../nodes/shared/sftp/readPrivateKey';
import { makeKeyFile } from '../support/makeKeyFile';

const PASSPHRASE = 'correct horse';
const COMMANDS = [
	...new Set(readFileSync('docs/credentials.md', 'utf8').match(/ssh-keygen -[^`\n]*/g) ?? []),
];

/** The words of a command; quotation marks hold several together. */
const wordsOf = (command: string) =>
	[...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

/** Runs a command of the page in a folder of its own, with the passphrase that it would ask for. */
function run(command: string, existing?: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'kasko-key-'));
	try {
		const file = join(folder, 'kasko_key');
		if (existing) writeFileSync(file, existing, { mode: 0o600 });
		const [program = '', ...words] = wordsOf(command);
		const asked = existing ? ['-P', PASSPHRASE, '-N', PASSPHRASE] : ['-N', PASSPHRASE];
		execFileSync(program, [...words, ...asked, '-a', '1'], { cwd: folder, stdio: 'ignore' });
		return readFileSync(file, 'utf8');
	} finally {
		rmSync(folder, { recursive: true });
	}
}

it('the commands of the page are these', () => {
	expect(COMMANDS.map((command) => wordsOf(command)[1])).toEqual(['-t', '-t', '-p']);
});

it.each(COMMANDS.filter((command) => command.includes(' -t ')))(
	'%s makes a key that the node reads',
	(command) => {
		expect(readPrivateKey(run(command), PASSPHRASE).passphrase).toBe(PASSPHRASE);
	},
);

it.each(COMMANDS.filter((command) => command.includes(' -p ')))(
	'%s mends a key that the node does not read',
	(command) => {
		const { privateKey } = makeKeyFile({
			type: 'ed25519',
			passphrase: PASSPHRASE,
			cipher: 'chacha20-poly1305@openssh.com',
		});
		expect(() => readPrivateKey(privateKey, PASSPHRASE)).toThrow('ChaCha20');
		expect(readPrivateKey(run(command, privateKey), PASSPHRASE).passphrase).toBe(PASSPHRASE);
	},
);
