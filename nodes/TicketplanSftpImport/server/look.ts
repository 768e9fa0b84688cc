import { KaskoError } from '../../shared/KaskoError';
import type { SftpSession } from '../../shared/sftp/session';
import { folderMissing } from './folderMissing';
import { PROCESSED_FOLDER, remotePath } from './folders';
import { requireSame } from './sameFile';
import type { Environment, ImportFile } from '../files/importFile';

const MAX_RESUBMISSIONS = 100;

export type NameChoice = { name: string; submittedAs?: undefined } | { submittedAs: string };

/**
 * The name that the file gets, or where it already is. When it is sent again on purpose: its name with `-2`, `-3`, …,
 * the first that is free in both folders.
 * @param chosen Name that an earlier connection of this run has found free.
 * @throws KaskoError when the folder is missing, or when a file of that name is there that is not, or not for certain, this one.
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
		const there = pending ?? done;
		if (!there) return { name };
		if (resubmit && !chosen) continue;
		const path = `${pending ? target : processed}/${name}`;
		const found = { path, bytes: there.bytes, isProcessed: !pending };
		await requireSame(session, environment, file, found);
		return { submittedAs: path };
	}
	throw new KaskoError(
		`It has been sent ${MAX_RESUBMISSIONS} times already`,
		"Switch 'Send Again' off, or choose another file name.",
		{ onServer: `'${file.name}' and what was sent again under numbered names` },
	);
}

function numbered(name: string, number: number): string {
	return number === 1 ? name : name.replace(/\.csv$/, `-${number}.csv`);
}
