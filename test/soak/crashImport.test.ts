import { atRequest, ensureCertificate, startSandbox, type Sandbox } from '../../sandbox';
import { startCrashingNode, type CrashingNode } from '../support/crashingNode';
import { storedSftpCredential } from '../support/sftpCredential';
import { exampleRow } from '../support/ticketplanRows';
import { describeSteps, type CrashStep } from '../scale/crashTable';
import { SIZES } from '../scale/sizes';

jest.setTimeout(1_800_000);

const ROWS = 3;

let sandbox: Sandbox;
let n8n: CrashingNode;
const table: CrashStep[] = [];
beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await startCrashingNode((await ensureCertificate()).certFile);
});
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.stop();
});

const newRun = () => ({
	node: 'TicketplanSftpImport',
	credential: { type: 'KaskoSftpApi', data: storedSftpCredential(sandbox.sftp) },
	parameters: { columns: { mappingMode: 'autoMapInputData', value: null } },
	items: Array.from({ length: ROWS }, (_, row) => exampleRow(`A-${row}`)),
	database: n8n.newDatabase(),
	killAt: 0,
});

function files() {
	const names = sandbox.sftp.files.list('test');
	const leftOver = names.filter((name) => !name.endsWith('.csv'));
	return { imports: names.length - leftOver.length, leftOver };
}

/** What is left over goes with a later run of other rows, once it is old. */
async function runLater(): Promise<void> {
	const { leftOver } = files();
	for (const name of leftOver) sandbox.sftp.files.get(`test/${name}`).modifiedAt = new Date(0);
	if (leftOver.length > 0) await n8n.run({ ...newRun(), items: [exampleRow('later')] });
}

/** @returns Whether the run came to its end before it had made so many requests. */
async function killAtRequest(at: number, when: 'before' | 'after'): Promise<boolean> {
	sandbox.reset();
	const { sftp, importer } = sandbox;
	const run = newRun();
	let step = '';
	const { items } = await n8n.run(run, (kill) => {
		sftp.faults.when(
			(seen) => {
				if (!atRequest(at)(seen)) return false;
				step = `${when} ${seen.kind}`;
				kill();
				return true;
			},
			when === 'before' ? 'cutBefore' : 'cutAfter',
			1,
		);
	});
	if (items) return true;
	await sftp.idle();
	sftp.faults.clear();
	const before = files();

	const again = await n8n.run(run);
	const after = files();
	const statuses = new Set(again.items?.map(({ status }) => String(status)));
	await importer.run();
	expect({ step, statuses: [...statuses], files: after.imports }).toEqual({
		step,
		statuses: [before.imports === 1 ? 'alreadySubmitted' : 'submitted'],
		files: 1,
	});
	expect(again.items).toHaveLength(ROWS);
	expect(importer.policies).toHaveLength(ROWS);
	expect(importer.imported).toMatchObject([{ policies: ROWS, duplicates: 0, refused: 0 }]);
	await runLater();
	expect({ step, leftOver: files().leftOver }).toEqual({ step, leftOver: [] });
	table.push({
		step,
		outcome: {
			'file there': before.imports,
			'the next run says': [...statuses].join(),
			files: after.imports,
			policies: ROWS,
			'left over': after.leftOver.length,
			'left over after a later run': 0,
		},
	});
	return false;
}

it('killed before and after each request, and run again: the file is there once and whole, and that is said', async () => {
	for (const when of ['before', 'after'] as const) {
		for (let at = 1; !(await killAtRequest(at, when)); at += SIZES.crashStride);
	}
	expect(table.length).toBeGreaterThan(20 / SIZES.crashStride);
	await describeSteps('import', table);
});
