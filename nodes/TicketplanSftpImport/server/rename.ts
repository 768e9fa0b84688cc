import { KaskoError } from '../../shared/KaskoError';
import { SftpError, statusOf } from '../../shared/sftp/SftpError';
import type { Folders } from './folders';
import { isSame, NameTakenError, requireSame } from './sameFile';
import type { Asked, Attempt, There } from './submission';

/**
 * Gives the temporary file its final name, and finds out by looking what the server has made of that. Goes on after a lost
 * answer, too: it then looks first, and asks again only if the file still has its temporary name alone.
 * @throws KaskoError; the phase of `attempt` then tells whether the file may have been submitted all the same.
 */
export async function rename(folders: Folders, attempt: Attempt, asked: Asked): Promise<There> {
	const { session } = folders;
	const isFirst = attempt.progress !== asked;
	if (!isFirst) {
		const settled = await settle(folders, attempt, asked);
		if (settled) return settled;
	}
	attempt.progress = asked;
	const renaming = session.rename(asked.temporary, `${folders.target}/${asked.name}`);
	// Asked for right behind it: most servers take requests in their order. From others, or of a refusal, it is not enough.
	const looking = lookAround(folders, asked).catch(() => undefined);
	const answer = await renaming.catch(statusOf);
	const refusal = answer instanceof SftpError ? answer : undefined;
	asked.isConfirmed = !refusal;
	const confirmed = there(asked, 'submitted', `${folders.target}/${asked.name}`);
	if (answer === true) asked.untidy = confirmed;
	const seen = await looking;
	if (!refusal && seen?.found && !seen.left) return there(asked, 'submitted', seen.found.path);
	const settled = await settle(folders, attempt, asked, refusal).catch((error: unknown) => {
		// The server has said that it is done; when looking fails for another reason than what was seen, that must do.
		if (refusal || isSeen(error) || asked.untidy) throw error;
		return undefined;
	});
	if (settled) return settled;
	if (!refusal) return confirmed;
	attempt.progress = { phase: 'new', temporary: asked.temporary };
	throw refusal;
}

/** Asks for the temporary name first: a file on its way is seen where it comes from, or later where it goes to. */
async function lookAround(folders: Folders, { temporary, name }: Asked) {
	const [left, found] = await Promise.all([folders.session.stat(temporary), folders.find(name)]);
	return { left, found };
}

/**
 * What became of the file, by what is there.
 * @returns Undefined if the file has its temporary name and no other one.
 */
async function settle(
	folders: Folders,
	attempt: Attempt,
	asked: Asked,
	refusal?: SftpError,
): Promise<There | undefined> {
	const { file, temporary, name, isConfirmed } = asked;
	const { left, found } = await lookAround(folders, asked);
	if (!found) {
		if (left && isConfirmed) {
			asked.untidy = undefined;
			throw new Contradiction(...notRenamed(temporary));
		}
		if (left) return undefined;
		if (isConfirmed) return there(asked, 'submitted', `${folders.target}/${name}`);
		throw new VanishedError(asked);
	}
	if (left && !isConfirmed) {
		// Another file may have taken the name, or the server has copied this one.
		await requireSame(folders, file, found).catch((error: unknown) => {
			if (error instanceof NameTakenError) attempt.progress = { phase: 'new', temporary };
			throw error;
		});
	}
	if (!left && !isConfirmed && !(await isSame(folders, file, found))) {
		throw new Contradiction(...replaced(temporary, found.path));
	}
	const done = there(asked, left && refusal ? 'alreadySubmitted' : 'submitted', found.path);
	// What lies there decides; a temporary file that can't be removed changes nothing about it.
	if (left) {
		asked.untidy = done;
		await folders.session.remove(temporary).catch(statusOf);
	}
	return done;
}

/** What was seen on the server contradicts what it said. */
class Contradiction extends KaskoError {}

/** What was written has gone: somebody has taken it, perhaps to import it. */
export class VanishedError extends Contradiction {
	constructor({ temporary, name }: Pick<Asked, 'temporary' | 'name'>) {
		super(
			`The temporary file '${temporary}' has gone, and the file is in no folder where it should be`,
			'Something on the server takes files away while they are submitted: ask KASKO.',
			{ onServer: `neither '${name}' nor its temporary file` },
		);
	}
}

function isSeen(error: unknown): boolean {
	return error instanceof Contradiction;
}

function there({ file }: Asked, status: There['status'], path: string): There {
	return { phase: 'there', file, status, path };
}

function replaced(temporary: string, path: string): ConstructorParameters<typeof KaskoError> {
	return [
		`The temporary file '${temporary}' has gone, and '${path}' has other content`,
		'Something on the server takes files away while they are submitted: ask KASKO.',
		{ onServer: `'${path}', with other content` },
	];
}

function notRenamed(temporary: string): [string, string] {
	return [
		`The server says that it renamed '${temporary}', but the file still has that name`,
		'Ask KASKO whether their server can rename files.',
	];
}
