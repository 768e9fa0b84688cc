import { keyProblem } from './keyProblems';
import { SftpError } from './SftpError';
import type { SftpCredential } from './types';

/** How far a connection had come. */
export type Phase = 'reach' | 'handshake' | 'login' | 'service';

/** The fields that Node and ssh2 put on their errors. */
interface Cause {
	message: string;
	code?: unknown;
	level?: unknown;
}

/** @param cause What was reported first, or undefined when the limit of `timeoutSeconds` ended the attempt. */
export function connectError(
	phase: Phase,
	cause: Cause | undefined,
	{ host, port, username }: SftpCredential,
	timeoutSeconds: number,
): SftpError {
	if (!cause) return timeoutError(phase, host, port, timeoutSeconds);
	if (cause.message.startsWith('Cannot parse privateKey')) return privateKeyError(cause.message);
	if (phase === 'reach') return reachError(String(cause.code ?? cause.message), host, port);
	if (phase === 'service') {
		return new SftpError(
			'service',
			`The server ${host} accepted the login, but offers no SFTP`,
			'Ask KASKO to switch SFTP on for this user name, and check that the host is the one they gave you.',
		);
	}
	if (cause.level === 'client-authentication') {
		return new SftpError(
			'login',
			`The server ${host} did not accept the user name '${username}' with this private key`,
			'Check the user name. If it is right, KASKO may not have the public key that belongs to this private key: send it to them (the file that ends in .pub).',
		);
	}
	if (/no matching/i.test(cause.message)) {
		return new SftpError(
			'service',
			`The server ${host} and this node have no encryption method in common (${cause.message})`,
			'The server is very old or very strict. Ask KASKO which SSH methods it offers.',
		);
	}
	return new SftpError(
		'unreachable',
		`The server ${host}, port ${port}, ended the connection before the login was done (${cause.message})`,
		'Check that host and port are those of the SFTP server. Servers also do this when they are busy, or to addresses they do not know: try again, then ask KASKO whether the address of your n8n must be let in.',
	);
}

function privateKeyError(message: string): SftpError {
	if (/passphrase|unable to authenticate/i.test(message)) return keyProblem('wrongPassphrase');
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

function timeoutError(phase: Phase, host: string, port: number, seconds: number): SftpError {
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
