import type { SftpSession } from '../../shared/sftp/types';
import type { Environment, ImportFile } from '../types';
import { folderMissing } from './folderMissing';
import { nameTaken } from './nameTaken';
import { PROCESSED_FOLDER, readName, remotePath } from './paths';

const MAX_RESUBMISSIONS = 100;

export type NameChoice = { name: string; submittedAs?: undefined } | { submittedAs: string };

/**
 * The name that the file gets, or where it already is. When it is sent again on purpose: its name with `-2`, `-3`, …,
 * the first that is free in both folders.
 * @param chosen Name that an earlier connection of this run has found free.
 * @throws KaskoError when the folder is missing, or when a file of that name is there and may hold other rows.
 */
export async function chooseName(
	session: SftpSession,
	folder: string,
	environment: Environment,
	file: ImportFile,
	resubmit: boolean,
	chosen: string | undefined,
): Promise<NameChoice> {
	const target = remotePath(folder, environment);
	const processed = remotePath(folder, PROCESSED_FOLDER);
	if (!(await session.stat(target))?.isFolder) throw folderMissing(target);

	for (let number = 1; number <= MAX_RESUBMISSIONS; number++) {
		const name = chosen ?? numbered(file.name, number);
		const [pending, done] = await Promise.all([
			session.stat(`${target}/${name}`),
			session.stat(`${processed}/${name}`),
		]);
		if (!pending && !done) return { name };
		if (resubmit && !chosen) continue;
		const path = pending ? `${target}/${name}` : `${processed}/${name}`;
		if (!meansSameRows(file, environment)) throw nameTaken(path);
		if (pending && pending.bytes !== file.bytes) throw nameTaken(path);
		return { submittedAs: path };
	}
	throw nameTaken(`${target}/${file.name}`);
}

function numbered(name: string, number: number): string {
	return number === 1 ? name : name.replace(/\.csv$/, `-${number}.csv`);
}

function meansSameRows(file: ImportFile, environment: Environment): boolean {
	const said = readName(file.name);
	return said?.environment === environment && file.sha256.startsWith(said.hash);
}
