import type { RemoteFile } from '../../shared/sftp/remoteFile';
import type { Environment } from '../files/importFile';
import { readName } from '../files/importFile';
import type { Folders } from './folders';
import { folderMissing } from './folders';

export interface Import {
	file: string;
	path: string;
	state: 'pending' | 'processed';
	environment: Environment;
	/** Left out, as the time, where the server does not say. */
	bytes?: number;
	/** ISO 8601, UTC. */
	modifiedAt?: string;
}

/** What makes several lines of a name, colours a terminal, or turns a text round; KASKO's files have none of it. */
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * What waits for KASKO and what KASKO has processed, newest first. `imports_processed` does not exist before the first
 * file is processed, and holds the files of both environments: those whose name says the other one are left out. A
 * processed file under a name of the user's own says nothing of the kind, so it is listed for both environments.
 * @throws KaskoError when there is no folder for this environment.
 */
export async function listImports({
	session,
	environment,
	target,
	processed,
}: Folders): Promise<Import[]> {
	const [pending, done] = await Promise.all([session.list(target), session.list(processed)]);
	if (!pending) throw folderMissing(target);
	const ofEnvironment = (done ?? []).filter(
		({ name }) => (readName(name)?.environment ?? environment) === environment,
	);

	const describe = (state: Import['state'], path: string, files: RemoteFile[]): Import[] =>
		files
			.filter(({ isFolder, name }) => !isFolder && /\.csv$/i.test(name))
			.sort((one, other) => Number(other.modifiedAt ?? 0) - Number(one.modifiedAt ?? 0))
			.map(({ name, bytes, modifiedAt }) => ({
				file: name.replace(UNREADABLE, '\uFFFD'),
				path: `${path}/${name.replace(UNREADABLE, '\uFFFD')}`,
				state,
				environment,
				...(bytes !== undefined && { bytes }),
				...(modifiedAt && { modifiedAt: modifiedAt.toISOString() }),
			}));
	return [
		...describe('pending', target, pending),
		...describe('processed', processed, ofEnvironment),
	];
}
