import { KaskoError } from '../../shared/KaskoError';
import type { ImportFile } from '../files/importFile';
import { numberedName } from '../files/importFile';
import type { Folders, Found } from './folders';
import { requireSame } from './sameFile';

const MAX_RESUBMISSIONS = 100;

/** A name that is free in both folders, or where the file already is. */
export type Look = { name: string; number: number; found?: undefined } | { found: Found };

/**
 * Looks for the file. When it is sent again on purpose, it gets its name with `-2`, `-3`, …, the first that is free.
 * @param from The number to begin with, when those before it are known to be taken.
 * @throws KaskoError when a file of that name is there that is not, or not for certain, this one.
 */
export async function look(
	folders: Folders,
	file: ImportFile,
	resubmit: boolean,
	from = 1,
): Promise<Look> {
	for (let number = from; number <= MAX_RESUBMISSIONS; number++) {
		const name = numberedName(file.name, number);
		const found = await folders.find(name);
		if (!found) return { name, number };
		if (resubmit) continue;
		await requireSame(folders, file, found);
		return { found };
	}
	throw new KaskoError(
		`It has been sent ${MAX_RESUBMISSIONS} times already`,
		"Switch 'Send Again' off, or choose another file name.",
		{ onServer: `'${file.name}' and what was sent again under numbered names` },
	);
}
