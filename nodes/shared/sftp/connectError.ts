import type { SftpCredential } from './credential';
import { quoted } from '../text';
import { keyProblem } from './keyProblems';
import { SftpError } from './SftpError';

/** How far a connection had come, and what the server had said by then. */
export interface Progress {
	phase: 'reach' | 'handshake' | 'login' | 'service';
	/** Whether the server, or something on the way, has ended the connection. */
	isLineGone: boolean;
	/** Whether it has said that it is an SSH server. */
	isGreeted: boolean;
	/** What the server shows to whoever logs in. */
	banner: string;
	/** Its answer to the key: by which methods one may go on, and whether the key was one of several steps. */
	refusal?: { methods: readonly string[]; partialSuccess: boolean };
}

/** The fields that Node and ssh2 put on their errors. */
export interface Cause {
	message: string;
	code?: unknown;
	level?: unknown;
}

/** @param cause What was reported first, or undefined when the limit of `timeoutSeconds` ended the attempt. */
export function connectError(
	progress: Progress,
	cause: Cause | undefined,
	{ host, port, username }: SftpCredential,
	timeoutSeconds: number,
): SftpError {
	const { phase, isLineGone, banner } = progress;
	if (!cause) return timeoutError(phase, host, port, timeoutSeconds);
	if (cause.message.startsWith('Cannot parse privateKey')) return privateKeyError(cause.message);
	if (phase === 'reach') return reachError(String(cause.code ?? cause.message), host, port);
	const reason = quoted(
		cause.message.replace(/^(?:getConnection|sftp): /, '').replace(/^\(SSH\) /, ''),
	);
	if (phase === 'service')
		return isLineGone ? endedError(host, reason) : serviceError(host, username, reason);
	if (cause.level === 'client-authentication') return loginError(progress, host, username);
	if (/no matching/i.test(cause.message)) {
		return new SftpError(
			'service',
			`The server ${host} and this node have no encryption method in common (${reason})`,
			'The server is very old or very strict. Ask KASKO which SSH methods it offers.',
		);
	}
	return new SftpError(
		'unreachable',
		`The server ${host}, port ${port}, ended the connection before the login was done (${reason})${quote(banner)}`,
		'Check that host and port are those of the SFTP server. Servers also do this when they are busy, or to addresses they do not know: try again, then ask KASKO whether the address of your n8n must be let in.',
	);
}

/**
 * Whether the server has no host key of the kinds that it was asked for. Some don't say which kinds they have and end the
 * connection (seen in dropbear).
 */
export function isNoSuchHostKey({ phase, isGreeted, isLineGone }: Progress, cause: Cause): boolean {
	if (/no matching host key/i.test(cause.message)) return true;
	return phase === 'handshake' && isGreeted && isLineGone;
}

function loginError({ refusal, banner }: Progress, host: string, username: string): SftpError {
	const { methods = [], partialSuccess = false } = refusal ?? {};
	const further = methods
		.map((method) => METHODS.get(method) ?? `'${quoted(method)}'`)
		.join(' or ');
	if (partialSuccess) {
		return new SftpError(
			'login',
			`The server ${host} accepted the private key of '${username}', but wants more than that: ${further}${quote(banner)}`,
			'A workflow has nobody who could give it. Ask KASKO to let this user name log in with the key alone.',
		);
	}
	if (methods.length > 0 && !methods.includes('publickey')) {
		return new SftpError(
			'login',
			`The server ${host} does not let '${username}' log in with a key, only with ${further}${quote(banner)}`,
			'Check host and user name. If they are right, ask KASKO to let this user name log in with a key.',
		);
	}
	return new SftpError(
		'login',
		`The server ${host} did not accept the user name '${username}' with this private key${quote(banner)}`,
		'Check the user name. If it is right, KASKO may not have the public key that belongs to this private key: send it to them (the file that ends in .pub). A server also answers so when the user name is blocked or has expired, or may not come from the address of your n8n.',
	);
}

/** The methods of RFC 4252 and RFC 4256, as a user knows them. */
const METHODS = new Map([
	['publickey', 'a second key'],
	['password', 'a password'],
	['keyboard-interactive', 'answers typed in by a person (keyboard-interactive)'],
	['hostbased', 'the key of a known computer (hostbased)'],
]);

function endedError(host: string, reason: string): SftpError {
	return new SftpError(
		'unreachable',
		`The server ${host} accepted the login and then ended the connection (${reason})`,
		'Try again. If it happens every time, ask KASKO: the folder or the rights of this user name may not be set up.',
	);
}

function serviceError(host: string, username: string, reason: string): SftpError {
	if (/packet/i.test(reason)) {
		return new SftpError(
			'service',
			`The server ${host} accepted the login, but then sent something that is no SFTP (${reason})`,
			'Often a login script or a fixed command of the server prints text. Ask KASKO to let this user name use SFTP without it.',
		);
	}
	if (/channel open failure|exit code/i.test(reason)) {
		return new SftpError(
			'service',
			`The server ${host} accepted the login, but does not let '${username}' work on it (${reason})`,
			'The user name is blocked or restricted. Ask KASKO to let it use SFTP.',
		);
	}
	return new SftpError(
		'service',
		`The server ${host} accepted the login, but offers no SFTP (${reason})`,
		'Ask KASKO to switch SFTP on for this user name, and check that the host is the one they gave you.',
	);
}

/** The server's own words, which often name the cause. */
function quote(banner: string): string {
	const words = quoted(banner);
	return words === '' ? '' : `. The server says: ${words}`;
}

function privateKeyError(message: string): SftpError {
	if (/passphrase|unable to authenticate/i.test(message)) return keyProblem('wrongPassphrase');
	if (/unsupported cipher/i.test(message)) return keyProblem('cipher');
	return keyProblem(/unsupported/i.test(message) ? 'kind' : 'damaged');
}

function reachError(code: string, host: string, port: number): SftpError {
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return new SftpError(
			'unreachable',
			`There is no server named '${host}' (${code})`,
			"Check 'Host' for a typing slip: it is a name such as sftp.example.com, without sftp:// and without a folder.",
		);
	}
	if (code === 'ECONNREFUSED') {
		return new SftpError(
			'unreachable',
			`The server ${host} takes no connections on port ${port} (${code})`,
			"Check 'Port'; SFTP usually has 22. If it is right, the server may be down: try again later.",
		);
	}
	return new SftpError(
		'unreachable',
		`The server ${host}, port ${port}, cannot be reached (${code})`,
		'Check host, port, and whether a firewall keeps your n8n from connecting to them.',
	);
}

function timeoutError(
	phase: Progress['phase'],
	host: string,
	port: number,
	seconds: number,
): SftpError {
	if (phase === 'service') {
		return new SftpError(
			'unreachable',
			`The server ${host} accepted the login, but did not begin with SFTP within ${seconds} s`,
			'Try again later, or raise the connection timeout. If it happens every time, ask KASKO whether this user name may use SFTP.',
		);
	}
	const reached = phase !== 'reach';
	return new SftpError(
		'unreachable',
		reached
			? `The server ${host}, port ${port}, took the connection but the login was not done within ${seconds} s`
			: `The server ${host}, port ${port}, did not answer within ${seconds} s`,
		reached
			? 'Check that this is the port of the SFTP server. If it is, the server is slow: raise the connection timeout.'
			: 'Check host and port. A firewall may keep your n8n from connecting, or KASKO may have to let in the address of your n8n.',
	);
}
