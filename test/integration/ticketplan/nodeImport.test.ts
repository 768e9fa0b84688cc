import { EXAMPLE_CSV, EXAMPLE_ROWS, exampleRow } from '../../support/ticketplanRows';
import { CONTINUE, filesIn, jsonOf, run, sftp, useSftp } from './importHarness';

useSftp();

describe('Ticketplan SFTP Import in n8n-core', () => {
	it("sends KASKO's two example rows as KASKO's example file", async () => {
		const { outputs, hints } = await run({}, [...EXAMPLE_ROWS]);

		expect(filesIn('test')).toEqual([EXAMPLE_CSV]);
		expect(filesIn('live')).toEqual([]);
		const [file] = sftp.files.list('test');
		expect(file).toMatch(/^ticketplan-test-[0-9a-f]{16}\.csv$/);
		expect(jsonOf(outputs[0])).toEqual(
			EXAMPLE_ROWS.map(({ idempotency_key }, index) => ({
				status: 'submitted',
				idempotencyKey: idempotency_key,
				file,
				row: index + 1,
				environment: 'test',
			})),
		);
		expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(hints).toEqual([]);
		await sftp.idle();
	});

	it('finds the same content again and does not send it twice', async () => {
		await run({ output: 'files' }, [exampleRow('A1')]);
		const { outputs } = await run({ output: 'files' }, [exampleRow('A1')]);

		expect(sftp.files.list('test')).toHaveLength(1);
		expect(jsonOf(outputs[0])).toEqual([
			expect.objectContaining({ status: 'alreadySubmitted', rows: 1, environment: 'test' }),
		]);
		expect(outputs[0]![0]!.pairedItem).toEqual([{ item: 0 }]);
	});

	it('sends nothing and opens no connection while a row is refused', async () => {
		const bad = { 'policy.email': '', 'policy.data.booking_date': '31.02.2026' };
		const { error, run: result } = await run({}, [exampleRow('A1'), exampleRow('A2', bad)]);

		expect(result.status).toBe('error');
		expect(error?.message).toBe("1 row of 2 can't be imported, so nothing was sent");
		expect(error?.description).toContain('Row 2, Email · policy.email: ');
		expect(error?.description).toContain('There is no such day as 2026-02-31');
		expect(sftp.total.connections).toBe(0);
	});

	it('sends none of two rows with the same key, and tells of it at both', async () => {
		const rows = [exampleRow('A1'), exampleRow('A2'), exampleRow('A1')];
		const { outputs } = await run({}, rows, CONTINUE);

		expect(jsonOf(outputs[0]).map(({ row }) => row)).toEqual([2]);
		expect(jsonOf(outputs[1])).toEqual(
			[1, 3].map((row) =>
				expect.objectContaining({
					details: expect.objectContaining({
						row,
						findings: [expect.objectContaining({ code: 'duplicateKey' })],
					}) as object,
				}),
			),
		);
	});

	it('sends the good rows and puts the refused ones on the error output', async () => {
		const rows = [exampleRow('A1', { 'policy.language': 'english' }), exampleRow('A2')];
		const { outputs, hints, executions } = await run({}, rows, {
			...CONTINUE,
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 0,
		});

		expect(executions).toBe(1);
		expect(jsonOf(outputs[0])).toEqual([expect.objectContaining({ status: 'submitted', row: 2 })]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]![0]!.json).toMatchObject({
			error: 'Row 1 was not sent: 1 finding',
			details: {
				row: 1,
				findings: [
					{
						column: 'policy.language',
						code: 'notAllowed',
						value: 'english',
						message: expect.any(String),
						hint: expect.any(String),
					},
				],
			},
		});
		expect(hints.join()).toContain('1 row refused');
		expect(filesIn('test').join()).not.toContain('A1');
	});

	it('makes no file of no good row, and says so', async () => {
		const { outputs, hints } = await run(
			{},
			[exampleRow('A1', { 'policy.email': null })],
			CONTINUE,
		);

		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(1);
		expect(hints.join()).toContain('no file was made');
		expect(sftp.total.connections).toBe(0);
	});

	it('splits the rows, and tells which file each is in', async () => {
		const rows = ['A1', 'A2', 'A3'].map((order) => exampleRow(order));
		const { outputs } = await run({ options: { maxRowsPerFile: 2, fileName: 'orders' } }, rows);

		expect(sftp.files.list('test').sort()).toEqual(['orders-1.csv', 'orders-2.csv']);
		expect(jsonOf(outputs[0]).map(({ file, row }) => [file, row])).toEqual([
			['orders-1.csv', 1],
			['orders-1.csv', 2],
			['orders-2.csv', 3],
		]);
		expect(filesIn('test').map((csv) => csv.split('\n').length - 2)).toEqual([2, 1]);
	});

	it('lists what is pending', async () => {
		await run({}, [exampleRow('A1')]);
		const { outputs } = await run({ operation: 'getImports' }, [{}]);
		expect(jsonOf(outputs[0])).toEqual([
			{
				file: sftp.files.list('test')[0],
				path: `test/${sftp.files.list('test')[0]}`,
				state: 'pending',
				environment: 'test',
				bytes: expect.any(Number),
				modifiedAt: expect.any(String),
			},
		]);
	});
});
