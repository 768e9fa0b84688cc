import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { submitFiles } from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { isTemporaryName } from '../../../nodes/TicketplanSftpImport/server/temporary';
import { afterBytes, atKind } from '../../../sandbox';
import type { SftpProgram } from '../../../scripts/programs/sftpHome';
import { startSshd } from '../../../scripts/programs/sshd';
import { makeImportFile } from '../../support/makeImportFile';
import { sftpCredential } from '../../support/sftpCredential';
import { everything, file, OPTIONS, PATH, run, sandbox, useSandbox } from './submitHarness';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const DEAD = '.0123456789ab-01234567.part';
const SUBMITTED = [{ submission: { status: 'submitted' } }];

useSandbox();

/** Puts something into the folder that was last written to so long ago. */
function leave(name: string, ageMs: number): void {
	sandbox.files.write(`test/${name}`, 'half of a file');
	sandbox.files.get(`test/${name}`).modifiedAt = new Date(Date.now() - ageMs);
}

it.each<[string, string, number, 'removed' | 'stays']>([
	['what a dead run has left', DEAD, 8 * DAY_MS, 'removed'],
	['the same where no dot is allowed', DEAD.slice(1), 8 * DAY_MS, 'removed'],
	['the link by which the server was tried out', `${DEAD}.link`, 8 * DAY_MS, 'removed'],
	['what a retried execution may still want', DEAD, 6 * DAY_MS, 'stays'],
	['what a running upload writes', DEAD, 0, 'stays'],
	['what was written to in the future', DEAD, -8 * DAY_MS, 'stays'],
	["somebody else's", 'orders.part', 99 * DAY_MS, 'stays'],
	["somebody else's, nearly ours", 'x0123456789ab-01234567.part', 99 * DAY_MS, 'stays'],
	["somebody else's hidden one", '.0123456789AB-01234567.part', 99 * DAY_MS, 'stays'],
	['a file that waits', 'ticketplan-test-0123456789abcdef.csv', 99 * DAY_MS, 'stays'],
])('%s (%s): %d ms old', async (_what, name, ageMs, fate) => {
	leave(name, ageMs);
	expect(await run([file])).toMatchObject(SUBMITTED);
	expect(everything()).toEqual(fate === 'removed' ? [PATH] : [`test/${name}`, PATH]);
});

it('knows the names that it gives itself', async () => {
	const names: string[] = [];
	sandbox.faults.when(({ kind, path = '' }) => {
		if (kind === 'OPEN') names.push(path.slice('test/'.length));
		return false;
	}, 'refuse');
	sandbox.odd.forbidsDotNames = true;
	expect(await run([file])).toMatchObject(SUBMITTED);
	expect(names.map((name) => [name.startsWith('.'), isTemporaryName(name)])).toEqual([
		[true, true],
		[false, true],
	]);
});

it('goes by the clock of the server', async () => {
	const aYearAhead = 365 * DAY_MS;
	leave(DEAD, -aYearAhead);
	leave(`${DEAD}.link`, -aYearAhead + 8 * DAY_MS);
	sandbox.faults.when(({ kind, path = '' }) => {
		// The clock of this server is a year ahead.
		if (kind === 'RENAME') sandbox.files.get(path).modifiedAt = new Date(Date.now() + aYearAhead);
		return false;
	}, 'refuse');
	expect(await run([file])).toMatchObject(SUBMITTED);
	expect(everything()).toEqual([`test/${DEAD}`, PATH]);
});

it('leaves a folder alone, and the other environment', async () => {
	sandbox.files.makeFolder(`test/${DEAD}`);
	sandbox.files.get(`test/${DEAD}`).modifiedAt = new Date(0);
	sandbox.files.write(`live/${DEAD}`, 'half of a file');
	sandbox.files.get(`live/${DEAD}`).modifiedAt = new Date(0);
	expect(await run([file])).toMatchObject(SUBMITTED);
	expect(everything()).toEqual([`test/${DEAD}`, PATH, `live/${DEAD}`]);
});

describe.each<[string, () => void]>([
	['does not let us list', () => sandbox.faults.when(atKind('OPENDIR'), 'refuse')],
	['breaks the listing off', () => sandbox.faults.when(atKind('READDIR'), 'refuse')],
	['never answers the listing', () => sandbox.faults.when(atKind('READDIR'), 'dropReply')],
	['tells no times', () => void (sandbox.odd.withheld = ['times'])],
	['does not let us remove', () => void (sandbox.odd.refusesRemove = true)],
	['cuts the line when we remove', () => sandbox.faults.when(atKind('REMOVE'), 'cutBefore')],
])('a server that %s', (_what, prepare) => {
	it('gets its file all the same, and that is said', async () => {
		leave(DEAD, 8 * DAY_MS);
		prepare();
		expect(await run([file])).toMatchObject(SUBMITTED);
		expect(everything()).toEqual([`test/${DEAD}`, PATH]);
	});
});

it('a server that cuts the line in the middle of an upload: the next run takes away what is dead by then', async () => {
	sandbox.faults.when(afterBytes(100_000), 'cutBefore', 1);
	expect(await run([file], { maxTries: 1 })).toMatchObject([
		{ error: { details: { status: 'notSubmitted' } } },
	]);
	await sandbox.idle();
	const [part = ''] = everything();
	expect(part).toMatch(/part$/);
	sandbox.files.get(part).modifiedAt = new Date(Date.now() - 8 * DAY_MS);
	expect(await run([file])).toMatchObject(SUBMITTED);
	expect(everything()).toEqual([PATH]);
});

describe('OpenSSH', () => {
	let sshd: SftpProgram;
	beforeAll(async () => {
		sshd = await startSshd();
	});
	afterAll(() => sshd.stop());

	it('has only the dead ones removed, a few in each run', async () => {
		const folder = join(sshd.folder, 'test');
		mkdirSync(folder, { recursive: true });
		const dead = Array.from(
			{ length: 25 },
			(_, n) => `.0123456789ab-${String(n).padStart(8, '0')}.part`,
		);
		for (const name of [...dead, '.abcdefabcdef-00000000.part']) {
			writeFileSync(join(folder, name), 'half of a file');
			const age = name.startsWith('.0') ? 8 * DAY_MS : HOUR_MS;
			const time = new Date(Date.now() - age);
			utimesSync(join(folder, name), time, time);
		}
		const submit = async (text: string) =>
			await submitFiles(sftpCredential(sshd), [makeImportFile(text)], OPTIONS);
		const parts = () => readdirSync(folder).filter((name) => name.endsWith('.part'));

		expect(await submit('idempotency_key\na\n')).toMatchObject(SUBMITTED);
		expect(parts()).toHaveLength(6);
		expect(await submit('idempotency_key\nb\n')).toMatchObject(SUBMITTED);
		expect(parts()).toEqual(['.abcdefabcdef-00000000.part']);
	});
});
