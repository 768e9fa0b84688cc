import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { CausedFaults } from '../../../sandbox/page/CausedFaults';
import { FAULT_BUTTONS } from '../../../sandbox/page/faultButtons';
import { runNode } from '../../support/runNode';
import { storedSftpCredential } from '../../support/sftpCredential';
import { EXAMPLE_ROWS } from '../../support/ticketplanRows';
import { customer, ERROR_OUTPUT, jsonOf, runPushNode } from '../aragPush/pushHarness';

let sandbox: Sandbox;
let faults: CausedFaults;
/** What the credential was made with. */
let hostKey: string;
beforeAll(async () => {
	sandbox = await startSandbox();
	faults = new CausedFaults(sandbox);
	hostKey = sandbox.sftp.hostKey;
});
afterEach(() => {
	faults.clear();
	sandbox.reset();
});
afterAll(() => sandbox.stop());

const statusOf = ({ status, details }: IDataObject = {}) =>
	status ?? (details as IDataObject | undefined)?.status;

async function pushOne(timeout = 1) {
	const result = await runPushNode(sandbox.push, [customer(1)], {
		...ERROR_OUTPUT,
		options: { timeout, maxTries: 2 },
	});
	return jsonOf(result)[0] ?? jsonOf(result, 1)[0] ?? {};
}

async function importOne(): Promise<IDataObject> {
	const { outputs } = await runNode({
		node: new TicketplanSftpImport(),
		parameters: { options: { connectionTimeout: 1, maxTries: 2 } },
		items: [EXAMPLE_ROWS[0] ?? {}],
		settings: { onError: 'continueErrorOutput' },
		credential: {
			type: new KaskoSftpApi(),
			data: { ...storedSftpCredential(sandbox.sftp), hostKey },
		},
	});
	return outputs.flat()[0]?.json ?? {};
}

const filesInTest = () => sandbox.sftp.files.list('test').map((name) => name.replace(/.*\./, ''));

const ONCE = false;
const EVERY_TIME = true;

interface Expected {
	fault: string;
	everyTime: boolean;
	/** In n8n. */
	status: string;
	/** Of ARAG Push, in seconds. */
	timeout?: number;
	/** In KASKO: policies, or the endings of the files in `test`. */
	there: number | string[];
	/** What the message and the output hold. */
	says?: RegExp;
}

/** What each button leads to: the page tells users to look for it. */
const EXPECTED: Expected[] = [
	{ fault: 'dropReply', everyTime: ONCE, status: 'unknown', there: 1, says: /Test Person 1/ },
	{ fault: 'cutRequest', everyTime: ONCE, status: 'unknown', there: 0 },
	{ fault: 'stall', everyTime: ONCE, status: 'unknown', there: 1 },
	{ fault: 'trickle', everyTime: ONCE, status: 'unknown', there: 1 },
	{ fault: 'endless', everyTime: ONCE, status: 'unknown', there: 1 },
	{ fault: 'unavailable', everyTime: EVERY_TIME, status: 'unknown', there: 0, says: /503/ },
	{ fault: 'busy', everyTime: ONCE, status: 'created', there: 1 },
	{
		fault: 'refuse',
		everyTime: EVERY_TIME,
		status: 'rejected',
		there: 0,
		says: /Bad Request: Invalid 'vin'\..*"field":"vin"/,
	},
	{ fault: 'unknownKey', everyTime: EVERY_TIME, status: 'rejected', there: 0, says: /credential/ },
	{ fault: 'noReference', everyTime: ONCE, status: 'unknown', there: 1, says: /no reference/ },
	{
		fault: 'redirect',
		everyTime: ONCE,
		status: 'unknown',
		there: 0,
		says: /redirect.*not followed/,
	},
	{ fault: 'late', everyTime: ONCE, status: 'created', timeout: 10, there: 1 },
	{ fault: 'refusePushConnection', everyTime: ONCE, status: 'created', there: 1 },
	{ fault: 'refusePushConnection', everyTime: EVERY_TIME, status: 'notSent', there: 0 },
	{ fault: 'dropRenameReply', everyTime: ONCE, status: 'submitted', there: ['csv'] },
	{ fault: 'cutUpload', everyTime: ONCE, status: 'submitted', there: ['csv'] },
	{ fault: 'cutUpload', everyTime: EVERY_TIME, status: 'notSubmitted', there: ['part'] },
	{ fault: 'sftpStall', everyTime: ONCE, status: 'submitted', there: ['csv'] },
	{ fault: 'sftpStall', everyTime: EVERY_TIME, status: 'unknown', there: ['part'] },
	{
		fault: 'changedHostKey',
		everyTime: EVERY_TIME,
		status: 'notSubmitted',
		there: [],
		says: /SHA256:/,
	},
	{ fault: 'refuseSftpConnection', everyTime: ONCE, status: 'submitted', there: ['csv'] },
	{ fault: 'refuseSftpConnection', everyTime: EVERY_TIME, status: 'notSubmitted', there: [] },
	{
		fault: 'refuseLogin',
		everyTime: EVERY_TIME,
		status: 'notSubmitted',
		there: [],
		says: /KASKO/,
	},
	{
		fault: 'folderMissing',
		everyTime: EVERY_TIME,
		status: 'notSubmitted',
		there: [],
		says: /no folder 'test'.*'Folder'/,
	},
	{ fault: 'diskFull', everyTime: EVERY_TIME, status: 'notSubmitted', there: [] },
	{ fault: 'refuseRename', everyTime: EVERY_TIME, status: 'notSubmitted', there: [] },
	{ fault: 'refuseRows', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{ fault: 'renameOverwrites', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{ fault: 'renameCopies', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{ fault: 'forbidRemoval', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{ fault: 'forbidDotNames', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{ fault: 'hideDetails', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{
		fault: 'hideProcessed',
		everyTime: EVERY_TIME,
		status: 'notSubmitted',
		there: [],
		says: /imports_processed/,
	},
	{ fault: 'missingIsFailure', everyTime: EVERY_TIME, status: 'submitted', there: ['csv'] },
	{
		fault: 'passwordToo',
		everyTime: EVERY_TIME,
		status: 'notSubmitted',
		there: [],
		says: /password/,
	},
];

const buttonOf = (fault: string) => FAULT_BUTTONS.find(({ id }) => id === fault);

it('knows each button', () => {
	expect(new Set(EXPECTED.map(({ fault }) => fault))).toEqual(
		new Set(FAULT_BUTTONS.map(({ id }) => id)),
	);
});

it.each(EXPECTED)(
	'$fault (every time: $everyTime) ends as the page says: $status',
	async ({ fault, everyTime, status, timeout, there, says = /./ }) => {
		const button = buttonOf(fault);
		sandbox.sftp.files.makeFolders('imports_processed');
		faults.cause(fault, everyTime);
		const output = await (button?.place === 'aragPush' ? pushOne(timeout) : importOne());
		expect(button?.look).toContain(`“${status}”`);
		expect(statusOf(output)).toBe(status);
		expect(JSON.stringify(output).replaceAll('\\"', '"')).toMatch(says);
		expect(button?.place === 'aragPush' ? sandbox.push.policies.length : filesInTest()).toEqual(
			there,
		);
		if (!button?.lasts && fault !== 'refuseRows') {
			expect(faults.list()).toMatchObject([{ isWaiting: everyTime }]);
			expect(faults.list()[0]?.happened).toBeGreaterThan(0);
		}
	},
	20_000,
);

it('renameOverwrites: run twice, the file is the first one', async () => {
	faults.cause('renameOverwrites', true);
	await importOne();
	expect(statusOf(await importOne())).toBe('alreadySubmitted');
});

it('refuseRows: the import makes no policy and reports each row', async () => {
	faults.cause('refuseRows', false);
	await importOne();
	await sandbox.importer.run();
	expect(sandbox.importer.policies).toEqual([]);
	expect(sandbox.importer.refused).toHaveLength(1);
	expect(faults.list()).toMatchObject([{ happened: 1, isWaiting: false }]);
});

it('forbidRemoval and refuseRename: the message names the temporary file that is left', async () => {
	faults.cause('forbidRemoval', true);
	faults.cause('refuseRename', true);
	const { details } = await importOne();
	expect((details as IDataObject).onServer).toMatch(/temporary file '.*\.part'/);
	expect(filesInTest()).toEqual(['part']);
});
