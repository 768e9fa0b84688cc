import { isIP } from 'node:net';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { flagSetting, numberSetting } from '../settings';
import { shown } from '../text';
import { ANY_HOST_KEY, readHostKeys, type HostKeys } from './hostKeys';
import { readPrivateKey, type ReadableKey } from './readPrivateKey';
import { SftpError } from './SftpError';

/** What the credential `kaskoSftpApi` says, read and checked. */
export interface SftpCredential {
	host: string;
	port: number;
	username: string;
	key: ReadableKey;
	hostKeys: HostKeys;
	/** The folder that holds `test` and `live`; empty = login folder. */
	folder: string;
}

/** The credential's settings that are no text. */
export const SFTP_SETTINGS = {
	port: numberSetting('Port', { default: 22, min: 1, max: 65_535 }, {}),
	acceptAnyHostKey: flagSetting('Accept Any Host Key', false, {
		description:
			'Whether to connect to whatever server answers, without checking the fingerprint above. Somebody in between could then read and change what you send.',
	}),
};

const HOST_NAME = /^[\p{L}\p{N}_.-]+$/u;
const UNSEEN = /[\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/**
 * What n8n stores of the credential; it insists neither on required fields nor on their types. Connects to nothing.
 * @throws SftpError that names every field that can't be used.
 */
export function toSftpCredential(stored: ICredentialDataDecryptedObject): SftpCredential {
	const refusals: SftpError[] = [];
	const take = <T>(read: () => T, instead: T): T => {
		try {
			return read();
		} catch (error) {
			refusals.push(error as SftpError); // the readers below throw nothing else
			return instead;
		}
	};
	const text = (name: string, label: string) => textOf(stored[name], label);

	const credential: SftpCredential = {
		host: take(() => readHost(text('host', 'Host').trim()), ''),
		port: take(() => readPort(stored.port), 0),
		username: take(() => readUsername(text('username', 'Username').trim()), ''),
		key: take(
			() => readPrivateKey(text('privateKey', 'Private Key'), text('passphrase', 'Passphrase')),
			{ privateKey: '' },
		),
		hostKeys: take(
			() =>
				readAcceptAny(stored.acceptAnyHostKey)
					? ANY_HOST_KEY
					: readHostKeys(text('hostKey', 'Host Key Fingerprint')),
			ANY_HOST_KEY,
		),
		folder: take(() => readFolder(text('folder', 'Folder').trim()), ''),
	};
	if (refusals.length > 0) throw inOne(refusals);
	return credential;
}

function textOf(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw refusal(label, `can't be ${shown(value)}`, 'fill it in as text.');
}

function readHost(host: string): string {
	if (host === '') throw empty('Host');
	const address = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
	if (HOST_NAME.test(host) || isIP(address)) return address;
	// What stands before an '@' may be a password.
	const what = host.includes('@') ? "can't be used" : `can't be '${shown(host)}'`;
	throw refusal(
		'Host',
		what,
		'set it to the name or address alone, such as sftp.example.com, without sftp://, user name, port and folder.',
	);
}

function readPort(stored: unknown): number {
	const { default: preset, parse } = SFTP_SETTINGS.port;
	const value = typeof stored === 'string' ? stored.trim() : (stored ?? '');
	const port = value === '' ? preset : parse(value);
	if (port !== undefined) return port;
	throw refusal(
		'Port',
		`is not a port number: '${shown(stored)}'`,
		`set it to a whole number from 1 to 65535; SFTP usually has 22.`,
	);
}

function readUsername(username: string): string {
	if (username === '') throw empty('Username');
	if (!UNSEEN.test(username)) return username;
	throw refusal(
		'Username',
		'holds characters that can not be seen',
		'type it in by hand instead of pasting it.',
	);
}

function readAcceptAny(stored: unknown): boolean {
	const { default: preset, parse, label, allowed } = SFTP_SETTINGS.acceptAnyHostKey;
	const accept = stored === undefined ? preset : parse(stored);
	if (accept !== undefined) return accept;
	throw refusal(label, `can't be '${shown(stored)}'`, `set it to ${allowed}.`);
}

/** Paths of SFTP have slashes; a shell's `~` alone means the login folder, and is taken for it. */
function readFolder(folder: string): string {
	if (!/\\|:\/\/|^~[^/]|^(["']).*\1$/.test(folder) && !UNSEEN.test(folder)) return folder;
	throw refusal(
		'Folder',
		`can't be '${shown(folder)}'`,
		'set it to a path on the server with plain slashes, such as /upload, or leave it empty for the folder that you see after login.',
	);
}

function empty(label: string): SftpError {
	return refusal(
		label,
		'is empty',
		'fill it in. KASKO (techsupport@kasko.io) gives you host and user name.',
	);
}

function refusal(label: string, what: string, advice: string): SftpError {
	return new SftpError(
		'login',
		`'${label}' of the KASKO SFTP credential ${what}`,
		`Open the credential and ${advice}`,
	);
}

function inOne(refusals: readonly SftpError[]): SftpError {
	const [first] = refusals;
	return new SftpError(
		first?.reason ?? 'login',
		refusals.map(({ message }) => message).join('; '),
		refusals.map(({ description }) => description).join('\n'),
	);
}
