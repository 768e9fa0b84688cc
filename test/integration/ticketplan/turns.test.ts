import { submitFiles } from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import { startSshd } from '../../../scripts/programs/sshd';
import type { SftpProgram } from '../../../scripts/programs/sftpHome';
import { makeImportFile } from '../../support/makeImportFile';
import { sftpCredential } from '../../support/sftpCredential';
import { startTurnCounter } from '../../support/turnCounter';

let server: SftpProgram;
beforeAll(async () => {
	server = await startSshd();
});
afterAll(() => server.stop());

it('a file of 100 rows takes few round trips: what can be asked together is asked together', async () => {
	const file = makeImportFile(
		'idempotency_key,policy.first_name\n' + 'some-key,Nick\n'.repeat(100),
	);
	const counter = await startTurnCounter(server.port);
	try {
		const credential = sftpCredential(server, { port: counter.port });
		const results = await submitFiles(credential, [file], {
			environment: 'test',
			connectionTimeoutSeconds: 10,
			maxTries: 1,
			waitUntilProcessedSeconds: 0,
			resubmit: false,
		});
		expect(results).toMatchObject([{ submission: { status: 'submitted' } }]);
		expect(counter.turns()).toBeLessThanOrEqual(16);
	} finally {
		await counter.stop();
	}
});
