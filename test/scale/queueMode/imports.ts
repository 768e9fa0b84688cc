import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { publishImport } from '../../support/publishImport';
import { numbersTo } from '../../support/pushWorkflow';
import { exampleRow } from '../../support/ticketplanRows';
import { demo, sshd } from '../cluster';
import { writeFigures } from '../figures';
import { SIZES } from '../sizes';

const AT_ONCE = 50;
/** So many of them bring what another one brings, too. */
const REPEATED = 10;

/** Workflows that import in the same moment, in both workers, each into a file of its own on a real sshd. */
export function testImports(): void {
	it('50 at once give exactly the files and policies that they should', async () => {
		const { importer, sftp } = demo.sandbox;
		const { importRows } = await publishImport(demo.session, 'sshd');
		const rowsOf = (shop: number) =>
			numbersTo(SIZES.rowsPerImport).map((row) => exampleRow(`${shop}-${row}`));
		const shops = numbersTo(AT_ONCE).map((number) => number % (AT_ONCE - REPEATED));

		const start = Date.now();
		const answers = await Promise.all(shops.map((shop) => importRows(rowsOf(shop))));
		const seconds = (Date.now() - start) / 1000;

		expect(answers.flat().sort()).toEqual(
			answers
				.flatMap((_answer, index) =>
					numbersTo(SIZES.rowsPerImport).map(() =>
						index < REPEATED ? 'alreadySubmitted' : 'submitted',
					),
				)
				.sort(),
		);
		const folder = join(sshd.folder, 'test');
		const files = readdirSync(folder);
		expect(files).toHaveLength(AT_ONCE - REPEATED);
		expect(files.filter((name) => !name.endsWith('.csv'))).toEqual([]);

		const before = importer.policies.length;
		for (const name of files) sftp.files.write(`test/${name}`, readFileSync(join(folder, name)));
		await importer.run();
		const orders = importer.policies
			.slice(before)
			.map(({ values }) => String(values['policy.data.order_number']));
		expect(importer.refused.filter(({ file }) => files.includes(file))).toEqual([]);
		expect(orders.sort()).toEqual(
			numbersTo(AT_ONCE - REPEATED)
				.flatMap((shop) => numbersTo(SIZES.rowsPerImport).map((row) => `${shop}-${row}`))
				.sort(),
		);

		const policies = orders.length;
		await writeFigures('imports', {
			title: 'Imports at once',
			method: [
				`${AT_ONCE} webhook calls in the same moment, each with ${SIZES.rowsPerImport} rows, of which ${REPEATED} bring the same rows as another one; the files lie on a real sshd, and the local KASKO imports them afterwards.`,
			],
			tables: [
				{
					title: 'One node, one sshd, two workers',
					head: ['workflows', 'rows each', 'files', 'policies', 'seconds', 'rows per second'],
					rows: [
						[
							AT_ONCE,
							SIZES.rowsPerImport,
							files.length,
							policies,
							seconds,
							(AT_ONCE * SIZES.rowsPerImport) / seconds,
						],
					],
				},
			],
		});
	});
}
