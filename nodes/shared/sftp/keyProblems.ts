import { SftpError } from './SftpError';

const EXPORT = 'ssh-keygen -p -f your_key_file';

/** What can be wrong with a pasted private key: what it is, and what to do. */
const PROBLEMS = {
	empty: [
		"'Private Key' is empty",
		'Paste the whole content of your private key file, from the BEGIN line to the END line.',
	],
	ppk: [
		"'Private Key' holds a PuTTY key file (.ppk)",
		'Open it in PuTTYgen, choose Conversions > Export OpenSSH key, and paste the content of the new file.',
	],
	publicKey: [
		"'Private Key' holds a public key",
		'KASKO needs the public key, this field needs the private one: the file of the same name without .pub. Its first line reads BEGIN … PRIVATE KEY.',
	],
	certificate: [
		"'Private Key' holds a certificate",
		'Paste the private key that belongs to it. Its first line reads BEGIN … PRIVATE KEY.',
	],
	cutOff: [
		"'Private Key' is cut off: its first or its last line is missing",
		'Copy the whole file again, from the BEGIN line to the END line, both included.',
	],
	damaged: [
		"'Private Key' is damaged: what lies between its first and last line is no key",
		'Copy the whole file again. Open it with a plain text editor, not with a word processor.',
	],
	unknown: [
		"'Private Key' holds no private key",
		'Paste the whole content of your private key file. Its first line reads BEGIN … PRIVATE KEY. New keys are made with: ssh-keygen -t ed25519',
	],
	noPassphrase: [
		"'Private Key' is protected with a passphrase, and 'Passphrase' is empty",
		`Enter the passphrase, or take it off with: ${EXPORT}`,
	],
	wrongPassphrase: [
		"'Passphrase' does not fit 'Private Key'",
		`Check the passphrase: capital letters, spaces at its ends. This one opens the key, or does not: ${EXPORT}`,
	],
	cipher: [
		"'Private Key' is protected with a cipher that this node does not read, such as ChaCha20",
		'Protect it with another one: ssh-keygen -p -Z aes256-ctr -f your_key_file',
	],
	kind: [
		"'Private Key' is of a kind that SSH servers do not take",
		'Make a new one with: ssh-keygen -t ed25519 and send KASKO the new public key (the file that ends in .pub).',
	],
} as const;

export function keyProblem(problem: keyof typeof PROBLEMS): SftpError {
	const [message, description] = PROBLEMS[problem];
	return new SftpError('key', message, description);
}
