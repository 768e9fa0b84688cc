import fc from 'fast-check';

import { problem } from '../../../nodes/TicketplanSftpImport/finding';
import { RowChecker } from '../../../nodes/TicketplanSftpImport/check/RowChecker';
import { ColumnSet } from '../../../nodes/TicketplanSftpImport/columns/ColumnSet';
import { COLUMNS, DEFAULT_KEY_COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import type { KeyRegister } from '../../../nodes/TicketplanSftpImport/check/KeyRegister';
import { keyMaker } from '../../../nodes/TicketplanSftpImport/check/makeKey';
import { RepeatedKeys } from '../../../nodes/TicketplanSftpImport/check/RepeatedKeys';
import { SeenKeys } from '../../../nodes/TicketplanSftpImport/check/SeenKeys';
import { exampleRow } from '../../support/ticketplanRows';

describe('keyMaker', () => {
	it('gives the same key for ever', () => {
		expect(keyMaker(['policy.data.order_number', 'policy.first_name'])(['5597', 'Nick'])).toBe(
			'5ebaef63-74fb-553a-9168-507cac5f3d4e',
		);
	});

	it.each([
		[
			['a', 'b'],
			['1', ''],
			['a', 'b'],
			['', '1'],
		],
		[
			['a', 'b'],
			['1', '2'],
			['a', 'c'],
			['1', '2'],
		],
		[
			['a', 'b'],
			['12', '3'],
			['a', 'b'],
			['1', '23'],
		],
	])('tells %j %j from %j %j', (names, texts, otherNames, otherTexts) => {
		expect(keyMaker(names)(texts)).not.toBe(keyMaker(otherNames)(otherTexts));
	});

	it('makes no key of nothing', () => {
		expect(keyMaker(['a', 'b'])(['', ''])).toBeUndefined();
		expect(keyMaker([])([])).toBeUndefined();
	});
});

describe('a register of keys', () => {
	const addAll = (keys: KeyRegister, texts: string[]) =>
		texts.map((text, item) => keys.add(text, item + 1, item));
	const firsts = (texts: string[]) =>
		texts.map((text, item) => {
			const first = texts.indexOf(text);
			return first === item ? undefined : { row: first + 1, item: first };
		});
	const someTexts = fc.array(fc.string({ maxLength: 3 }), { maxLength: 30 });

	it('of items gives the row that has a key first, at once', () => {
		fc.assert(
			fc.property(someTexts, (texts) => {
				expect(addAll(new SeenKeys(), texts)).toEqual(firsts(texts));
			}),
		);
	});

	it('of files gives it from the second time on', () => {
		fc.assert(
			fc.property(someTexts, (texts) => {
				const keys = new RepeatedKeys();
				expect(addAll(keys, texts)).toEqual(texts.map(() => undefined));
				keys.endFirstPass();
				expect(keys.needsSecondPass).toBe(new Set(texts).size < texts.length);
				expect(addAll(keys, texts)).toEqual(firsts(texts));
				expect(addAll(keys, texts)).toEqual(firsts(texts));
			}),
			{ numRuns: 50 },
		);
	});

	it('of files suspects no key among many without reason', () => {
		const keys = new RepeatedKeys();
		for (let n = 1; n <= 300_000; n++) keys.add(`key-${n}`, n, 0);
		keys.endFirstPass();
		expect(keys.needsSecondPass).toBe(false);
	});
});

it('names the file of the other row, when a key is in two files', () => {
	const settings = { amounts: 'minor', dateFormats: [], keyColumns: [] } as const;
	const keys = new RepeatedKeys();
	const checker = new RowChecker(new ColumnSet(false), settings, () => undefined, keys);
	const cells = COLUMNS.map(({ example }) => example);
	const check = (item: number, row = 4) => checker.check({ row, item, cells, findings: [] });
	expect(check(0)).toHaveProperty('texts');
	expect(check(1)).toHaveProperty('texts'); // not known, yet
	keys.endFirstPass();
	expect(keys.needsSecondPass).toBe(true);
	expect(check(0)).toHaveProperty('texts');
	expect(check(0)).toHaveProperty('texts'); // the same row, in the next pass
	expect(check(1)).toMatchObject({
		findings: [{ message: 'Row 4 (item 1 of the input) has the same idempotency key' }],
	});
	expect(check(0, 5)).toMatchObject({
		findings: [{ message: 'Row 4 has the same idempotency key' }],
	});
});

it('does not say of a cell that could not be read that it is empty, too', () => {
	const settings = { amounts: 'minor', dateFormats: [], keyColumns: [] } as const;
	const keys = new SeenKeys();
	const checker = new RowChecker(new ColumnSet(false), settings, () => undefined, keys);
	const cells = COLUMNS.map(({ name, example }) => (name === 'policy.email' ? '' : example));
	const unread = problem('policy.email', 'notResolved', '', 'no result', 'Correct it.');
	expect(checker.check({ row: 1, item: 0, cells, findings: [unread] })).toMatchObject({
		findings: [{ code: 'notResolved' }],
	});
});

describe('the keys of a run', () => {
	const SETTINGS = { amounts: 'minor', dateFormats: [], keyColumns: DEFAULT_KEY_COLUMNS } as const;

	function check(rows: Array<Record<string, unknown>>, settings = {}) {
		const columns = new ColumnSet(false);
		const keys = new SeenKeys();
		const checker = new RowChecker(columns, { ...SETTINGS, ...settings }, () => undefined, keys);
		return rows.map((json, item) => {
			const cells = COLUMNS.map(({ name }) => json[name]);
			const result = checker.check({ row: item + 1, item, cells, findings: [] });
			return 'texts' in result ? result.texts[columns.keyIndex] : result.findings;
		});
	}

	it('are the same in every run, and stay when a price or an address is corrected', () => {
		const [key] = check([exampleRow('A1')]);
		expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
		expect(check([exampleRow('A1')])).toEqual([key]);
		const corrected = {
			'quote.data.protected_element.1.price': 9999,
			'policy.email': 'new@example.com',
			'policy.data.customer_street': 'Other street',
		};
		expect(check([exampleRow('A1', corrected)])).toEqual([key]);
		expect(check([exampleRow('A2')])).not.toEqual([key]);
		expect(check([exampleRow('A1', { 'policy.first_name': 'Eve' })])).not.toEqual([key]);
	});

	it('do not depend on how a value is spelt', () => {
		const [key] = check([exampleRow('A1')]);
		const spelt = { 'policy.data.event_start_date': '02.12.2022', 'policy.first_name': ' Nick ' };
		expect(check([exampleRow('A1', spelt)])).toEqual([key]);
		const reversed = { keyColumns: [...DEFAULT_KEY_COLUMNS].reverse() };
		expect(check([exampleRow('A1')], reversed)).toEqual([key]);
	});

	it('are taken from the row where it has one', () => {
		expect(check([exampleRow('A1', { idempotency_key: ' mine ' })])).toEqual(['mine']);
	});

	it('are random on request, and the same in a second pass', () => {
		const rows = [exampleRow('A1'), exampleRow('A1')];
		const keys = check(rows, { randomSeed: 'seed' });
		expect(new Set(keys).size).toBe(2);
		expect(check(rows, { randomSeed: 'seed' })).toEqual(keys);
		expect(check(rows, { randomSeed: 'other' })).not.toEqual(keys);
	});

	it('are a finding when two rows have the same', () => {
		expect(check([exampleRow('A1'), exampleRow('A2'), exampleRow('A1')])[2]).toEqual([
			expect.objectContaining({
				column: 'idempotency_key',
				code: 'duplicateKey',
				message: 'Row 1 (item 1 of the input) has the same idempotency key',
			}),
		]);
	});

	it('are a finding when there is nothing to make one of', () => {
		const keyColumns = ['policy.data.insurance_quantity'];
		const row = exampleRow('A1', { 'policy.data.insurance_quantity': '' });
		expect(check([row], { keyColumns })[0]).toEqual([expect.objectContaining({ code: 'noKey' })]);
	});
});
