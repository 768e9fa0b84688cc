import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import type { NodeRun } from '../../support/runNode';
import { runNode } from '../../support/runNode';
import { EXAMPLE_CSV, EXAMPLE_ROWS, exampleRow, mappedByName } from '../../support/ticketplanRows';
import { CONTINUE, credential, filesIn, run as runOver, sftp, useSftp } from './importHarness';

useSftp();

const fileItem = (csv: string) => ({
	json: { source: 'shop' },
	binary: { data: { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv' } },
});

const run = (csv: string, parameters: IDataObject = {}, settings: NodeRun['settings'] = {}) =>
	runOver({ rowSource: 'file', output: 'files', ...parameters }, [fileItem(csv)], settings);

const toCsv = (rows: ReadonlyArray<Record<string, unknown>>, delimiter = ',', end = '\n') =>
	[Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
		.map((cells) => cells.join(delimiter) + end)
		.join('');
const sent = () => filesIn('test');

describe('rows from a file', () => {
	it('stand in the field that is meant for each item', async () => {
		const item = (field: string, csv: string) => ({
			json: { field },
			binary: { [field]: fileItem(csv).binary.data },
		});
		const { outputs } = await runOver(
			{ rowSource: 'file', output: 'files', binaryPropertyName: '={{ $json.field }}' },
			[item('first', toCsv([exampleRow('A1')])), item('second', toCsv([exampleRow('A2')]))],
		);
		expect(outputs[0]?.[0]?.json).toMatchObject({ status: 'submitted', rows: 2 });
	});

	it('that are sent when the run is stopped are submitted', async () => {
		let stop: () => void = () => undefined;
		sftp.faults.when(({ kind }) => {
			if (kind === 'RENAME') stop();
			return false;
		}, 'refuse');
		const { outputs } = await runNode({
			node: new TicketplanSftpImport(),
			parameters: { rowSource: 'file' },
			items: [fileItem(EXAMPLE_CSV)],
			settings: CONTINUE,
			credential: { type: new KaskoSftpApi(), data: credential() },
			onStart: (cancel) => (stop = cancel),
		});
		expect(outputs.flat().map(({ json }) => [json.status, json.row])).toEqual([
			['submitted', 1],
			['submitted', 2],
		]);
	});

	it("sends KASKO's example file as it is", async () => {
		const { outputs } = await run(EXAMPLE_CSV);
		expect(sent()).toEqual([EXAMPLE_CSV]);
		expect(outputs[0]!.map(({ json, pairedItem }) => [json.rows, pairedItem])).toEqual([
			[2, [{ item: 0 }]],
		]);
	});

	it.each([
		['semicolons, Windows line ends and a byte order mark', '\uFEFF', ';', '\r\n'],
		['tabs', '', '\t', '\n'],
	])('reads %s', async (_name, start, delimiter, end) => {
		await run(start + toCsv(EXAMPLE_ROWS, delimiter, end));
		expect(sent()).toEqual([EXAMPLE_CSV]);
	});

	it('gives one item per row on request, and leaves out columns that no row fills', async () => {
		const rows = ['', '', 'late'].map((street, n) =>
			exampleRow(`A${n}`, {
				'policy.data.customer_street': street,
				'policy.data.customer_city': '',
			}),
		);
		const { outputs } = await run(toCsv(rows), { output: 'rows' });

		expect(outputs[0]!.map(({ json }) => json.row)).toEqual([1, 2, 3]);
		expect(sent()[0]).toContain('customer_street');
		expect(sent()[0]).not.toContain('customer_city');
	});

	it('puts refused rows on the error output and sends the rest', async () => {
		const csv =
			toCsv([
				exampleRow('A0'),
				exampleRow('A1'),
				exampleRow('A2', { 'policy.email': '' }),
				exampleRow('A1'),
			]) + 'only,three,cells\n,,, \n';
		const { outputs } = await run(csv, {}, CONTINUE);

		expect(outputs[0]![0]!.json).toMatchObject({ status: 'submitted', rows: 1 });
		const found = outputs[1]!.map(({ json }) => json.details as IDataObject);
		expect(found.map(({ row, findings }) => [row, (findings as IDataObject[])[0]!.code])).toEqual([
			[2, 'duplicateKey'],
			[3, 'required'],
			[4, 'duplicateKey'],
			[5, 'malformedRow'],
		]);
	});

	it('leaves out what only a row with a repeated key fills', async () => {
		const city = (name: string) => ({ 'policy.data.customer_city': name });
		const rows = [
			exampleRow('A0', city('')),
			exampleRow('A1', city('Test town')),
			exampleRow('A1', city('Test town')),
		];
		const { outputs } = await run(toCsv(rows), {}, CONTINUE);

		expect(outputs.map((items) => items?.length)).toEqual([1, 2]);
		expect(sent()).toEqual([expect.not.stringContaining('customer_city')]);
	});

	it('refuses a file with a column that is none, and says which', async () => {
		const { error } = await run(toCsv([{ ...exampleRow('A1'), 'policy.frist_name': 'x' }]));
		expect(error?.description).toContain("Did you mean 'policy.first_name'?");
		expect(sftp.total.connections).toBe(0);
	});

	it('maps the names in the header one by one', async () => {
		const { 'policy.email': email, ...others } = exampleRow('A1');
		const value = {
			...mappedByName(Object.keys(others)),
			'policy.email': '={{ $json["E-Mail"] }}',
			'policy.data.venue_country': '={{ "aust" + "ria" }}',
		};
		await run(toCsv([{ ...others, 'E-Mail': email, other: 'x' }]), {
			columns: { mappingMode: 'defineBelow', value },
		});
		expect(sent()[0]).toContain(',nick.malone@com,');
		expect(sent()[0]).toContain(',austria,');
	});

	it('refuses an expression that would need each line as an n8n item', async () => {
		const value = { 'policy.email': '={{ $json.mail.trim() }}' };
		const { error } = await run(EXAMPLE_CSV, { columns: { mappingMode: 'defineBelow', value } });
		expect(error?.message).toContain("'policy.email' is too complex for rows from a file");
	});

	it.each([
		['no file', { binaryPropertyName: 'other' }, EXAMPLE_CSV, "no file in 'other'"],
		['no rows', {}, EXAMPLE_CSV.split('\n')[0]!, 'There are no rows'],
		['an Excel sheet', {}, 'PK\x03\x04 xl/', 'it is an Excel workbook'],
		[
			'a header that is no CSV',
			{},
			`"a,b\n${EXAMPLE_CSV}`,
			"header in line 1 can't be read as CSV",
		],
	])('says so when there is %s', async (_name, parameters, csv, message) => {
		expect((await run(csv, parameters)).error?.message).toContain(message);
		const { outputs } = await run(csv, parameters, CONTINUE);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]![0]!.json.error).toContain(message);
	});

	it('names what is wrong by row, line and column, all of it at once', async () => {
		const [header, first, second] = EXAMPLE_CSV.split('\n') as [string, string, string];
		const lines = [header, '', first.replace('Nick', '"Ni"ck'), second, 'a,b', `${first},x`, '"x'];
		const { error } = await run(lines.join('\n'));
		expect(error?.message).toContain('4 rows of 5');
		expect(error?.description).toMatch(
			/Row 1 \(line 3\), First Name · policy\.first_name: .*text follows/,
		);
		expect(error?.description).toMatch(/Row 3 \(line 5\), .*2 cells, .*33 names/);
		expect(error?.description).toMatch(/Row 4 \(line 6\), .*34 cells, .*33 names/);
		expect(error?.description).toMatch(/Row 5 \(line 7\), .*not closed/);
		expect(sftp.total.connections).toBe(0);
	});

	it('that can not be read do not keep the others from being sent, with Continue', async () => {
		const { outputs } = await run(`${EXAMPLE_CSV}x"y,5" nails\n"x`, {}, CONTINUE);
		expect(sent()).toEqual([EXAMPLE_CSV]);
		expect(outputs[1]!.map(({ json }) => json.details)).toEqual([
			{ row: 3, line: 4, findings: [expect.objectContaining({ code: 'malformedRow' })] },
			{ row: 4, line: 5, findings: [expect.objectContaining({ code: 'malformedRow' })] },
		]);
	});

	it('of one file that can not be read do not keep those of another from being sent', async () => {
		const items = [fileItem('%PDF-1.7'), fileItem(EXAMPLE_CSV), { json: {} }, fileItem('')];
		const { outputs } = await runOver({ rowSource: 'file', output: 'files' }, items, CONTINUE);
		expect(sent()).toEqual([EXAMPLE_CSV]);
		expect(outputs[1]!.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringMatching(/^The file of item 1 was not sent: .*PDF/), { item: 0 }],
			[expect.stringMatching(/^The file of item 3 was not sent: .*no file/), { item: 2 }],
		]);
		const { error: alone } = await runOver({ rowSource: 'file' }, items.slice(0, 2).reverse());
		expect(alone?.message).toMatch(/^The file of item 2: .*PDF/);
		const { error } = await runOver({ rowSource: 'file', output: 'files' }, items);
		expect(error?.message).toBe("2 files can't be read, so nothing was sent");
		expect(error?.description).toMatch(/^The file of item 1: .*PDF/m);
		expect(error?.description).toMatch(/^The file of item 3: .*no file/m);
	});

	it('in a file that can not be read are told with its item in a preview, too', async () => {
		const items = [fileItem(EXAMPLE_CSV), fileItem('%PDF-1.7')];
		const { outputs, binaries } = await runOver(
			{ rowSource: 'file', operation: 'previewFile' },
			items,
		);
		const told = "The file of item 2: The file can't be read as CSV: it is a PDF document";
		expect(outputs[0]![1]!.json).toMatchObject({ row: 0, message: told });
		expect(binaries['0.findings']).toContain(told);
		const { outputs: shown } = await runOver(
			{ rowSource: 'file', operation: 'previewFile' },
			items,
			{ typeVersion: 1.1 },
		);
		expect(shown[0]![0]!.json.remarks).toContain(told);
	});

	it('in several files that can not be read: each reason is told', async () => {
		const items = ['%PDF-1.7', '{"a":1}', '%PDF-1.4'].map(fileItem);
		const { error } = await runOver({ rowSource: 'file' }, items);
		expect(error?.message).toBe("3 files can't be read, so nothing was sent");
		expect(error?.description).toMatch(/PDF.* \(2 files, first: the file of item 1\)/);
		expect(error?.description).toMatch(/^The file of item 2: .*JSON/m);
		const { hints } = await runOver({ rowSource: 'file' }, items, CONTINUE);
		expect(hints[0]).toMatch(/^3 files refused/);
	});

	it('stand in another field than the one that is set, which is named', async () => {
		const items = [{ json: {}, binary: { attachment_0: fileItem('').binary.data } }];
		const { error } = await runOver({ rowSource: 'file' }, items);
		expect(error?.description).toContain("such as 'attachment_0'");
	});

	it.each([
		['missing at the end', (line: string) => line.replace(/,1$/, ''), 2],
		['too many, but empty', (line: string) => `${line},,`, 2],
		[
			'missing, a required one among them',
			(line: string) => line.split(',').slice(0, 20).join(),
			0,
		],
		['too many', (line: string) => `${line},x`, 0],
	])('with cells %s', async (_name, change, good) => {
		const [header, ...lines] = EXAMPLE_CSV.trimEnd().split('\n');
		await run([header, ...lines.map(change)].join('\n'), {}, CONTINUE);
		expect(sent().join().match(/5597/g) ?? []).toHaveLength(good);
	});

	it('in Windows-1252 are recognised, and read on request', async () => {
		const csv = Buffer.from(EXAMPLE_CSV.replace('Nick', 'Jörg'), 'latin1');
		const item = {
			...fileItem(''),
			binary: { data: { data: csv.toString('base64'), mimeType: '' } },
		};
		const parameters = { rowSource: 'file', output: 'files' };
		const { error } = await runOver(parameters, [item]);
		expect(error?.description).toMatch(/policy\.first_name: .*'File Encoding' to Windows-1252/);
		expect(error?.description).not.toContain('is empty');
		await runOver({ ...parameters, options: { fileEncoding: 'windows-1252' } }, [item]);
		expect(sent()).toEqual([EXAMPLE_CSV.replace('Nick', 'Jörg')]);
	});

	it('in Windows-1252 are recognised by the column, however the header spells it', async () => {
		const csv = EXAMPLE_CSV.replace('policy.first_name', 'Policy.First Name').replace(
			'Nick',
			'J\u00F6rg',
		);
		const data = { data: Buffer.from(csv, 'latin1').toString('base64'), mimeType: 'text/csv' };
		const parameters = { rowSource: 'file', output: 'files' };
		const { outputs } = await runOver(parameters, [{ json: {}, binary: { data } }], CONTINUE);
		const { findings } = outputs[1]![0]!.json.details as { findings: IDataObject[] };
		expect(findings.map(({ column, code }) => [column, code])).toEqual([
			['policy.first_name', 'brokenCharacter'],
		]);
	});

	it('in Windows-1252 are sent where only cells that are not sent are concerned', async () => {
		const [header, ...lines] = EXAMPLE_CSV.trimEnd().split('\n');
		const text = [`${header},Notes`, ...lines.map((line) => `${line},Müller`)].join('\n');
		const data = { data: Buffer.from(text, 'latin1').toString('base64'), mimeType: 'text/csv' };
		const items = [{ json: {}, binary: { data } }];
		const parameters = { rowSource: 'file', output: 'files' };
		const { error } = await runOver(parameters, items);
		expect(error?.description).toContain("'Notes' is not a column");
		await runOver({ ...parameters, options: { otherFields: 'ignore' } }, items);
		expect(sent()).toEqual([EXAMPLE_CSV]);
		const value = mappedByName(Object.keys(EXAMPLE_ROWS[0]!));
		value['policy.data.venue_name'] = '={{ $json["Notes"] }}';
		const columns = { mappingMode: 'defineBelow', value };
		const { error: mapped } = await runOver({ ...parameters, columns }, items);
		expect(mapped?.description).toMatch(/Notes: .*'File Encoding' to Windows-1252/);
	});

	it.each([
		['no header', EXAMPLE_CSV.split('\n').slice(1).join('\n'), 'utf8'],
		['a header of another kind', 'Name;Größe\nNick;1\n', 'utf8'],
	] as const)('with %s are refused at once, and shown to nobody', async (_name, csv, encoding) => {
		const item = fileItem(Buffer.from(csv, encoding).toString());
		const { error } = await runOver({ rowSource: 'file' }, [item]);
		expect(error?.message).toContain('None of the names in the first line');
		expect(`${error?.message} ${error?.description}`).not.toMatch(/Nick|Malone|Größe/);
	});

	it.each([
		['Cyrillic', [0xc0, 0xed, 0xe4, 0xf0, 0xb3, 0xe9]],
		['of the Mac', [0x4d, 0x9f, 0x6c, 0x6c, 0x65, 0x72]],
		['of DOS', [0x4a, 0x94, 0x72, 0x67]],
	])('in an old encoding, %s, are not taken for Windows-1252', async (_name, letters) => {
		const csv = EXAMPLE_CSV.replaceAll('Nick', String.fromCharCode(...letters));
		const data = { data: Buffer.from(csv, 'latin1').toString('base64'), mimeType: 'text/csv' };
		const parameters = { rowSource: 'file', options: { fileEncoding: 'windows-1252' } };
		const { outputs } = await runOver(parameters, [{ json: {}, binary: { data } }], CONTINUE);
		expect(outputs.map((items) => items?.map(({ json }) => json.status ?? json.message))).toEqual([
			['submitted'],
			[expect.stringMatching(/policy\.first_name: .*'File Encoding'.*UTF-8/)],
		]);
	});

	it.each([
		[{}, /^Cell 1 of the line .*'Other Fields' to 'Ignore'/m],
		[{ otherFields: 'ignore' }, undefined],
	])(
		'may have a column without a name, such as the numbers of pandas and R: %j',
		async (options, finding) => {
			const csv = EXAMPLE_CSV.split('\n')
				.map((line, n) => line && `${n || ''},${line}`)
				.join('\n');
			const { error, hints } = await run(csv, { options });
			if (finding) expect(error?.description).toMatch(finding);
			else {
				expect(sent()).toEqual([EXAMPLE_CSV]);
				expect(hints.join()).toContain('left out: column 1, which has no name');
			}
		},
	);

	it.each([
		['whole lines in quotation marks', EXAMPLE_CSV.replace(/^.+$/gm, '"$&"')],
		['a line that names another separator', `sep=;\n${EXAMPLE_CSV}`],
	])('with a header that is one cell: %s', async (_name, csv) => {
		const { error } = await run(csv);
		expect(error?.message).toMatch(/header in line \d is one cell, though it holds separators/);
	});

	it('with a header that is not UTF-8 are recognised', async () => {
		const csv = Buffer.from(EXAMPLE_CSV.replace('policy.language', 'Länge'), 'latin1');
		const data = { data: csv.toString('base64'), mimeType: 'text/csv' };
		const { error } = await runOver({ rowSource: 'file' }, [{ json: {}, binary: { data } }]);
		expect(error?.message).toContain('header in line 1 holds a character that is not UTF-8');
		expect(error?.description).toContain('Windows-1252');
	});

	describe('mapped by name', () => {
		const names = Object.keys(EXAMPLE_ROWS[0]!);
		const mapping = (changes: Record<string, string>) => ({
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(
					names.map((name) => [name, `={{ $json["${changes[name] ?? name}"] }}`]),
				),
			},
		});
		const twice = (first: string, second: string) =>
			EXAMPLE_CSV.split('\n')
				.filter(Boolean)
				.map((line, n) => `${line},${n ? `${first},${second}` : 'E-Mail,E-Mail'}\n`)
				.join('');

		it.each([
			['differ', 'buyer@a.de', 'guest@a.de', 0],
			['differ, one of them empty', '', 'guest@a.de', 0],
			['are the same', 'buyer@a.de', ' buyer@a.de', 2],
		])('a name that is there twice, where the cells %s', async (_name, first, second, good) => {
			const { outputs } = await run(
				twice(first, second),
				mapping({ 'policy.email': 'E-Mail' }),
				CONTINUE,
			);
			expect(
				sent()
					.join()
					.match(/buyer@a\.de/g) ?? [],
			).toHaveLength(good);
			if (good === 0) {
				expect(outputs[1]![0]!.json.message).toMatch(
					/policy\.email: 'E-Mail' stands in the header of the file 2 times/,
				);
			}
		});

		it('a name that is there twice, but is not mapped', async () => {
			await run(twice('a', 'b'), mapping({}));
			expect(sent()).toEqual([EXAMPLE_CSV]);
		});

		it.each([
			['e-mail', "Did you mean 'E-Mail'"],
			['EMail', "Did you mean 'E-Mail'"],
			['policy.emial', "Did you mean 'policy.email'"],
			['Nothing of the kind', 'Map it to a name in the first line'],
		])('a name that is not there: %s', async (name, hint) => {
			const { error } = await run(twice('a', 'b'), mapping({ 'policy.email': name }));
			expect(error?.description).toContain(`It is mapped to '${name}', but the header`);
			expect(error?.description).toContain(hint);
			expect(error?.description).not.toContain('is empty');
		});

		it('names that are not there, several in one column: each is named, and the row counts once', async () => {
			const { columns } = mapping({});
			columns.value['policy.data.customer_street'] =
				'={{ $json["Street"] }} {{ $json["policy.data.customer_strete"] }} {{ $json["Street"] }}';
			const { error } = await run(EXAMPLE_CSV, { columns });
			expect(error?.description).toContain(
				"It is mapped to 'Street' and 'policy.data.customer_strete', but the header",
			);
			expect(error?.description).toContain('Map it to a name in the first line of the file.');
			expect(error?.description).toContain("Did you mean 'policy.data.customer_street'?");
			expect(error?.description).toContain('(2 rows, first: row 1');
		});

		it('a path into nested fields, which a file does not have', async () => {
			const { columns } = mapping({});
			columns.value['policy.email'] = '={{ $json.policy.email }}';
			const { error } = await run(EXAMPLE_CSV, { columns });
			expect(error?.description).toContain(`Map it as {{ $json["policy.email"] }}`);
		});

		it.each([
			['a line break', '"Venue\nName"', 'Venue Name'],
			['Windows line breaks', '"Venue\r\nName"', 'Venue Name'],
			['a no-break space', 'Venue\u00A0Name', 'Venue Name'],
			['two spaces', 'Venue  Name', 'Venue Name'],
			['two spaces in both', 'Venue  Name', 'Venue  Name'],
			['decomposed letters', 'Stra\u00DFe Mu\u0308ller', 'Stra\u00DFe M\u00FCller'],
			['a zero-width space', 'Venue\u200BName', 'VenueName'],
		])('a name that looks as it is mapped: %s', async (_what, inFile, name) => {
			await run(
				EXAMPLE_CSV.replace('policy.data.venue_name', inFile),
				mapping({ 'policy.data.venue_name': name }),
			);
			expect(sent()).toEqual([EXAMPLE_CSV]);
		});

		it.each([
			['6"-Platz', '6"-platz', `Map it as {{ $json['6"-Platz'] }}.`],
			['Sitz-Nr', 'sitz-nr', 'Map it as {{ $json["Sitz-Nr"] }}.'],
			['Sitz\\Nr', 'Sitz Nr', 'rename it in the first line of the file'],
		])(
			'a name that is not there, with advice that can be followed: %s',
			async (inFile, name, hint) => {
				const columns = mapping({ 'policy.data.venue_name': 'x' });
				columns.columns.value['policy.data.venue_name'] = `={{ $json['${name}'] }}`;
				const cell = /"/.test(inFile) ? `"${inFile.replaceAll('"', '""')}"` : inFile;
				const { error } = await run(EXAMPLE_CSV.replace('policy.data.venue_name', cell), columns);
				expect(error?.description).toContain(hint);
			},
		);

		it.each(['Price {EUR}', '{', '}x{', 'a } b', 'policy.email {guest}'])(
			'a name with braces: %s',
			async (name) => {
				await run(
					EXAMPLE_CSV.replace('policy.data.venue_name', name),
					mapping({ 'policy.data.venue_name': name }),
				);
				expect(sent()).toEqual([EXAMPLE_CSV]);
			},
		);
	});

	it('splits a file and reads it once for all parts', async () => {
		const rows = Array.from({ length: 5 }, (_, n) => exampleRow(`A${n}`));
		const { outputs } = await run(toCsv(rows), { options: { maxRowsPerFile: 2 } });
		expect(outputs[0]!.map(({ json }) => json.rows)).toEqual([2, 2, 1]);
		expect(sent().join('').match(/A\d/g)?.sort()).toEqual(['A0', 'A1', 'A2', 'A3', 'A4']);
	});
});
