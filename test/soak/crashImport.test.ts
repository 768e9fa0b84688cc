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
	const imports = names.filter((name) => name.endsWith('.csv'));
	return { imports: imports.length, leftOver: names.length - imports.length };
}

describe.each(['before', 'after'] as const)('killed %s the server acts', (when) => {
	it('on each request, and run again: the file is there once and whole, and that is said', async () => {
		let isOver = false;
		for (let at = 1; !isOver; at += SIZES.crashStride) {
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
			isOver = items !== undefined;
			if (isOver) break;
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
			expect(importer.policies).toHaveLength(ROWS);
			expect(importer.imported).toMatchObject([{ policies: ROWS, duplicates: 0, refused: 0 }]);
			table.push({
				step,
				outcome: {
					'file there': before.imports,
					'the next run says': [...statuses].join(),
					files: after.imports,
					policies: importer.policies.length,
					'left over, for a later run': after.leftOver,
				},
			});
		}
		expect(table.length).toBeGreaterThan(10 / SIZES.crashStride);
	});
});

afterAll(() => describeSteps('import', table));
