import { openFolders } from '../../../nodes/TicketplanSftpImport/server/folders';
import { listImports } from '../../../nodes/TicketplanSftpImport/server/listImports';
import { makeImportFile } from '../../support/makeImportFile';
import {
	DONE,
	file,
	inSession,
	markProcessed,
	run,
	sandbox,
	TEXT,
	useSandbox,
} from './submitHarness';
import type { Environment } from '../../../nodes/TicketplanSftpImport/files/importFile';

useSandbox();

describe('listImports', () => {
	const list = (environment: Environment) =>
		inSession((session) => listImports(openFolders(session, '', environment)));

	it('is empty on a new server, without imports_processed', async () => {
		expect(await list('live')).toEqual([]);
	});

	it('tells what is pending and what is processed, for its environment', async () => {
		const live = makeImportFile(TEXT, { environment: 'live' });
		await run([file]);
		markProcessed(file.name);
		await run([live], { environment: 'live' });
		markProcessed(live.name, 'live');
		const pending = makeImportFile('idempotency_key\npending\n');
		await run([pending]);
		sandbox.files.write('test/.temporary.part', 'x');
		sandbox.files.write('imports_processed/by-hand.csv', 'x');

		const imports = await list('test');
		expect(imports[0]).toMatchObject({ path: `test/${pending.name}`, state: 'pending' });
		const processed = imports
			.slice(1)
			.sort((one, other) => Number(other.bytes) - Number(one.bytes));
		expect(processed).toMatchObject([
			{ path: DONE, state: 'processed', file: file.name, environment: 'test', bytes: TEXT.length },
			{ path: 'imports_processed/by-hand.csv', state: 'processed' },
		]);
		const ofLive = (await list('live')).map(({ file: name }) => name).sort();
		expect(ofLive).toEqual(['by-hand.csv', live.name]); // its name doesn't say where it came from
		expect(imports[0]?.modifiedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	it('says when the folder is missing', async () => {
		sandbox.files.remove('live');
		await expect(list('live')).rejects.toThrow("There is no folder 'live'");
	});
});
