import { posix } from 'node:path';

import type { Sandbox } from '..';
import type { AskedFault } from '../faults';
import type { PushFault } from '../push/pushFaults';
import { pushFaults } from '../push/pushFaults';
import type { Oddities } from '../sftp/oddities';
import { NOT_ODD } from '../sftp/oddities';
import type { SftpFault, SftpStep } from '../sftp/sftpFaults';
import { atKind, sftpRefusals } from '../sftp/sftpFaults';

const LATE_MS = 3_000;

/** What a fault tells the user. */
export interface FaultHelp {
	label: string;
	/** What KASKO does. */
	does: string;
	/** The promise of the nodes that it tries. */
	tries: string;
	/** What to look at in n8n. */
	look: string;
}

/** A fault that the page offers. */
export interface FaultButton extends FaultHelp {
	id: string;
	/** Where on the page it stands. */
	place: 'aragPush' | 'ticketplan' | 'oddServer';
	/** It stays until it is cleared, and can't happen once only. */
	lasts?: true;
	/** @param times How often it is to happen; without meaning for one that lasts. */
	cause: (sandbox: Sandbox, times: number) => AskedFault;
}

const push = (fault: PushFault) => (sandbox: Sandbox, times: number) =>
	sandbox.push.faults.next(fault, times);

const sftp =
	(fits: (step: SftpStep) => boolean, fault: SftpFault) => (sandbox: Sandbox, times: number) =>
		sandbox.sftp.faults.when(fits, fault, times);

/** Two that change the same thing can't be there at once: the later one wins. */
const odd =
	(change: Partial<Oddities>) =>
	({ sftp: { odd: now } }: Sandbox): AskedFault => {
		const names = Object.keys(change) as Array<keyof Oddities>;
		const isThere = () => names.every((name) => now[name] === change[name]);
		Object.assign(now, change);
		return {
			happened: () => 0,
			isWaiting: isThere,
			cancel: () => {
				if (isThere()) {
					Object.assign(now, Object.fromEntries(names.map((name) => [name, NOT_ODD[name]])));
				}
			},
		};
	};

const isFolder = ({ kind, path = '' }: SftpStep) =>
	kind.endsWith('STAT') && ['test', 'live'].includes(posix.basename(path));

const NEVER_TWICE = 'Nothing is sent again that may have arrived.';
const NEVER_DONE = 'Nothing is called done that is not known.';
const SENT_AGAIN = 'What provably never arrived is sent again.';
const WHOLE = 'A file is there whole or not at all, and once.';

/** In the order of the page. */
export const FAULT_BUTTONS: readonly FaultButton[] = [
	{
		id: 'dropReply',
		place: 'aragPush',
		label: 'Drop the reply',
		does: 'Makes the policy, then drops the connection before the answer.',
		tries: NEVER_TWICE,
		look: 'The item is “unknown” and names the customer to look for. The policy stands above: sent again, it would be bought twice.',
		cause: push(pushFaults.resetAfter),
	},
	{
		id: 'cutRequest',
		place: 'aragPush',
		label: 'Cut the request',
		does: 'Drops the connection when the request is in, and makes no policy.',
		tries: NEVER_DONE,
		look: 'The item is “unknown”, too: from n8n it looks the same as a dropped reply. Only the policies above tell the two apart.',
		cause: push(pushFaults.resetBefore),
	},
	{
		id: 'stall',
		place: 'aragPush',
		label: 'Stall',
		does: 'Makes the policy and never answers.',
		tries: NEVER_TWICE,
		look: 'The item is “unknown” once the option Timeout is over, 30 seconds unless you set it.',
		cause: push(pushFaults.stallAfter),
	},
	{
		id: 'trickle',
		place: 'aragPush',
		label: 'Trickle the answer',
		does: 'Makes the policy and sends its answer a byte a second.',
		tries: NEVER_DONE,
		look: 'The item is “unknown” once the option Timeout is over, although the answer had begun.',
		cause: push(pushFaults.trickle),
	},
	{
		id: 'endless',
		place: 'aragPush',
		label: 'Never end the answer',
		does: 'Makes the policy and sends more than anybody can keep.',
		tries: NEVER_DONE,
		look: 'The item is “unknown”, and n8n’s memory does not grow.',
		cause: push(pushFaults.endless),
	},
	{
		id: 'unavailable',
		place: 'aragPush',
		label: 'Answer 503',
		does: 'Says “Service Unavailable” and makes no policy.',
		tries: NEVER_DONE,
		look: 'The item is “unknown”: the answer is neither a reference nor a refusal. It is not sent again.',
		cause: push(pushFaults.refuse(503)),
	},
	{
		id: 'busy',
		place: 'aragPush',
		label: 'Answer 429',
		does: 'Says “Too Many Requests”, and asks to wait a second.',
		tries: SENT_AGAIN,
		look: 'Caused once: the run takes a second longer and every item is “created”.',
		cause: push(pushFaults.tooManyRequests('1')),
	},
	{
		id: 'refuse',
		place: 'aragPush',
		label: 'Refuse the policy',
		does: 'Answers 400 in the form of KASKO’s errors.',
		tries: 'What KASKO refuses is said in its own words.',
		look: "The item is “rejected”, with the words “Bad Request: Invalid 'vin'.” and the field that they name.",
		cause: push(
			pushFaults.refuse(400, JSON.stringify({ errorMessage: "Bad Request: Invalid 'vin'." })),
		),
	},
	{
		id: 'unknownKey',
		place: 'aragPush',
		label: 'Refuse the key',
		does: 'Answers 404, as KASKO does to a key that it does not know.',
		tries: 'What is wrong is said, and nothing is sent in vain.',
		look: 'The item is “rejected” and the message leads to the credential. Items that had not left yet are “notSent”.',
		cause: push(pushFaults.refuse(404, JSON.stringify({ errorMessage: 'Not Found' }))),
	},
	{
		id: 'noReference',
		place: 'aragPush',
		label: 'Answer without a reference',
		does: 'Makes the policy and answers 200, but the reference is missing.',
		tries: NEVER_DONE,
		look: 'The item is “unknown”: without a reference nobody can say that there is a policy.',
		cause: push(pushFaults.withoutReference),
	},
	{
		id: 'redirect',
		place: 'aragPush',
		label: 'Redirect elsewhere',
		does: 'Answers 307 with another address.',
		tries: 'Customers and keys go to KASKO alone.',
		look: 'The item is “unknown”, the message speaks of a redirect that is not followed.',
		cause: push(pushFaults.redirect('https://elsewhere.invalid/')),
	},
	{
		id: 'late',
		place: 'aragPush',
		label: 'Answer late',
		does: `Makes the policy and answers ${LATE_MS / 1000} seconds later.`,
		tries: 'Nothing is given up too early.',
		look: 'The item is “created”, a little later than usual.',
		cause: push(pushFaults.slow(LATE_MS)),
	},
	{
		id: 'refusePushConnection',
		place: 'aragPush',
		label: 'Refuse the connection',
		does: 'Hangs up before the secure connection is made.',
		tries: SENT_AGAIN,
		look: 'Caused once: every item is “created”. Every time: “notSent” after the option Max Tries.',
		cause: ({ push: { connectionFaults } }, times) => connectionFaults.next('drop', times),
	},
	{
		id: 'dropRenameReply',
		place: 'ticketplan',
		label: 'Drop the reply to the rename',
		does: 'Gives the file its final name, then cuts the connection before it says so.',
		tries: WHOLE,
		look: 'The node connects again and looks: the rows are “submitted”, and the file stands above once.',
		cause: sftp(atKind('RENAME'), 'cutAfter'),
	},
	{
		id: 'cutUpload',
		place: 'ticketplan',
		label: 'Cut the upload',
		does: 'Cuts the connection while the file is written.',
		tries: WHOLE,
		look: 'Caused once: the rows are “submitted” at the second try. Every time: “notSubmitted”, and no .csv file above.',
		cause: sftp(atKind('WRITE'), 'cutBefore'),
	},
	{
		id: 'sftpStall',
		place: 'ticketplan',
		label: 'Stall',
		does: 'Stops answering when the file is to be renamed.',
		tries: NEVER_DONE,
		look: 'After the option Connection Timeout (20 seconds unless you set it) the node connects again. Caused once: “submitted”. Every time: “unknown”.',
		cause: sftp(atKind('RENAME'), 'stall'),
	},
	{
		id: 'changedHostKey',
		place: 'ticketplan',
		label: 'Change the host key',
		does: 'Shows another host key than the one in your credential, as a foreign server would.',
		tries: 'Files go to KASKO’s server alone.',
		look: 'Every row is “notSubmitted”, before any log-in; the message says which key was shown. The credential’s test says so, too.',
		lasts: true,
		cause: ({ sftp: server }) => {
			const own = server.hostKey;
			server.changeHostKey();
			return {
				happened: () => 0,
				isWaiting: () => server.hostKey !== own,
				cancel: () => server.restoreHostKey(),
			};
		},
	},
	{
		id: 'refuseSftpConnection',
		place: 'ticketplan',
		label: 'Refuse the connection',
		does: 'Hangs up before anything is said.',
		tries: SENT_AGAIN,
		look: 'Caused once: the rows are “submitted” at the second try. Every time: “notSubmitted” after the option Max Tries.',
		cause: sftp(atKind('CONNECT'), 'refuse'),
	},
	{
		id: 'refuseLogin',
		place: 'ticketplan',
		label: 'Refuse the log-in',
		does: 'Does not accept the key of your credential.',
		tries: 'What is wrong is said before anything is sent.',
		look: 'Every row is “notSubmitted”; the message says what to send to KASKO.',
		cause: sftp(atKind('AUTH'), 'refuse'),
	},
	{
		id: 'folderMissing',
		place: 'ticketplan',
		label: 'Hide the folder',
		does: 'Says that there is no folder “test” or “live”.',
		tries: 'What is wrong is said before anything is sent.',
		look: 'Every row is “notSubmitted”; the message names the folder and the field of the credential.',
		cause: sftp(isFolder, sftpRefusals.noSuchFile),
	},
	{
		id: 'diskFull',
		place: 'ticketplan',
		label: 'Fill the disk',
		does: 'Refuses every write, as a full disk does.',
		tries: WHOLE,
		look: 'Every time: the rows are “notSubmitted”, and nothing of the file is left above.',
		cause: sftp(atKind('WRITE'), sftpRefusals.noSpace),
	},
	{
		id: 'refuseRename',
		place: 'ticketplan',
		label: 'Refuse the rename',
		does: 'Does not let the uploaded file have its final name.',
		tries: WHOLE,
		look: 'The rows are “notSubmitted”, and the temporary file is gone.',
		cause: sftp(atKind('RENAME'), sftpRefusals.permissionDenied),
	},
	{
		id: 'refuseRows',
		place: 'ticketplan',
		label: 'Refuse rows at the import',
		does: 'Takes the file, then makes no policy of its rows and reports each of them.',
		tries: 'No refused row gets lost.',
		look: 'The rows are “submitted”, never “accepted”. KASKO Trigger then starts a workflow for each.',
		cause: ({ importer }, times) => {
			let happened = 0;
			importer.refuseWhen(() => {
				if (happened >= times) return undefined;
				happened += 1;
				return 'Bad Request: Refused on the page of the local KASKO.';
			});
			let isCancelled = false;
			return {
				happened: () => happened,
				isWaiting: () => !isCancelled && happened < times,
				cancel: () => {
					isCancelled = true;
					importer.refuseWhen(() => undefined);
				},
			};
		},
	},
	{
		id: 'renameOverwrites',
		place: 'oddServer',
		label: 'Overwrite on rename',
		does: 'Replaces a file that has the new name already, as some servers do.',
		tries: 'No file is overwritten.',
		look: 'The rows are “submitted”. Run the workflow again: “alreadySubmitted”, and the file above is still the first one.',
		lasts: true,
		cause: odd({ rename: 'overwrites' }),
	},
	{
		id: 'renameCopies',
		place: 'oddServer',
		label: 'Copy on rename',
		does: 'Makes a copy under the new name and leaves the old one, as some servers do.',
		tries: WHOLE,
		look: 'The rows are “submitted”, and no temporary file is left above.',
		lasts: true,
		cause: odd({ rename: 'copies' }),
	},
	{
		id: 'forbidRemoval',
		place: 'oddServer',
		label: 'Forbid removal',
		does: 'Lets nobody remove a file.',
		tries: NEVER_DONE,
		look: 'The rows are “submitted”. Together with a refused rename, the message names the temporary file that is left.',
		lasts: true,
		cause: odd({ refusesRemove: true }),
	},
	{
		id: 'forbidDotNames',
		place: 'oddServer',
		label: 'Forbid hidden names',
		does: 'Refuses file names that begin with a dot, such as the node’s temporary ones.',
		tries: 'The node gets along with servers that differ.',
		look: 'The rows are “submitted”: the node takes another temporary name.',
		lasts: true,
		cause: odd({ forbidsDotNames: true }),
	},
	{
		id: 'hideDetails',
		place: 'oddServer',
		label: 'Hide size and time of files',
		does: 'Tells neither size nor kind nor time of a file.',
		tries: NEVER_DONE,
		look: 'The rows are “submitted”: the node reads the file back and compares.',
		lasts: true,
		cause: odd({ withheld: ['size', 'mode', 'times'] }),
	},
	{
		id: 'hideProcessed',
		place: 'oddServer',
		label: 'Hide processed files',
		does: 'Lets nobody look into “imports_processed”.',
		tries: WHOLE,
		look: 'The rows are “notSubmitted”, once there is such a folder: whether KASKO has had the file before can’t be told.',
		lasts: true,
		cause: (sandbox) =>
			odd({ notSearchable: [posix.join('/', sandbox.sftp.folder, 'imports_processed')] })(sandbox),
	},
	{
		id: 'missingIsFailure',
		place: 'oddServer',
		label: 'Say “Failure” for what is missing',
		does: 'Answers “Failure” instead of “No such file”, as some servers do.',
		tries: NEVER_DONE,
		look: 'The rows are “submitted”: the node looks into the folder before it believes that nothing is there.',
		lasts: true,
		cause: odd({ missingIsFailure: true }),
	},
	{
		id: 'passwordToo',
		place: 'oddServer',
		label: 'Ask for a password, too',
		does: 'Accepts the key and then wants a password.',
		tries: 'What is wrong is said before anything is sent.',
		look: 'Every row is “notSubmitted”; the message says what the server wants.',
		lasts: true,
		cause: odd({ afterKey: 'password' }),
	},
];
