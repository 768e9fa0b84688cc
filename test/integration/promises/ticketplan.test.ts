import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { NodeRun } from '../../support/runNode';
import { EXAMPLE_ROWS, mappedByName } from '../../support/ticketplanRows';
import { CONTINUE, filesIn, jsonOf, run, sftp, useSftp } from '../ticketplan/importHarness';

useSftp();

/** A row without a key of its own: it gets one from the key columns. */
const order = (number: number, changes: IDataObject = {}): IDataObject => ({
	...EXAMPLE_ROWS[0]!,
	idempotency_key: '',
	'policy.data.order_number': `A-${number}`,
	...changes,
});

const fileItem = (csv: string | Buffer) => ({
	json: {},
	binary: { data: { data: Buffer.from(csv as string).toString('base64'), mimeType: 'text/csv' } },
});
const runFile = (
	csv: string | Buffer,
	parameters: IDataObject = {},
	settings: NodeRun['settings'] = {},
) => run({ rowSource: 'file', ...parameters }, [fileItem(csv)], settings);
const toCsv = (rows: IDataObject[], delimiter = ',', end = '\n') =>
	[Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
		.map((cells) => cells.join(delimiter) + end)
		.join('');

const sentRows = () => filesIn('test').flatMap((csv) => csv.trimEnd().split('\n').slice(1));
const codesOf = (items: INodeExecutionData[] = []) =>
	items.map(({ json }) => {
		const { findings = [] } = (json.details ?? {}) as {
			findings?: Array<{ column: string; code: string }>;
		};
		return (Array.isArray(findings) ? findings : []).map(({ column, code }) => `${column} ${code}`);
	});
const warningsOf = (items: INodeExecutionData[] = []) =>
	items.map(({ json }) =>
		((json.warnings ?? []) as Array<{ column: string; code: string }>).map(
			({ column, code }) => `${column} ${code}`,
		),
	);

describe('keys', () => {
	it('of several rows with one key none is sent, whatever else is wrong with them', async () => {
		const rows = [order(1), order(1, { 'policy.data.booking_date': 'soon' }), order(2)];
		const { outputs } = await run({}, rows, CONTINUE);
		expect(sentRows()).toHaveLength(1);
		expect(outputs[1]).toHaveLength(2);
		for (const codes of codesOf(outputs[1])) {
			expect(codes).toContain('idempotency_key duplicateKey');
		}
	});

	it('the same in a file', async () => {
		const rows = [order(1), order(2), order(1, { 'policy.email': '' })];
		const { outputs } = await runFile(toCsv(rows), {}, CONTINUE);
		expect(sentRows()).toHaveLength(1);
		expect(
			codesOf(outputs[1]).filter((codes) => codes.includes('idempotency_key duplicateKey')),
		).toHaveLength(2);
	});

	it('Stop says all at once: twins and other findings', async () => {
		const rows = [order(1), order(1), order(2, { 'policy.email': '' })];
		const { error } = await run({}, rows);
		expect(error?.description).toMatch(/same idempotency key/);
		expect(error?.description).toMatch(/policy\.email/);
		expect(sftp.total.connections).toBe(0);
	});

	it('a further ticket column can be a key column', async () => {
		const rows = [
			order(1, { 'quote.data.protected_element.2.price': '1000' }),
			order(1, { 'quote.data.protected_element.2.price': '2000' }),
		];
		const { outputs } = await run(
			{ keyFields: ['policy.data.order_number', 'quote.data.protected_element.2.price'] },
			rows,
		);
		expect(outputs[0]).toHaveLength(2);
	});

	it('so can a column of one’s own', async () => {
		const rows = [order(1, { 'policy.data.seat': '1' }), order(1, { 'policy.data.seat': '2' })];
		const { outputs } = await run(
			{ keyFields: ['policy.data.order_number', 'policy.data.seat'] },
			rows,
		);
		expect(outputs[0]).toHaveLength(2);
	});

	it.each<[string, IDataObject, IDataObject]>([
		['letter case', { 'policy.last_name': 'MÜLLER' }, { 'policy.last_name': 'Müller' }],
		['decomposed', { 'policy.last_name': 'Müller' }, { 'policy.last_name': 'Mu\u0308ller' }],
		[
			'no-break space',
			{ 'policy.data.event_name': 'Big Show' },
			{ 'policy.data.event_name': 'Big\u00A0Show' },
		],
	])('rows that look the same have one key: %s', async (_what, first, second) => {
		const { outputs } = await run({}, [order(1, first), order(1, second)], CONTINUE);
		expect(codesOf(outputs[1])).toEqual([
			['idempotency_key duplicateKey'],
			['idempotency_key duplicateKey'],
		]);
	});

	it.each(['undefined', 'null', 'NaN', '#N/A', '[object Object]'])('%s is no key', async (key) => {
		const { outputs } = await run({}, [order(1, { idempotency_key: key }), order(2)], CONTINUE);
		expect(outputs[1]).toHaveLength(1);
		expect(sentRows()).toHaveLength(1);
	});

	const mapped = (key: string): IDataObject => ({
		columns: {
			mappingMode: 'defineBelow',
			value: {
				...mappedByName(Object.keys(EXAMPLE_ROWS[0]!)),
				idempotency_key: key,
			},
		},
	});
	it('a template whose reference is missing is no key', async () => {
		const { outputs } = await run(
			mapped('=shop-{{ $json.order }}'),
			[order(1), order(2)],
			CONTINUE,
		);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(2);
		expect(sftp.total.connections).toBe(0);
	});
	it('one fixed text for all rows is no key', async () => {
		const { outputs } = await run(mapped('shop'), [order(1), order(2)], CONTINUE);
		expect(outputs[0]).toEqual([]);
	});
	it('a good template is a key', async () => {
		const { outputs } = await run(mapped('=shop-{{ $json["policy.data.order_number"] }}'), [
			order(1),
			order(2),
		]);
		expect(jsonOf(outputs[0]).map(({ idempotencyKey }) => idempotencyKey)).toEqual([
			'shop-A-1',
			'shop-A-2',
		]);
	});
});

describe('settings', () => {
	it.each<[string, string, unknown]>([
		['amounts', 'Amounts', 'Major'],
		['connectionTimeout', 'Connection Timeout', 1e10],
		['connectionTimeout', 'Connection Timeout', '={{ $json.x }}'],
		['maxTries', 'Max Tries', 0],
		['maxTries', 'Max Tries', 1e9],
		['maxRowsPerFile', 'Max Rows per File', -1],
		['maxRowsPerFile', 'Max Rows per File', 'ten'],
		['waitUntilProcessed', 'Wait Until Processed', 1e12],
		['resubmit', 'Send Again', 'yes'],
		['resubmit', 'Send Again', 1],
		['otherFields', 'Other Fields', 'drop'],
		['idempotencyKeys', 'Idempotency Keys', 'Random'],
		['dateFormats', 'Date Formats', ['DD/YYYY']],
		['includeInputFields', 'Include Input Fields', 1],
	])('%s (%s) = %j is refused by name', async (name, label, value) => {
		const stop = await run({ options: { [name]: value } }, [order(1)]);
		expect(stop.error?.message).toContain(label);
		const go = await run({ options: { [name]: value } }, [order(1), order(2)], CONTINUE);
		expect(go.outputs[0] ?? []).toEqual([]);
		expect(go.outputs[1]).toHaveLength(2);
		expect(jsonOf(go.outputs[1]).map(({ details }) => (details as IDataObject).status)).toEqual([
			'notSubmitted',
			'notSubmitted',
		]);
		expect(sftp.total.connections).toBe(0);
	});

	it.each<[string, unknown]>([
		['environment', 'Live'],
		['environment', 'production'],
		['environment', ''],
		['rowSource', 'json'],
		['output', 'row'],
		['operation', 'import'],
	])('%s = %j is refused', async (name, value) => {
		const { error } = await run({ [name]: value } as IDataObject, [order(1)]);
		expect(error?.message.toLowerCase()).toContain(
			name.toLowerCase().replace('rowsource', 'row source'),
		);
		expect(sftp.total.connections).toBe(0);
	});

	it('includeInputFields: ours win', async () => {
		const { outputs } = await run(
			{ options: { includeInputFields: true, otherFields: 'ignore' } },
			[order(1, { status: 'paid', crm: 5, warnings: ['of another node'] })],
		);
		expect(outputs[0]?.[0]?.json).toMatchObject({ status: 'submitted', crm: 5, row: 1 });
		expect(outputs[0]?.[0]?.json).not.toHaveProperty('warnings');
	});
});

describe('cells', () => {
	it.each<[string, IDataObject]>([
		['#N/A', { 'policy.last_name': '#N/A' }],
		['#WERT!', { 'policy.data.venue_name': '#WERT!' }],
		['#NV', { 'policy.data.customer_city': '#NV' }],
		['#REF! as postcode', { 'policy.data.customer_postcode': '#REF!' }],
		['Err:502', { 'policy.data.event_name': 'Err:502' }],
		['a line break in a name', { 'policy.first_name': 'Nick\nMalone' }],
		['an invisible character in an order number', { 'policy.data.order_number': 'A\u200B-1' }],
		['an invisible character in an e-mail', { 'policy.email': 'a\u00ADb@c.de' }],
		['no date: year 1', { 'policy.data.booking_date': '0001-01-01' }],
		['no date: 1899', { 'policy.data.booking_date': '1899-12-30' }],
		['no date: 9999', { 'policy.data.event_end_date': '9999-12-31' }],
		['10115.0 as postcode', { 'policy.data.customer_postcode': '10115.0' }],
		['1.0115E4 as postcode', { 'policy.data.customer_postcode': '1.0115E4' }],
		["'01067 as postcode", { 'policy.data.customer_postcode': "'01067" }],
	])('%s is refused', async (_what, changes) => {
		const { outputs } = await run({}, [order(1, changes)], CONTINUE);
		expect(outputs[0] ?? []).toEqual([]);
		expect(codesOf(outputs[1])[0]?.length).toBeGreaterThan(0);
	});

	it.each<[string, IDataObject, string]>([
		['Null', { 'policy.last_name': 'Null' }, 'policy.last_name'],
		[
			'an HTML entity',
			{ 'policy.data.event_name': 'Sommer &#8211; Nacht' },
			'policy.data.event_name',
		],
		['twice-decoded UTF-8', { 'policy.last_name': 'MÃ¼ller' }, 'policy.last_name'],
		['a zero-width space in a name', { 'policy.last_name': 'Mül\u200Bler' }, 'policy.last_name'],
		[
			'two addresses',
			{ 'policy.data.customer_email': 'a@b.de, c@d.de' },
			'policy.data.customer_email',
		],
		[
			'a name with an address',
			{ 'policy.data.customer_email': 'Nick <a@b.de>' },
			'policy.data.customer_email',
		],
		[
			'a number as postcode',
			{ 'policy.data.customer_postcode': 1010 },
			'policy.data.customer_postcode',
		],
		[
			'a 4-digit postcode',
			{ 'policy.data.customer_postcode': '1010' },
			'policy.data.customer_postcode',
		],
		[
			'an end before the start',
			{ 'policy.data.event_start_date': '2027-03-02', 'policy.data.event_end_date': '2027-03-01' },
			'policy.data.event_end_date',
		],
		[
			'no price at all',
			{ 'quote.data.protected_element.1.price': '' },
			'quote.data.protected_element.1.price',
		],
		['no start date', { 'quote.data.policy_start_date': '' }, 'quote.data.policy_start_date'],
	])('%s is sent with a warning in the output', async (_what, changes, column) => {
		const { outputs, error } = await run({}, [order(1, changes), order(2)]);
		expect(error).toBeUndefined();
		expect(warningsOf(outputs[0])[0]?.some((warning) => warning.startsWith(column))).toBe(true);
		expect('warnings' in (outputs[0]?.[1]?.json ?? {})).toBe(false);
	});

	it.each(['#1 Fan Club', "O'Brien", 'Fam 👨‍👩‍👧', 'می‌خواهم', 'N/A Records', 'True'])(
		'%s is a name',
		async (name) => {
			const { outputs } = await run({}, [order(1, { 'policy.last_name': name })]);
			expect(outputs[0]).toHaveLength(1);
			expect(sentRows()[0]).toContain(name);
		},
	);
});

describe('dates', () => {
	const sentDate = () => sentRows()[0]?.split(',')[10];
	it.each([
		'2027-02-12T23:00:00.000Z',
		'2027-02-12T23:00:00+0000',
		'2027-02-12T23:00:00+00:00',
		'2027-02-12 23:00:00+00',
		'2027-02-12T23:00:00Z',
		'2027-02-12t23:00:00z',
		'2027-02-12T23:00:00.000000+00:00',
	])('%s: the same day with the same warning', async (date) => {
		const { outputs } = await run({}, [order(1, { 'policy.data.booking_date': date })]);
		expect(sentDate()).toBe('2027-02-12');
		expect(warningsOf(outputs[0])[0]).toContain('policy.data.booking_date dayMayBeShifted');
	});

	it.each<[string, string[]]>([
		['13.02.2027 19:30', []],
		['13.02.2027 19:30:05', []],
		['13/02/2027 19:30', ['DD/MM/YYYY']],
		['02/13/2027 7:30 PM', ['MM/DD/YYYY']],
		['02/13/27', ['MM/DD/YY']],
		['13/02/27', ['DD/MM/YY']],
		['2027/02/13 19:30', ['YYYY/MM/DD']],
		['13.02.27 19:30', ['DD.MM.YY']],
		['20270213', ['YYYYMMDD']],
	])('%s with %j', async (date, dateFormats) => {
		const { error } = await run({ options: { dateFormats } }, [
			order(1, { 'policy.data.booking_date': date }),
		]);
		expect(error).toBeUndefined();
		expect(sentDate()).toBe('2027-02-13');
	});

	it('what can be read in one way only is not called ambiguous', async () => {
		const { outputs } = await run(
			{},
			[order(1, { 'policy.data.booking_date': '02/13/2027' })],
			CONTINUE,
		);
		const text = JSON.stringify(outputs[1]?.[0]?.json.details);
		expect(text).not.toMatch(/two ways/);
	});
});

describe('money', () => {
	it('float dust in minor units: no advice that makes other amounts a hundredfold', async () => {
		for (const amount of ['1998.9999999999998', '3000.0']) {
			const { outputs } = await run(
				{},
				[order(1, { 'policy.data.order_value': amount })],
				CONTINUE,
			);
			const text = JSON.stringify(outputs);
			expect(text).not.toMatch(/set .?Amounts/i);
		}
	});
	it('float dust in major units is what it looks like', async () => {
		await run({ options: { amounts: 'major' } }, [
			order(1, { 'policy.data.order_value': 3.3000000000000003 }),
		]);
		expect(sentRows()[0]?.split(',')[14]).toBe('330');
	});
	it.each(['JPY', 'KWD', 'jpy', 'TND'])(
		'a currency without cents or with three decimals in major units: %s',
		async (currency) => {
			const { outputs } = await run(
				{ options: { amounts: 'major' } },
				[order(1, { 'policy.data.order_currency': currency })],
				CONTINUE,
			);
			expect(outputs[0] ?? []).toEqual([]);
			expect(codesOf(outputs[1])[0]?.length).toBeGreaterThan(0);
		},
	);
	it('max_ticket_price under Major is not silently left as it is', async () => {
		const { outputs } = await run(
			{ options: { amounts: 'major' } },
			[order(1, { 'quote.data.max_ticket_price.1.single_banded': '30.00' })],
			CONTINUE,
		);
		const csv = filesIn('test')[0] ?? '';
		const isConverted = csv.includes(',3000');
		expect(isConverted || (outputs[1] ?? []).length === 1).toBe(true);
	});
});

describe('columns', () => {
	it.each([
		['quote.data.start_date', 'quote.data.policy_start_date'],
		['policy.data.street', 'policy.data.customer_street'],
		['policy.idempotency_key', 'idempotency_key'],
		['policy.data.first_name', ''],
	])('%s is a finding that suggests %s', async (name, suggestion) => {
		const { outputs } = await run({}, [order(1, { [name]: 'x' })], CONTINUE);
		expect(outputs[0] ?? []).toEqual([]);
		expect(JSON.stringify(outputs[1]?.[0]?.json.details)).toContain(suggestion);
	});
	it('another extra column is sent, and named in a hint', async () => {
		const { hints } = await run({}, [order(1, { 'policy.data.seat': '7' })]);
		expect(filesIn('test')[0]).toContain('policy.data.seat');
		expect(hints.join()).toContain('policy.data.seat');
	});
	it('lists do not turn into columns', async () => {
		await run(
			{ options: { otherFields: 'ignore' } },
			[order(1, { policy: { data: { files: [{ url: 'a' }] } } })],
			CONTINUE,
		);
		expect(filesIn('test').join()).not.toContain('.0.url');
	});
	it('no suggestion points at another ticket', async () => {
		const { outputs } = await run(
			{},
			[order(1, { 'quote.data.protected_element.2.pric': '5' })],
			CONTINUE,
		);
		expect(JSON.stringify(outputs)).not.toContain("'quote.data.protected_element.1.price'");
	});
});

describe('files', () => {
	const rows = [order(1), order(2)];
	const csv = toCsv(rows);
	const header = Object.keys(rows[0]!);
	it.each<[string, string | Buffer]>([
		['a sep= line', `sep=;\r\n${toCsv(rows, ';', '\r\n')}`],
		['lone CR', toCsv(rows, ',', '\r')],
		['blank lines before the header', `\n\r\n${csv}`],
		[
			'header names in other case and with spaces',
			csv.replace(header.join(','), header.map((name) => ` ${name.toUpperCase()} `).join(',')),
		],
		['lines of empty cells at the end', `${csv}${','.repeat(header.length - 1)}\n;;;\n`],
		['trailing separators', toCsv(rows).replace(/\n/g, ',\n')],
	])('%s is read', async (_what, content) => {
		const { error } = await runFile(content);
		expect(error).toBeUndefined();
		expect(sentRows()).toHaveLength(2);
	});

	it('cells missing at the end of a row are empty ones', async () => {
		const short = csv.replace(/,1\n$/, '\n');
		const { error } = await runFile(short);
		expect(error).toBeUndefined();
		expect(sentRows()).toHaveLength(2);
	});

	it('Windows-1252 is recognised and said, or read', async () => {
		const content = Buffer.from(toCsv([order(1, { 'policy.last_name': 'Müller' })]), 'latin1');
		const { error, outputs } = await runFile(content, {}, CONTINUE);
		const text = `${error?.message ?? ''} ${JSON.stringify(outputs)}`;
		expect(text.includes('Windows-1252') || sentRows()[0]?.includes('Müller')).toBe(true);
	});

	it.each<[string, Buffer, RegExp]>([
		['xlsx', Buffer.from('504b0304140006000800', 'hex'), /Excel/],
		['xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Excel/],
		['gzip', Buffer.from('1f8b0800000000000003', 'hex'), /gzip|compressed/i],
		['pdf', Buffer.from('%PDF-1.7\n'), /PDF/],
		['html', Buffer.from('<!DOCTYPE html><html><body>Login</body></html>'), /HTML|web page/i],
	])('%s: one sentence with the kind and the way out', async (_kind, content, words) => {
		const { error } = await runFile(content);
		expect(error?.message).toMatch(words);
		expect(`${error?.message} ${error?.description}`).toMatch(/Extract from File|Save|CSV/);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/[^\P{Cc}\n\t]|\uFFFD/u);
	});

	it('the same name twice in the header, mapped by name, is a finding', async () => {
		const twice = toCsv([order(1)])
			.replace('\n', ',Mail\n')
			.replace(/\n$/, ',a@b.de\n')
			.replace('policy.language', 'Mail');
		const { error } = await runFile(twice, {
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(
					header.map((name) => [
						name,
						name === 'policy.language'
							? 'en'
							: `={{ $json["${name === 'policy.email' ? 'Mail' : name}"] }}`,
					]),
				),
			},
		});
		expect(`${error?.message} ${error?.description}`).toMatch(/Mail/);
		expect(sentRows()).toHaveLength(0);
	});

	it('a mapping to a header that the file lacks is a finding with a suggestion', async () => {
		const { error } = await runFile(csv, {
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(
					header.map((name) => [
						name,
						`={{ $json["${name === 'policy.first_name' ? 'policy.frist_name' : name}"] }}`,
					]),
				),
			},
		});
		expect(`${error?.message} ${error?.description}`).toMatch(/policy\.frist_name/);
		expect(`${error?.message} ${error?.description}`).toMatch(/policy\.first_name/);
	});

	it('braces in a header name work', async () => {
		const braces = csv.replace('policy.first_name', 'First {Name}');
		const { error } = await runFile(braces, {
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(
					header.map((name) => [
						name,
						`={{ $json["${name === 'policy.first_name' ? 'First {Name}' : name}"] }}`,
					]),
				),
			},
		});
		expect(error).toBeUndefined();
		expect(sentRows()[0]).toContain('Nick');
	});

	it('one row that cannot be read spoils that row only, under Continue', async () => {
		const inch = toCsv([order(1), order(2), order(3)]).replace('A-2,', '5" nails, x"y,');
		const { outputs } = await runFile(inch, {}, CONTINUE);
		expect(sentRows()).toHaveLength(2);
		expect(outputs[1]).toHaveLength(1);
	});

	it('one file that cannot be read spoils that file only, under Continue', async () => {
		const { outputs } = await run(
			{ rowSource: 'file' },
			[fileItem(Buffer.from('%PDF-1.7\n')), fileItem(csv)],
			CONTINUE,
		);
		expect(sentRows()).toHaveLength(2);
		expect(outputs[1]?.length).toBeGreaterThan(0);
		expect(outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
	});

	it('a cell over two lines at the end of a big file without a final line break', async () => {
		const big = toCsv(Array.from({ length: 13_000 }, (_, n) => order(n))).trimEnd();
		const content = `${big.slice(0, big.lastIndexOf(','))},"1\n"`;
		const { error, outputs } = await runFile(content, { output: 'files' }, CONTINUE);
		expect(error).toBeUndefined();
		expect(sentRows().length).toBeGreaterThanOrEqual(12_999);
		expect(JSON.stringify(outputs)).not.toMatch(/can't be read as CSV/);
	}, 60_000);
});

describe('findings can be read', () => {
	it('grouped by column and kind: the one missing e-mail among 60 wrong dates is seen', async () => {
		const rows = Array.from({ length: 60 }, (_, n) =>
			order(n, { 'policy.data.booking_date': 'soon' }),
		);
		rows[40] = { ...rows[40], 'policy.email': '' };
		const { error } = await run({}, rows);
		expect(error?.description).toMatch(/policy\.email/);
		expect(error?.description).toMatch(/60 rows/);
	});
});
