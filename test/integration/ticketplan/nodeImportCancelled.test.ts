import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../../support/runNode';
import { exampleRow } from '../../support/ticketplanRows';
import { CONTINUE, credential, sftp, useSftp } from './importHarness';

useSftp();

type Items = Array<{ json: IDataObject }>;

/** Runs the node and stops the execution when the server gets its `n`th request; gives what the node said in the end. */
async function runAndCancel(output: string, n: number, options: IDataObject): Promise<Items> {
	let cancel = () => {};
	sftp.faults.when(({ request }) => {
		if (request === n) cancel();
		return false;
	}, 'refuse');
	const node = new TicketplanSftpImport();
	const { execute } = node;
	const ended = new Promise<Items>((resolve, reject) => {
		node.execute = async function () {
			const result = execute.call(this);
			result.then((outputs) => resolve((outputs as Items[]).flat()), reject);
			return await result;
		};
	});
	const items = ['A1', 'A2'].map((order) => exampleRow(order)) as IDataObject[];
	await runNode({
		node,
		parameters: { output, options },
		items,
		settings: CONTINUE,
		credential: { type: new KaskoSftpApi(), data: credential() },
		onStart: (stop) => (cancel = stop),
	}).catch(() => undefined);
	return await ended;
}

describe.each(['rows', 'files'])('stopped at any step, with Output = %s', (output) => {
	it.each<[string, IDataObject]>([
		['one file', {}],
		['two files', { maxRowsPerFile: 1 }],
		["one file with a name of one's own", { fileName: 'orders' }],
		['while it waits for KASKO', { waitUntilProcessed: 60 }],
	])(
		'%s: what is said is what is there',
		async (_what, options) => {
			await runAndCancel(output, Infinity, { ...options, waitUntilProcessed: 0 });
			const steps = sftp.total.requests;
			expect(steps).toBeGreaterThan(8);
			for (let n = 1; n <= steps; n++) {
				sftp.reset();
				const said = await runAndCancel(output, n, options);
				await sftp.idle();
				const there = sftp.files.list('test');
				const submitted = said.flatMap(({ json }) =>
					json.status === 'submitted' ? [json.file] : [],
				);
				expect([n, ...new Set(submitted)]).toEqual([n, ...there]);
				for (const { json } of said) {
					const status = json.status ?? (json.details as IDataObject).status;
					expect([n, status]).toEqual([n, expect.stringMatching(/^(?:submitted|notSubmitted)$/)]);
				}
			}
		},
		60_000,
	);
});
