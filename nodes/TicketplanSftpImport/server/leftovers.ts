import type { RemoteFile } from '../../shared/sftp/remoteFile';
import type { Folders } from './folders';
import { isTemporaryName } from './temporary';

/** No upload lasts so long, and whoever retries a failed execution has had time to do so: its file may still be wanted. */
const DEAD_AFTER_MS = 7 * 24 * 60 * 60 * 1000;
/** What is left, later runs will find. */
const MOST_REMOVED = 20;

/**
 * Takes away what runs have left in the folder of the environment that were ended in the middle of an upload. The folder is
 * listed while files are submitted, and nobody waits for that: a listing that comes too late comes again with the next run.
 * @returns To be called in the end, with the path of a file that was submitted: its time tells what the server's clock says.
 * Throws nothing.
 */
export function findLeftovers({ session, target }: Folders): (submitted?: string) => Promise<void> {
	let found: RemoteFile[] = [];
	const seen: RemoteFile[] = [];
	const take = (file: RemoteFile) => {
		if (isTemporaryName(file.name) && !file.isFolder) seen.push(file);
	};
	session.list(target, take).then(
		() => (found = seen),
		() => undefined, // nothing depends on it
	);

	async function remove(submitted: string): Promise<void> {
		const now = (await session.stat(submitted))?.modifiedAt;
		const isDead = ({ modifiedAt }: RemoteFile) =>
			now && modifiedAt && now.getTime() - modifiedAt.getTime() > DEAD_AFTER_MS;
		for (const { name } of found.filter(isDead).slice(0, MOST_REMOVED)) {
			await session.remove(`${target}/${name}`);
		}
	}
	return async (submitted) => {
		if (submitted !== undefined && found.length > 0) await remove(submitted).catch(() => undefined);
	};
}
