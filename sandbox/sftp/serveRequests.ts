import type { SFTPWrapper } from 'ssh2';

import type { FileSession, Reply } from './FileSession';
import { failure, SftpRefusal } from './MemoryFiles';
import type { Oddities } from './oddities';
import { asAnswered, isForbidden } from './oddities';
import type { SftpFault, SftpStep } from './sftpFaults';
import { sftpRefusals } from './sftpFaults';

const KINDS = [
	'OPEN',
	'CLOSE',
	'READ',
	'WRITE',
	'LSTAT',
	'FSTAT',
	'SETSTAT',
	'FSETSTAT',
	'OPENDIR',
	'READDIR',
	'REMOVE',
	'MKDIR',
	'RMDIR',
	'REALPATH',
	'STAT',
	'RENAME',
] as const;

interface Connection {
	odd: Oddities;
	takeFault: (
		step: Pick<SftpStep, 'kind' | 'path' | 'target'>,
		written: number,
	) => SftpFault | undefined;
	cut: () => void;
}

/** Answers the requests that arrive on one SFTP channel, with the faults of the connection. */
export function serveRequests(
	stream: SFTPWrapper,
	session: FileSession,
	{ odd, takeFault, cut }: Connection,
): void {
	let over = false;

	const serve = (kind: (typeof KINDS)[number], id: number, args: unknown[]) => {
		if (over) return;
		const [first, second, third] = args;
		const path = Buffer.isBuffer(first) ? session.pathOf(first) : String(first);
		const target = kind === 'RENAME' ? String(second) : undefined;
		const written = kind === 'WRITE' && Buffer.isBuffer(third) ? third.length : 0;
		const fault = takeFault({ kind, path, target }, written);

		over = fault === 'stall' || fault === 'cutBefore' || fault === 'cutAfter';
		if (fault === 'cutBefore') cut();
		if (fault === 'stall' || fault === 'cutBefore') return;
		const reply = attempt(odd, () => {
			if (fault === 'refuse') throw failure('Failure');
			if (fault instanceof SftpRefusal) throw fault;
			if (isForbidden(odd, kind, [path, target])) throw sftpRefusals.permissionDenied;
			// ssh2 has read the arguments from the packet, in the order and of the types that each method takes.
			return (session[kind] as (...args: unknown[]) => Reply).apply(session, args);
		});
		if (fault === 'cutAfter') cut();
		if (fault === undefined || fault === 'refuse' || fault instanceof SftpRefusal)
			reply(stream, id);
	};

	for (const kind of KINDS) {
		stream.on(kind, (id: number, ...args: unknown[]) => serve(kind, id, args));
	}
}

function attempt(odd: Oddities, act: () => Reply): Reply {
	try {
		return act();
	} catch (error) {
		if (!(error instanceof SftpRefusal)) throw error;
		const { code, message } = asAnswered(odd, error);
		return (stream, id) => stream.status(id, code, message);
	}
}
