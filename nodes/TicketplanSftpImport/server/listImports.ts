import type { RemoteFile } from '../../shared/sftp/remoteFile';
import type { Environment } from '../files/importFile';
import { UNREADABLE } from '../../shared/text';
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

/** More of a kind n8n could not hold as items; what matters is among the newest. */
const MOST_LISTED = 100_000;

/**
 * What waits for KASKO and what KASKO has processed, newest first; of more than 100,000 of a kind, the newest, and `tell`
 * gets a sentence about the others. `imports_processed` does not exist before the first file is processed, and holds the
 * files of both environments: those whose name says the other one are left out. A processed file under a name of the
 * user's own says nothing of the kind, so it is listed for both environments.
 * @throws KaskoError when there is no folder for this environment.
 */
export async function listImports(
	{ session, environment, target, processed }: Folders,
	tell: (sentence: string) => void = () => undefined,
): Promise<Import[]> {
	const isOurs = ({ name }: RemoteFile) =>
		(readName(name)?.environment ?? environment) === environment;
	const pending = keepNewest(isImport);
	const done = keepNewest((file) => isImport(file) && isOurs(file));
	const [isThere] = await Promise.all([
		session.list(target, pending.take),
		session.list(processed, done.take),
	]);
	if (!isThere) throw folderMissing(target);

	const describe = (state: Import['state'], path: string, { count, files }: Newest): Import[] => {
		if (count > files.length) tell(toOmission(path, count, files.length));
		return files.map(({ name, bytes, modifiedAt }) => ({
			file: name.replace(UNREADABLE, '\uFFFD'),
			path: `${path}/${name.replace(UNREADABLE, '\uFFFD')}`,
			state,
			environment,
			...(bytes !== undefined && { bytes }),
			...(modifiedAt && { modifiedAt: modifiedAt.toISOString() }),
		}));
	};
	return [
		...describe('pending', target, pending.result()),
		...describe('processed', processed, done.result()),
	];
}

const isImport = ({ isFolder, name }: RemoteFile): boolean => !isFolder && /\.csv$/i.test(name);

interface Newest {
	files: RemoteFile[];
	/** How many there were in all. */
	count: number;
}

/** Of the files that it takes, holds the newest, and never more than twice as many as are listed. */
function keepNewest(isWanted: (file: RemoteFile) => boolean) {
	let files: RemoteFile[] = [];
	let count = 0;
	const cut = () => {
		files.sort((one, other) => Number(other.modifiedAt ?? 0) - Number(one.modifiedAt ?? 0));
		files = files.slice(0, MOST_LISTED);
	};
	return {
		take(file: RemoteFile) {
			if (!isWanted(file)) return;
			count += 1;
			files.push(file);
			if (files.length >= 2 * MOST_LISTED) cut();
		},
		result(): Newest {
			cut();
			return { files, count };
		},
	};
}

function toOmission(path: string, count: number, listed: number): string {
	const [all, shown] = [count, listed].map((number) => number.toLocaleString('en-US'));
	return `'${path}' holds ${all} files: the newest ${shown} of them are listed. Ask KASKO to clear the folder.`;
}
