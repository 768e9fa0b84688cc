import { cancelledError } from '../../shared/KaskoError';
import { inTurn } from '../../shared/inTurn';
import { nameIn } from '../../shared/sftp/remoteFile';
import { trialLinkOf } from '../../shared/sftp/session';
import { statusOf } from '../../shared/sftp/SftpError';
import type { ImportFile } from '../files/importFile';
import type { Folders, Found } from './folders';
import { look } from './look';
import { rename, VanishedError } from './rename';
import type { Asked, Attempt, Step, Submission, There } from './submission';
import { newAttempt, sentFileOf, submissionOf } from './submission';
import { submitError } from './submitError';
import { check, upload } from './upload';

export interface SubmitOptions {
	/** Send again, under a free name, what was submitted before. */
	resubmit?: boolean;
	/** What earlier connections, or earlier tries of this run, have done with the file. */
	attempt?: Attempt;
}

/**
 * Puts one file into `test` or `live`, so that it appears there whole or not at all: look for it, write it under a temporary
 * name, check what has arrived, look again, and rename it without overwriting. Executions of this process that have the same
 * policies do so one after the other: they may even share the attempt.
 * @throws KaskoError with `details.status` (`notSubmitted` or `unknown`), `details.step` and `details.onServer`.
 */
export async function submitFile(
	folders: Folders,
	file: ImportFile,
	{ resubmit = false, attempt = newAttempt() }: SubmitOptions = {},
): Promise<Submission> {
	return await inTurn(`${serverOf(folders)} ${file.keysHash}`, async () => {
		let step: Step = 'look';
		try {
			attempt.progress = await submit(folders, file, resubmit, attempt, (next) => (step = next));
			return submissionOf(folders.environment, attempt.progress);
		} catch (cause) {
			// What a failed submission has left is taken away, unless it may be what is submitted.
			if (!isAsked(attempt)) await removeTemporary(folders, attempt).catch(() => undefined);
			throw submitError(file, step, cause, attempt);
		}
	});
}

async function submit(
	folders: Folders,
	file: ImportFile,
	resubmit: boolean,
	attempt: Attempt,
	enter: (step: Step) => void,
): Promise<There> {
	const { progress } = attempt;
	const { signal } = folders.session;
	// Files of one name that differ must not be renamed at once: some servers overwrite.
	const nameInTurn = async <T>(name: string, work: () => Promise<T>) =>
		await inTurn(`${serverOf(folders)} ${name}`, work);

	if (progress.phase === 'there') return progress;
	if (progress.phase === 'renameAsked') {
		enter('rename');
		const { name } = progress.file;
		return await nameInTurn(name, async () => await rename(folders, attempt, progress));
	}
	await removeTemporary(folders, attempt).catch(statusOf);
	const [, first] = await Promise.all([folders.requireTarget(), look(folders, file, resubmit)]);
	if (first.found) return alreadyThere(file, first.found);

	for (;;) {
		enter('upload');
		const sent = await upload(folders, file, attempt);
		enter('check');
		const { temporary } = sent;
		await folders.session.prepareRename(temporary);
		const ended = await nameInTurn(file.name, async () => {
			// Another execution, perhaps in another process, may have submitted the same content in the meantime.
			const looking = look(folders, file, resubmit, first.number);
			looking.catch(() => undefined); // thrown below, unless the check throws
			const asked = (name: string): Asked => ({
				phase: 'renameAsked',
				file: sentFileOf(file),
				temporary,
				name,
				isConfirmed: false,
			});
			if (!(await check(folders, file, sent))) {
				if (attempt.isHidden && !(await folders.find(nameIn(temporary)))) return undefined;
				const taken = asked(first.name);
				attempt.progress = taken; // whoever has taken it may import it
				throw new VanishedError(taken);
			}
			attempt.progress = { phase: 'written', temporary };

			enter('rename');
			const again = await looking;
			if (again.found) {
				await removeTemporary(folders, attempt).catch(statusOf);
				return alreadyThere(file, again.found);
			}
			if (signal?.aborted) throw cancelledError();
			return await rename(folders, attempt, asked(again.name));
		});
		if (ended) return ended;
		// Some servers take a name that begins with a dot, and then do not show it.
		attempt.isHidden = false;
		await removeTemporary(folders, attempt).catch(statusOf);
	}
}

function alreadyThere(file: ImportFile, { path }: Found): There {
	return { phase: 'there', file: sentFileOf(file), status: 'alreadySubmitted', path };
}

/** What tells one folder on one server from others. */
function serverOf({ session, target }: Folders): string {
	return `${session.hostKey} ${target}`;
}

function isAsked({ progress }: Attempt): boolean {
	return progress.phase === 'renameAsked' || progress.phase === 'there';
}

async function removeTemporary({ session }: Folders, attempt: Attempt): Promise<void> {
	const { progress } = attempt;
	if (progress.phase === 'there' || progress.temporary === undefined) return;
	const { temporary } = progress;
	await Promise.all([session.remove(temporary), session.remove(trialLinkOf(temporary))]);
	attempt.progress = { phase: 'new' };
}
