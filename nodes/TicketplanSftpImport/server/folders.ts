import { KaskoError } from '../../shared/KaskoError';
import { isStatus, type SftpError } from '../../shared/sftp/SftpError';
import type { SftpSession } from '../../shared/sftp/session';
import type { Environment } from '../files/importFile';

/** A file on the server that has the name that was looked for. */
export interface Found {
	path: string;
	/** Undefined where the server does not say. */
	bytes?: number;
	/** It has left the folder of its environment. */
	isProcessed: boolean;
}

/** KASKO's folders for one environment, over one session. */
export interface Folders {
	session: SftpSession;
	environment: Environment;
	/** The path of `test` or `live`. */
	target: string;
	/** The path of the other one of the two, whose files end in the same `imports_processed`. */
	other: string;
	/** KASKO moves each file there when it is done, from `test` and from `live`. Not there before the first one. */
	processed: string;
	/** @throws KaskoError when the folder of the environment is missing. */
	requireTarget(): Promise<void>;
	/**
	 * The file of this name, waiting or processed. Asks for both at once, but first where it waits: KASKO may move it in
	 * between.
	 * @throws KaskoError when the server does not let us look.
	 */
	find(name: string): Promise<Found | undefined>;
}

/** @param folder As in the credential: empty = login folder; SFTP knows no `~`. */
export function openFolders(
	session: SftpSession,
	folder: string,
	environment: Environment,
): Folders {
	const pathOf = (name: string) => remotePath(folder, name);
	const target = pathOf(environment);
	const processed = pathOf('imports_processed');
	return {
		session,
		environment,
		target,
		other: pathOf(environment === 'test' ? 'live' : 'test'),
		processed,
		async requireTarget() {
			const there = await session.stat(target);
			if (!there || there.isFolder === false) throw folderMissing(target);
		},
		async find(name) {
			const path = `${processed}/${name}`;
			const [waiting, done] = await Promise.all([
				session.stat(`${target}/${name}`),
				session.stat(path).catch((error: unknown) => error as Error),
			]);
			if (waiting) return { path: `${target}/${name}`, bytes: waiting.bytes, isProcessed: false };
			if (done instanceof Error) throw isStatus(done) ? hidden(processed, done) : done;
			return done && { path, bytes: done.bytes, isProcessed: true };
		},
	};
}

/** A path below the credential's folder: empty = login folder; SFTP knows no `~`. */
export function remotePath(folder: string, name: string): string {
	const base = folder.trim().replace(/^~(?=\/|$)\/?/, '');
	return base === '' ? name : `${base.replace(/\/+$/, '')}/${name}`;
}

export function folderMissing(path: string): KaskoError {
	return new KaskoError(
		`There is no folder '${path}' on the server`,
		"Check 'Folder' in the credential: it must be the folder that holds test and live. Testing the credential tells what is there. If the folder is right, ask KASKO to make it.",
	);
}

function hidden(folder: string, { message, reason }: SftpError): KaskoError {
	return new KaskoError(
		`Whether KASKO has processed it before can't be told, since the server does not let this user name look into '${folder}'. ${message}`,
		`Ask KASKO for the right to look into '${folder}'.`,
		{ reason },
	);
}
